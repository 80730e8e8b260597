// Who belongs to what is to be ended. The daemon knows the protected server and its PostgreSQL by the same marks:
// docs/decisions/0040 and 0021.
#include "targets.h"
#include "log.h"
#include "process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define MOST_SESSIONS 64

// The others become the first by exec, and keep their process id.
static const char *const in_data[] = {"postgres", "setpriv", "setsid", "nice", NULL};
static const char *const beside_data[] = {"postgres", "nice", "setpriv", "pg_ctl", "pg_rewind", "pg_basebackup", NULL};

struct search {
    const struct targets *targets;
    enum thoroughness how;
    struct victims *victims;
    struct {
        pid_t pid;
        enum kind kind;
    } sessions[MOST_SESSIONS];
    int session_count;
};

bool targets_add(struct targets *targets, enum kind kind, const char *path, const char *side) {
    for (int i = 0; i < targets->count; i++) {
        const struct target *known = &targets->all[i];
        if (known->kind == kind && strcmp(known->path, path) == 0 && strcmp(known->side, side) == 0) {
            return true;
        }
    }
    if (targets->count == MOST_TARGETS) {
        return false;
    }
    struct target *added = &targets->all[targets->count];
    memset(added, 0, sizeof *added);
    added->kind = kind;
    if (kind == ADDRESS && !address_read(&added->address, path, side)) {
        return false;
    }
    snprintf(added->path, sizeof added->path, "%s", path);
    snprintf(added->side, sizeof added->side, "%s", side);
    snprintf(added->resolved, sizeof added->resolved, "%s", path);
    snprintf(added->resolved_side, sizeof added->resolved_side, "%s", side);
    targets->count++;
    return true;
}

// A directory that is not there yet keeps its name as it was given, below the deepest one that is.
static void resolve(const char *path, char *resolved, size_t size) {
    char head[LONGEST_PATH];
    char real[4096];
    snprintf(head, sizeof head, "%s", path);
    for (;;) {
        if (realpath(head, real) != NULL) {
            const char *tail = path + strlen(head);
            const char *slash = *tail != 0 && *tail != '/' && strcmp(real, "/") != 0 ? "/" : "";
            const char *base = strcmp(real, "/") == 0 && *tail == '/' ? "" : real;
            int length = snprintf(resolved, size, "%s%s%s", base, slash, tail);
            if (length < 0 || (size_t) length >= size) {
                snprintf(resolved, size, "%s", path);
            }
            return;
        }
        char *slash = strrchr(head, '/');
        if (slash == NULL || slash == head) {
            snprintf(resolved, size, "%s", path);
            return;
        }
        *slash = 0;
    }
}

static void refresh_server(struct target *target) {
    char folder[LONGEST_PATH];
    struct stat status;
    snprintf(folder, sizeof folder, "%s", target->path);
    char *slash = strrchr(folder, '/');
    if (slash == NULL) {
        return;
    }
    *(slash == folder ? slash + 1 : slash) = 0;
    if (stat(folder, &status) == 0) {
        snprintf(target->mark,
                 sizeof target->mark,
                 "UNDERSTUDY_GROUP=%lld:%llu:%s",
                 (long long) status.st_dev,
                 (unsigned long long) status.st_ino,
                 target->path);
    }
    char text[256];
    char boot[64];
    char recorded[64];
    int pid;
    unsigned long long start;
    target->leader = 0;
    if (read_file(AT_FDCWD, "/proc/sys/kernel/random/boot_id", boot, sizeof boot) > 0
        && read_file(AT_FDCWD, target->path, text, sizeof text) > 0
        && sscanf(text, "%d %llu %63s", &pid, &start, recorded) == 3 && pid > 1
        && strncmp(boot, recorded, strlen(recorded)) == 0 && strlen(recorded) >= 36) {
        target->leader = pid;
        target->leader_start = start;
    }
}

void targets_refresh(struct targets *targets) {
    for (int i = 0; i < targets->count; i++) {
        struct target *target = &targets->all[i];
        switch (target->kind) {
        case SERVER:
            refresh_server(target);
            break;
        case DATABASE:
            resolve(target->path, target->resolved, sizeof target->resolved);
            resolve(target->side, target->resolved_side, sizeof target->resolved_side);
            break;
        case DECOY:
        case UNIT:
        case ADDRESS:
            break;
        }
    }
}

// The kernel says of a directory or a file that was removed: "NAME (deleted)".
static bool same(const char *found, const char *wanted) {
    size_t length = strlen(wanted);
    return length > 0 && strncmp(found, wanted, length) == 0
           && (found[length] == 0 || strcmp(found + length, " (deleted)") == 0);
}

