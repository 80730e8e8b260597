// The guard: a small process of its own that ends what serves on this node when the daemon has not moved its deadline
// in time. One thread, no allocation after the start, nothing read from a disk between deadline and kill.
// understudy-guard --home DIR [--watchdog DEVICE]: starts the guard in a session of its own, and returns once it
// answers. Exit status: 0 it runs; 3 another one runs for this home; 2 anything else, with one sentence.
#include "armed.h"
#include "clients.h"
#include "drill.h"
#include "holder.h"
#include "host.h"
#include "log.h"
#include "protocol.h"
#include "tether.h"
#include "watchdog.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

#define RUNS_ALREADY 3
#define UNUSABLE 2
#define FIRST_CLIENT 4

static int timer = -1;
static int signals = -1;
static bool ending;

static int fail(int status, const char *needed) {
    fprintf(stderr, "%s, found: %s\n", needed, strerror(errno));
    return status;
}

// Its own session and no terminal; the reading end tells the parent how it went.
static bool detach(int *parent) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) {
        return false;
    }
    pid_t child = fork();
    if (child > 0) {
        unsigned char status = UNUSABLE;
        close(ends[1]);
        if (read(ends[0], &status, 1) != 1) {
            status = UNUSABLE;
        }
        _exit(status);
    }
    close(ends[0]);
    *parent = ends[1];
    return child == 0 && setsid() > 0 && chdir("/") == 0;
}

static void silence(void) {
    int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
    for (int standard = 0; standard <= 2; standard++) {
        dup2(nothing, standard);
    }
    close(nothing);
}

static bool take_signals(void) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGHUP);
    sigaddset(&set, SIGQUIT);
    sigprocmask(SIG_BLOCK, &set, NULL);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGCHLD, SIG_IGN); // a decoy that was ended leaves no zombie
    signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    return signals >= 0;
}

static void heed_signal(void) {
    struct signalfd_siginfo info;
    if (read(signals, &info, sizeof info) != sizeof info) {
        return;
    }
    bool armed = armed_now()->condition != IDLE;
    log_line("signal %u of process %u: %s", info.ssi_signo, info.ssi_pid, armed ? "armed, so it goes on" : "idle");
    // A host that shuts down asks everybody to end; nobody is kept from it by a guard with nothing to do.
    ending = !armed && info.ssi_signo == SIGTERM;
}

static nanos earlier(nanos one, nanos other) {
    return one == 0 || (other != 0 && other < one) ? other : one;
}

// While an end is under way nothing else is due; nor is the watchdog fed.
static nanos next_due(void) {
    return armed_now()->condition == ENDING ? armed_next()
                                            : earlier(earlier(armed_next(), drill_next()), watchdog_next());
}

static void set_timer(void) {
    nanos next = next_due();
    // Never zero, which would mean no timer; a time in the past rings at once.
    struct itimerspec when = {.it_value = {next / SECOND, next % SECOND}};
    timerfd_settime(timer, TFD_TIMER_ABSTIME, &when, NULL);
}

// All that is due by now, before any line is read: a line that waited while the guard was stopped comes too late.
static void do_what_is_due(void) {
    nanos now = now_boot();
    if (armed_next() != 0 && now >= armed_next()) {
        armed_step();
    }
    if (watchdog_next() != 0 && now >= watchdog_next() && armed_now()->condition != ENDING) {
        watchdog_feed();
    }
    if (drill_next() != 0 && now >= drill_next() && armed_now()->condition != ENDING) {
        drill_step();
    }
}

static void serve(void) {
    while (!ending && !protocol_dismissed()) {
        do_what_is_due();
        if (clients_lost() && armed_now()->condition == IDLE) {
            log_line("its socket was removed, so nobody finds it any more");
            break;
        }
        set_timer();
        struct pollfd ready[FIRST_CLIENT + 16] = {
            {timer, POLLIN, 0}, {signals, POLLIN, 0}, {clients_socket(), POLLIN, 0}, {clients_loss(), POLLIN, 0}};
        for (int i = 0; i < clients_count(); i++) {
            ready[FIRST_CLIENT + i] = (struct pollfd){clients_descriptor(i), POLLIN, 0};
        }
        if (poll(ready, (nfds_t) (FIRST_CLIENT + clients_count()), -1) < 0) {
            continue;
        }
        do_what_is_due();
        if (ready[1].revents != 0) {
            heed_signal();
        }
        for (int i = 0; i < clients_count(); i++) {
            if (ready[FIRST_CLIENT + i].revents != 0 && clients_descriptor(i) == ready[FIRST_CLIENT + i].fd) {
                clients_read(i);
            }
        }
        if (ready[2].revents != 0) {
            clients_accept();
        }
        if (ready[3].revents != 0) {
            clients_heed_loss();
        }
    }
    log_line("ended");
}

static int start(const char *folder) {
    static const struct clients_user user = {protocol_line, drill_abandon};
    enum homing found = host_settle(folder);
    if (found != HOME_OURS) {
        return found == HOME_TAKEN ? RUNS_ALREADY : fail(UNUSABLE, "needed to open and lock the node's home for the guard");
    }
    log_open(host_home());
    timer = timerfd_create(CLOCK_BOOTTIME, TFD_CLOEXEC | TFD_NONBLOCK);
    if (timer < 0 || !take_signals()) {
        return fail(UNUSABLE, "needed a timer and signals for the guard");
    }
    if (!clients_listen(host_home(), &user)) {
        return fail(UNUSABLE, "needed a socket for the guard in the home's folder run");
    }
    host_take_privileges();
    return 0;
}

int main(int count, char **arguments) {
    const char *folder = NULL;
    if (count == 2 && strcmp(arguments[1], "--decoy") == 0) {
        return decoy_main();
    }
    if (count > 2 && strcmp(arguments[1], "--address") == 0) {
        return holder_main(count - 2, arguments + 2);
    }
    if (count > 2 && strcmp(arguments[1], "--tether") == 0) {
        return tether_main(count - 2, arguments + 2);
    }
    for (int i = 1; i + 1 < count; i += 2) {
        if (strcmp(arguments[i], "--home") == 0) {
            folder = arguments[i + 1];
        } else if (strcmp(arguments[i], "--watchdog") == 0) {
            watchdog_use(arguments[i + 1]);
        }
    }
    if (folder == NULL || folder[0] != '/') {
        fprintf(stderr, "usage: understudy-guard --home DIR [--watchdog DEVICE]\n");
        return UNUSABLE;
    }
    int parent;
    if (!detach(&parent)) {
        return fail(UNUSABLE, "needed a process of its own for the guard");
    }
    unsigned char status = (unsigned char) start(folder);
    bool told = write(parent, &status, 1) == 1;
    close(parent);
    if (status != 0 || !told) {
        return status;
    }
    silence();
    const struct privileges *have = host_privileges();
    log_line("began: locked %d, realtime %d, spared %d", have->locked, have->realtime, have->spared);
    serve();
    return 0;
}
