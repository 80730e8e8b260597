// The host's own, which resets it when nobody feeds it.
#ifndef UNDERSTUDY_WATCHDOG_H
#define UNDERSTUDY_WATCHDOG_H

#include "host.h"

#include <stdbool.h>
#include <stddef.h>

enum watchdog_mode { WATCHDOG_OFF, WATCHDOG_AUTOMATIC, WATCHDOG_REQUIRED };

void watchdog_use(const char *device);
bool watchdog_mode(const char *word);
// Before the guard is armed until then: false where it is required and can't be had; why says so.
bool watchdog_open(nanos until, char *why, size_t size);
void watchdog_feed(void);
void watchdog_close(void);
nanos watchdog_next(void); // when to feed it; 0 where it is not open
const char *watchdog_state(void);

#endif