static bool one_of(pid_t pid, const char *const *names) {
    char executable[4096];
    if (process_link(pid, "exe", executable, sizeof executable) != READ) {
        return false;
    }
    const char *slash = strrchr(executable, '/');
    const char *name = slash == NULL ? executable : slash + 1;
    for (; *names != NULL; names++) {
        if (same(name, *names)) {
            return true;
        }
    }
    return false;
}

static bool is_of_database(const struct target *target, pid_t pid, const char *directory) {
    return (same(directory, target->resolved) && one_of(pid, in_data))
           || (same(directory, target->resolved_side) && one_of(pid, beside_data));
}

static bool is_leader(const struct target *target, const struct process *process) {
    return target->leader == process->pid && target->leader_start == process->start;
}

static void add_session(struct search *search, pid_t session, enum kind kind) {
    for (int i = 0; i < search->session_count; i++) {
        if (search->sessions[i].pid == session) {
            return;
        }
    }
    if (search->session_count < MOST_SESSIONS) {
        search->sessions[search->session_count].pid = session;
        search->sessions[search->session_count++].kind = kind;
    }
}

static void add_victim(struct search *search, const struct process *process, enum kind kind) {
    struct victims *victims = search->victims;
    for (int i = 0; i < victims->count; i++) {
        if (victims->all[i].pid == process->pid) {
            return;
        }
    }
    if (victims->count == MOST_VICTIMS) {
        victims->overflow = true;
        return;
    }
    victims->all[victims->count].pid = process->pid;
    victims->all[victims->count].start = process->start;
    victims->all[victims->count++].kind = kind;
}

// By itself: a database's process, or one in a server's unit, or that bears a server's mark, or a server's leader.
static void find_by_itself(pid_t pid, void *context) {
    struct search *search = context;
    struct process process;
    if (process_read(pid, &process) != READ || !process.alive) {
        return;
    }
    char directory[4096] = "";
    if (process_link(pid, "cwd", directory, sizeof directory) == DENIED) {
        search->victims->denied++;
    }
    for (int i = 0; i < search->targets->count; i++) {
        const struct target *target = &search->targets->all[i];
        if (target->kind == ADDRESS) {
            continue;
        }
        if (target->kind == DATABASE) {
            if (is_of_database(target, pid, directory)) {
                add_victim(search, &process, DATABASE);
            }
        } else if (target->kind == UNIT) {
            if (process_in_unit(pid, target->path) == READ) {
                add_victim(search, &process, UNIT);
            }
        } else if (is_leader(target, &process)) {
            add_session(search, pid, target->kind);
            add_victim(search, &process, target->kind);
        } else if (search->how == BY_ALL_MARKS && target->mark[0] != 0 && process_has(pid, target->mark) == READ) {
            // Not any marked process's session: one that is just being started is still in its daemon's.
            if (process.session == pid || process.session == target->leader) {
                add_session(search, process.session, target->kind);
            }
            add_victim(search, &process, target->kind);
        }
    }
}

// By its session, which a child that cleared its environment is still in.
static void find_by_session(pid_t pid, void *context) {
    struct search *search = context;
    struct process process;
    if (process_read(pid, &process) != READ || !process.alive) {
        return;
    }
    for (int i = 0; i < search->session_count; i++) {
        if (search->sessions[i].pid == process.session) {
            add_victim(search, &process, search->sessions[i].kind);
        }
    }
}

bool targets_find(const struct targets *targets, enum thoroughness how, struct victims *victims) {
    static struct search search;
    memset(&search, 0, sizeof search);
    search.targets = targets;
    search.how = how;
    search.victims = victims;
    victims->count = 0;
    victims->denied = 0;
    victims->overflow = false;
    return each_process(find_by_itself, &search)
           && (search.session_count == 0 || each_process(find_by_session, &search));
}

bool victim_kill(const struct victim *victim) {
    // What is read after the descriptor was opened is true of its process, as long as that one takes the signal.
    int process_descriptor = (int) syscall(SYS_pidfd_open, victim->pid, 0);
    bool old_kernel = process_descriptor < 0 && errno == ENOSYS;
    if (process_descriptor < 0 && !old_kernel) {
        return false;
    }
    struct process now;
    bool killed = false;
    if (process_read(victim->pid, &now) == READ && now.start == victim->start) {
        killed = old_kernel ? kill(victim->pid, SIGKILL) == 0
                            : syscall(SYS_pidfd_send_signal, process_descriptor, SIGKILL, NULL, 0) == 0;
    }
    if (process_descriptor >= 0) {
        close(process_descriptor);
    }
    return killed;
}
