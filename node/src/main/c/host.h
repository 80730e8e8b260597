// What the guard has of its host: the node's home, a clock, and what keeps it from being held up.
#ifndef UNDERSTUDY_HOST_H
#define UNDERSTUDY_HOST_H

#include <stdbool.h>
#include <stdint.h>

#define MS 1000000LL
#define SECOND 1000000000LL

typedef int64_t nanos; // on CLOCK_BOOTTIME, which counts while the host sleeps

nanos now_boot(void);

enum homing { HOME_OURS, HOME_TAKEN, HOME_UNUSABLE };

// Opens the home and takes its lock, which one guard has at a time.
enum homing host_settle(const char *folder);
// The home's descriptor, once settled.
int host_home(void);

struct privileges {
    bool locked;   // its memory can't be swapped out
    bool realtime; // it runs before everything that is not
    bool spared;   // the kernel does not choose it when memory runs out
};

void host_take_privileges(void);
const struct privileges *host_privileges(void);

#endif
