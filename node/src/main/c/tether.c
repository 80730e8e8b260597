#include "tether.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

// What a shell answers with for a program that can't be run.
#define NOT_RUN 127

static int fail(const char *needed) {
    fprintf(stderr, "%s, found: %s\n", needed, strerror(errno));
    return NOT_RUN;
}

static int watch(pid_t process) {
    return (int) syscall(SYS_pidfd_open, process, 0U);
}

// A daemon that was gone before anybody could watch it has a follower as this process's parent.
static int watch_parent(pid_t daemon) {
    int parent = watch(daemon);
    if (parent >= 0 && getppid() != daemon) {
        errno = ESRCH;
        return -1;
    }
    return parent;
}

static int status_of(pid_t child) {
    int status;
    while (waitpid(child, &status, 0) < 0) {
        if (errno != EINTR) {
            return NOT_RUN;
        }
    }
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

int tether_main(int count, char **arguments) {
    pid_t daemon = count > 1 ? (pid_t) atoi(arguments[0]) : 0;
    if (daemon <= 0) {
        errno = EINVAL;
        return fail("needed the daemon's process and a program");
    }
    // All that is started from here on is in this group, unless it leaves it.
    if (getpgrp() != getpid() && setpgid(0, 0) != 0) {
        return fail("needed a process group");
    }
    int parent = watch_parent(daemon);
    if (parent < 0) {
        return fail("needed to watch the daemon that wants this run");
    }
    pid_t child = fork();
    if (child == 0) {
        execvp(arguments[1], arguments + 1);
        _exit(fail(arguments[1]));
    }
    int ended = child > 0 ? watch(child) : -1;
    if (ended < 0) {
        int why = fail("needed a process to watch");
        kill(0, SIGKILL);
        return why;
    }
    struct pollfd ready[] = {{ended, POLLIN, 0}, {parent, POLLIN, 0}};
    while (poll(ready, 2, -1) < 0 && errno == EINTR) {
    }
    if (ready[0].revents == 0) {
        kill(0, SIGKILL); // this process, too
    }
    return status_of(child);
}
