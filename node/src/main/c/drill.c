// The guard proves itself without harm: it starts a decoy that defends itself as a server could, and ends it at a
// deadline by the very code that ends a server.
#include "drill.h"
#include "clients.h"
#include "host.h"
#include "log.h"
#include "process.h"
#include "sweep.h"
#include "targets.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define DECOY_PROCESSES 3
#define UNTIL_DUE (300 * MS)
#define LONGEST_SECONDS 30

static struct targets decoys;
static struct sweep sweep;
static int asker = -1;
static int seen;

static void hold(void) {
    // A guard that is killed meanwhile ends nobody: then the decoy ends by itself.
    signal(SIGALRM, SIG_DFL);
    alarm(LONGEST_SECONDS);
    signal(SIGTERM, SIG_IGN);
    signal(SIGHUP, SIG_IGN);
    for (;;) {
        pause();
    }
}

// A leader, a child in its session, and one that has left it.
int decoy_main(void) {
    for (int child = 0; child < DECOY_PROCESSES - 1; child++) {
        pid_t pid = fork();
        if (pid == 0) {
            if (child == 1) {
                setsid();
            }
            hold();
        }
    }
    hold();
    return 0;
}

static void become_decoy(char *mark) {
    char *arguments[] = {"understudy-decoy", "--decoy", NULL};
    char *environment[] = {mark, NULL};
    setsid();
    execve("/proc/self/exe", arguments, environment);
    _exit(127);
}

bool drill_begin(int client, char *why, size_t size) {
    if (drill_runs()) {
        snprintf(why, size, "needed the last drill to be over, found it under way; try again in a second");
        return false;
    }
    memset(&decoys, 0, sizeof decoys);
    targets_add(&decoys, DECOY, "decoy", "");
    struct target *decoy = &decoys.all[0];
    snprintf(decoy->mark,
             sizeof decoy->mark,
             "UNDERSTUDY_GROUP=drill:%d:%lld",
             (int) getpid(),
             (long long) now_boot());
    pid_t pid = fork();
    if (pid == 0) {
        become_decoy(decoy->mark);
    }
    struct process process;
    if (pid < 0 || process_read(pid, &process) != READ) {
        snprintf(why, size, "needed a decoy to end, found that none can be started: %s", strerror(errno));
        return false;
    }
    decoy->leader = pid;
    decoy->leader_start = process.start;
    asker = client;
    seen = 0;
    sweep_begin(&sweep, &decoys, now_boot() + UNTIL_DUE);
    return true;
}

bool drill_runs(void) {
    return sweep.next != 0;
}

nanos drill_next(void) {
    return sweep.next;
}

static void count_decoys(void) {
    static struct victims victims;
    seen = targets_find(&decoys, BY_ALL_MARKS, &victims) ? victims.count : 0;
}

static void tell(void) {
    long long late = (long long) sweep_late(&sweep);
    bool well = seen == DECOY_PROCESSES;
    if (well) {
        char proof[96];
        struct timespec wall;
        clock_gettime(CLOCK_REALTIME, &wall);
        int length = snprintf(proof, sizeof proof, "%lld %lld %d\n", (long long) wall.tv_sec, late, seen);
        if (!write_whole(host_home(), "guard.proved", proof, (size_t) length)) {
            log_line("could not keep the proof: %s", strerror(errno));
        }
    }
    log_line("drill: %d of %d decoys found, gone %lld us after the deadline", seen, DECOY_PROCESSES, late / 1000);
    if (asker >= 0 && well) {
        clients_answer(asker, "drilled %lld %d", late, seen);
    } else if (asker >= 0) {
        clients_answer(asker, "error needed to find %d processes of the decoy, found %d", DECOY_PROCESSES, seen);
    }
    asker = -1;
}

void drill_step(void) {
    if (sweep.rounds == 0 && seen == 0) {
        count_decoys();
    }
    if (sweep_step(&sweep)) {
        tell();
    }
}

void drill_abandon(int client) {
    if (asker == client) {
        asker = -1;
    }
}
