// For a test: a file in place of a watchdog. Each call on it becomes a letter in the file: S when its timeout is set,
// K when it is fed; the guard itself writes V before it closes it on purpose.
#include <linux/watchdog.h>
#include <sys/ioctl.h>
#include <unistd.h>

__attribute__((unused)) static int shim_ioctl(int file, unsigned long request, void *argument) {
    static int timeout;
    switch (request) {
    case WDIOC_GETSUPPORT:
        ((struct watchdog_info *) argument)->options = WDIOF_MAGICCLOSE | WDIOF_SETTIMEOUT;
        return 0;
    case WDIOC_SETTIMEOUT:
        timeout = *(int *) argument < SHIM_LEAST_TIMEOUT ? SHIM_LEAST_TIMEOUT : *(int *) argument;
        return write(file, "S", 1) == 1 ? 0 : -1;
    case WDIOC_GETTIMEOUT:
        *(int *) argument = timeout;
        return 0;
    default:
        return write(file, "K", 1) == 1 ? 0 : -1;
    }
}

#define ioctl(file, request, argument) shim_ioctl(file, request, argument)
