// An end of a decoy, by the same sweep.
#ifndef UNDERSTUDY_DRILL_H
#define UNDERSTUDY_DRILL_H

#include "host.h"

#include <stdbool.h>
#include <stddef.h>

int decoy_main(void);
bool drill_begin(int client, char *why, size_t size);
bool drill_runs(void);
nanos drill_next(void);
void drill_step(void);
// Whoever asked for it is gone.
void drill_abandon(int client);

#endif
