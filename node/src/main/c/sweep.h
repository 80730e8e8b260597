// An end of all of them, in steps, from the moment that it is due.
#ifndef UNDERSTUDY_SWEEP_H
#define UNDERSTUDY_SWEEP_H

#include "host.h"
#include "targets.h"
#include "unassign.h"

#include <stdbool.h>

struct sweep {
    struct targets *targets;
    struct unassigning addresses;
    nanos due;
    nanos next;       // when to look again; 0 where nothing is under way
    nanos first_gone; // since when nothing has been found; 0 while something is
    int rounds;
    int killed;
};

void sweep_begin(struct sweep *sweep, struct targets *targets, nanos due);
// One look and its kills; true once nothing has been left for a while.
bool sweep_step(struct sweep *sweep);
// From the deadline to the first look that found nothing.
nanos sweep_late(const struct sweep *sweep);

#endif
