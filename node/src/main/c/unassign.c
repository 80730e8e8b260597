#include "unassign.h"
#include "log.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

void unassign_begin(struct unassigning *unassigning) {
    // An answer that is still to come is of no interest any more.
    if (unassigning->answer > 0) {
        close(unassigning->answer);
    }
    unassigning->answer = -1;
    unassigning->done = false;
}

static int remove_all(const struct targets *targets) {
    int worst = 0;
    for (int i = 0; i < targets->count; i++) {
        const struct target *target = &targets->all[i];
        int result = target->kind == ADDRESS ? netlink_remove(&target->address) : 0;
        worst = result != 0 ? result : worst;
    }
    return worst;
}

static bool has_addresses(const struct targets *targets) {
    for (int i = 0; i < targets->count; i++) {
        if (targets->all[i].kind == ADDRESS) {
            return true;
        }
    }
    return false;
}

static void send_away(struct unassigning *unassigning, const struct targets *targets) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) {
        return;
    }
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    pid_t child = fork();
    if (child == 0) {
        unsigned char result = (unsigned char) remove_all(targets);
        _exit(write(ends[1], &result, 1) == 1 ? 0 : 1);
    }
    close(ends[1]);
    if (child < 0) {
        close(ends[0]);
        return;
    }
    unassigning->answer = ends[0];
}

bool unassign_step(struct unassigning *unassigning, const struct targets *targets) {
    if (unassigning->done || !has_addresses(targets)) {
        return true;
    }
    if (unassigning->answer < 0) {
        send_away(unassigning, targets);
        return false;
    }
    unsigned char result = 0;
    ssize_t got = read(unassigning->answer, &result, 1);
    if (got < 0 && errno == EAGAIN) {
        return false;
    }
    close(unassigning->answer);
    unassigning->answer = -1;
    // A user who may not take them off could not have put them there.
    unassigning->done = got == 1 && (result == 0 || result == EPERM);
    if (got == 1 && result != 0) {
        log_line("could not take an address off: %s", strerror(result));
    }
    return unassigning->done;
}
