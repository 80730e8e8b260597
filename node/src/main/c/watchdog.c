// The host's watchdog behind the guard: a device that resets the host when it has not been fed for its timeout. It is
// open only while something may serve here.
#include "watchdog.h"
#include "host.h"
#include "log.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/watchdog.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static const char *device = "/dev/watchdog";
static enum watchdog_mode mode = WATCHDOG_OFF;
static int file = -1;
static int timeout;      // seconds
static bool no_way_out;  // it can't be stopped again, so it is fed for as long as the guard runs
static nanos next_feed;
static char state[160] = "off";

void watchdog_use(const char *path) {
    device = path;
}

bool watchdog_mode(const char *word) {
    if (strcmp(word, "off") == 0) {
        mode = WATCHDOG_OFF;
        watchdog_close();
    } else if (strcmp(word, "automatic") == 0) {
        mode = WATCHDOG_AUTOMATIC;
    } else if (strcmp(word, "required") == 0) {
        mode = WATCHDOG_REQUIRED;
    } else {
        return false;
    }
    if (file < 0) {
        snprintf(state, sizeof state, "%s", word);
    }
    return true;
}

// Half of what is left of the lease, in whole seconds, since the device knows no less: a host that stands still is
// reset before the lease is over, unless it does so in the lease's second half.
static int wanted_timeout(nanos until) {
    nanos half = (until - now_boot()) / 2 / SECOND;
    return half < 1 ? 1 : half > 60 ? 60 : (int) half;
}

static bool open_device(nanos until, char *why, size_t size) {
    struct watchdog_info info;
    memset(&info, 0, sizeof info);
    file = open(device, O_WRONLY | O_CLOEXEC);
    if (file < 0) {
        snprintf(why, size, "needed the watchdog %s, found: %s", device, strerror(errno));
        return false;
    }
    timeout = wanted_timeout(until);
    int asked = timeout;
    if (ioctl(file, WDIOC_GETSUPPORT, &info) != 0 || ioctl(file, WDIOC_SETTIMEOUT, &timeout) != 0
        || ioctl(file, WDIOC_GETTIMEOUT, &timeout) != 0) {
        snprintf(why, size, "needed a watchdog whose timeout can be set, found of %s: %s", device, strerror(errno));
        return false;
    }
    if (timeout > asked) {
        snprintf(why, size, "needed a watchdog of %d s, found that %s has at least %d s", asked, device, timeout);
        // Late is better than never, unless a person said that it has to be in time.
        if (mode == WATCHDOG_REQUIRED) {
            return false;
        }
    }
    char text[8] = "";
    read_file(AT_FDCWD, "/sys/class/watchdog/watchdog0/nowayout", text, sizeof text);
    no_way_out = (info.options & WDIOF_MAGICCLOSE) == 0 || text[0] == '1';
    return true;
}

static void close_device(void) {
    if (file >= 0) {
        // The letter tells the device that it is closed on purpose.
        ssize_t written = write(file, "V", 1);
        if (written != 1) {
            log_line("the watchdog did not take its closing letter: %s", strerror(errno));
        }
        close(file);
    }
    file = -1;
    next_feed = 0;
}

bool watchdog_open(nanos until, char *why, size_t size) {
    if (mode == WATCHDOG_OFF || file >= 0) {
        return true;
    }
    if (open_device(until, why, size)) {
        snprintf(state, sizeof state, "open, %d s%s", timeout, no_way_out ? ", no way out" : "");
        log_line("the watchdog %s is open: it resets this host when it is not fed for %d s", device, timeout);
        watchdog_feed();
        return true;
    }
    close_device();
    if (strncmp(state, "unusable", 8) != 0) {
        log_line("%s", why);
    }
    snprintf(state, sizeof state, "unusable: %.140s", why);
    return mode == WATCHDOG_AUTOMATIC;
}

void watchdog_feed(void) {
    if (file < 0) {
        return;
    }
    int nothing = 0;
    if (ioctl(file, WDIOC_KEEPALIVE, &nothing) != 0 && write(file, "\1", 1) != 1) {
        log_line("the watchdog could not be fed: %s", strerror(errno));
    }
    next_feed = now_boot() + timeout * SECOND / 4;
}

void watchdog_close(void) {
    if (file < 0 || no_way_out) {
        return;
    }
    close_device();
    snprintf(state, sizeof state, "%s", mode == WATCHDOG_REQUIRED ? "required" : mode == WATCHDOG_AUTOMATIC ? "automatic" : "off");
}

nanos watchdog_next(void) {
    return next_feed;
}

const char *watchdog_state(void) {
    return state;
}
