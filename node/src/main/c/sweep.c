// An end of all that belongs to the targets, in steps: look, kill, look again, until nothing has been found for a while.
#include "sweep.h"
#include "host.h"
#include "targets.h"

#include <string.h>

// A process that is between fork and exec bears no mark yet; it is found by one of the looks within this time.
#define QUIET (150 * MS)

void sweep_begin(struct sweep *sweep, struct targets *targets, nanos due) {
    struct unassigning addresses = sweep->addresses;
    memset(sweep, 0, sizeof *sweep);
    sweep->addresses = addresses;
    unassign_begin(&sweep->addresses);
    sweep->targets = targets;
    sweep->due = due;
    sweep->next = due;
}

// Often at first, for a killed process takes some milliseconds to go; seldom where the kernel holds on to one.
static nanos pause_after(int rounds) {
    return rounds < 200 ? 2 * MS : rounds < 400 ? 20 * MS : 500 * MS;
}

static bool found_any(struct sweep *sweep, enum thoroughness how) {
    static struct victims victims;
    // Where /proc can't be read it isn't known that nothing is left.
    bool known = targets_find(sweep->targets, how, &victims);
    for (int i = 0; i < victims.count; i++) {
        sweep->killed += victim_kill(&victims.all[i]);
    }
    return !known || victims.count > 0;
}

bool sweep_step(struct sweep *sweep) {
    // First, so that nobody comes who is about to lose what he came for.
    bool assigned = !unassign_step(&sweep->addresses, sweep->targets);
    bool found = found_any(sweep, AT_ONCE);
    found = found_any(sweep, BY_ALL_MARKS) || found || assigned;
    sweep->rounds++;
    nanos now = now_boot();
    if (found) {
        sweep->first_gone = 0;
        sweep->next = now + pause_after(sweep->rounds);
        return false;
    }
    if (sweep->first_gone == 0) {
        sweep->first_gone = now;
    }
    if (now - sweep->first_gone >= QUIET) {
        sweep->next = 0;
        return true;
    }
    // Only now is there time for a disk: a leader that was written down after the last arming.
    targets_refresh(sweep->targets);
    sweep->next = now + QUIET / 3;
    return false;
}

nanos sweep_late(const struct sweep *sweep) {
    return sweep->first_gone - sweep->due;
}
