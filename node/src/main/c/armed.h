// Until when, and what then.
#ifndef UNDERSTUDY_ARMED_H
#define UNDERSTUDY_ARMED_H

#include "host.h"
#include "targets.h"

#include <stdbool.h>
#include <stddef.h>

enum condition { IDLE, ARMED, ENDING };

struct armed {
    enum condition condition;
    long long epoch;
    nanos until;
};

const struct armed *armed_now(void);
struct targets *armed_targets(void);
bool armed_arm(long long epoch, nanos until, char *why, size_t size);
void armed_disarm(void);
nanos armed_next(void);
void armed_step(void);

#endif
