#include "host.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

static int home = -1;
static struct privileges have;

nanos now_boot(void) {
    struct timespec time;
    clock_gettime(CLOCK_BOOTTIME, &time);
    return time.tv_sec * SECOND + time.tv_nsec;
}

enum homing host_settle(const char *folder) {
    home = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (home < 0) {
        return HOME_UNUSABLE;
    }
    // The folder itself bears the lock: nobody removes it by tidying up.
    if (flock(home, LOCK_EX | LOCK_NB) == 0) {
        return HOME_OURS;
    }
    return errno == EWOULDBLOCK ? HOME_TAKEN : HOME_UNUSABLE;
}

int host_home(void) {
    return home;
}

void host_take_privileges(void) {
    struct sched_param highest = {.sched_priority = sched_get_priority_max(SCHED_FIFO)};
    have.locked = mlockall(MCL_CURRENT | MCL_FUTURE) == 0;
    have.realtime = sched_setscheduler(0, SCHED_FIFO | SCHED_RESET_ON_FORK, &highest) == 0;
    if (!have.realtime) {
        errno = 0;
        int niceness = nice(-20);
        have.realtime = niceness == -20 && errno == 0;
    }
    prctl(PR_SET_TIMERSLACK, 1);
    int score = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    have.spared = score >= 0 && write(score, "-1000", 5) == 5;
    if (score >= 0) {
        close(score);
    }
}

const struct privileges *host_privileges(void) {
    return &have;
}
