// Until when something may serve here, and what happens then.
#include "armed.h"
#include "host.h"
#include "log.h"
#include "sweep.h"
#include "targets.h"
#include "watchdog.h"

#include <stdio.h>

static struct armed state = {IDLE, 0, 0};
static struct targets targets;
static struct sweep sweep;

const struct armed *armed_now(void) {
    return &state;
}

struct targets *armed_targets(void) {
    return &targets;
}

bool armed_arm(long long epoch, nanos until, char *why, size_t size) {
    targets_refresh(&targets);
    if (!watchdog_open(until, why, size)) {
        return false;
    }
    if (state.condition == IDLE || state.epoch != epoch) {
        log_line("armed in epoch %lld: %lld ms from now", epoch, (long long) ((until - now_boot()) / MS));
    }
    state.condition = ARMED;
    state.epoch = epoch;
    state.until = until;
    sweep_begin(&sweep, &targets, until);
    return true;
}

void armed_disarm(void) {
    if (state.condition != IDLE) {
        log_line("disarmed in epoch %lld", state.epoch);
    }
    state.condition = IDLE;
    sweep.next = 0;
    watchdog_close();
}

nanos armed_next(void) {
    return state.condition == IDLE ? 0 : sweep.next;
}

void armed_step(void) {
    state.condition = ENDING;
    bool done = sweep_step(&sweep);
    if (sweep.rounds % 1000 == 0) {
        log_line("still ending what serves here, %d looks after the deadline", sweep.rounds);
    }
    if (done) {
        state.condition = IDLE;
        watchdog_close();
        log_line("ended what served here in epoch %lld: %d kills, nothing left %lld us after the deadline",
                 state.epoch,
                 sweep.killed,
                 (long long) (sweep_late(&sweep) / 1000));
    }
}
