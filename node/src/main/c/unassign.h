// The virtual addresses among the targets are taken off this host by a process of its own: the kernel's lock on its
// networks may be held by somebody else, and no kill waits for it.
#ifndef UNDERSTUDY_UNASSIGN_H
#define UNDERSTUDY_UNASSIGN_H

#include "targets.h"

struct unassigning {
    int answer; // reads how it went; -1 where none is under way
    bool done;  // none is left, or none can be taken off by this user
};

void unassign_begin(struct unassigning *unassigning);
// One step without waiting; true once it is done.
bool unassign_step(struct unassigning *unassigning, const struct targets *targets);

#endif
