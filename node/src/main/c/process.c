// What /proc says of one process. Buffers are fixed; nothing is allocated.
#include "process.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

struct entry64 {
    uint64_t inode;
    int64_t offset;
    uint16_t length;
    uint8_t type;
    char name[];
};

static enum reading failed(void) {
    return errno == EACCES || errno == EPERM ? DENIED : GONE;
}

static int open_of(pid_t pid, const char *name) {
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/%s", (int) pid, name);
    return open(path, O_RDONLY | O_CLOEXEC);
}

enum reading process_read(pid_t pid, struct process *process) {
    char text[1024];
    int file = open_of(pid, "stat");
    if (file < 0) {
        return failed();
    }
    ssize_t length = read(file, text, sizeof text - 1);
    close(file);
    if (length <= 0) {
        return GONE;
    }
    text[length] = 0;
    // The name in parentheses may itself hold parentheses and spaces: only the last one counts.
    const char *rest = strrchr(text, ')');
    char state;
    int session;
    long threads;
    unsigned long long start;
    if (rest == NULL
        || sscanf(rest + 1,
                  " %c %*d %*d %d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d %*d %ld %*d %llu",
                  &state,
                  &session,
                  &threads,
                  &start) != 4) {
        return GONE;
    }
    process->pid = pid;
    process->session = session;
    process->start = start;
    process->alive = (state != 'Z' && state != 'X') || threads > 1;
    return READ;
}

enum reading process_link(pid_t pid, const char *name, char *target, size_t size) {
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/%s", (int) pid, name);
    ssize_t length = readlink(path, target, size - 1);
    if (length < 0) {
        return failed();
    }
    target[length] = 0;
    return READ;
}

enum reading process_has(pid_t pid, const char *entry) {
    static char text[65536];
    size_t wanted = strlen(entry) + 1; // with the zero that ends it
    size_t kept = 0;
    bool at_start = true; // of the environment: later an entry begins after a zero
    int file = open_of(pid, "environ");
    if (file < 0) {
        return failed();
    }
    enum reading found = GONE;
    for (;;) {
        ssize_t length = read(file, text + kept, sizeof text - kept - 1);
        if (length < 0) {
            found = failed();
            break;
        }
        size_t filled = kept + (size_t) length;
        if (length == 0 && (filled == 0 || text[filled - 1] == 0)) {
            break;
        }
        if (length == 0) {
            text[filled++] = 0; // a process may overwrite the end of its own environment
        }
        for (size_t i = 0; i + wanted <= filled; i++) {
            bool begins = i == 0 ? at_start : text[i - 1] == 0;
            if (begins && memcmp(text + i, entry, wanted) == 0) {
                close(file);
                return READ;
            }
        }
        if (length == 0) {
            break;
        }
        // One more than an entry, so that the zero before it is still there.
        size_t overlap = filled < wanted ? filled : wanted;
        at_start = at_start && overlap == filled;
        memmove(text, text + filled - overlap, overlap);
        kept = overlap;
    }
    close(file);
    return found;
}

// Below slices alone: BASE/system.slice/NAME and what is in it. Below another unit it is another manager's.
static bool is_group_of(const char *group, const char *base, size_t base_length, const char *name) {
    if (strncmp(group, base, base_length) != 0) {
        return false;
    }
    const char *part = group + base_length;
    for (;;) {
        size_t length = strcspn(part, "/");
        if (length == strlen(name) && strncmp(part, name, length) == 0) {
            return true;
        }
        if (part[length] == 0 || length < 6 || strncmp(part + length - 6, ".slice", 6) != 0) {
            return false;
        }
        part += length + 1;
    }
}

enum reading process_in_unit(pid_t pid, const char *unit) {
    static char text[16384];
    const char *name = strrchr(unit, '/') + 1;
    size_t base_length = (size_t) (name - unit);
    int file = open_of(pid, "cgroup");
    if (file < 0) {
        return failed();
    }
    ssize_t length = read(file, text, sizeof text - 1);
    close(file);
    if (length <= 0) {
        return GONE;
    }
    text[length] = 0;
    char *rest;
    // NUMBER:CONTROLLERS:GROUP, one line for each hierarchy.
    for (char *line = strtok_r(text, "\n", &rest); line != NULL; line = strtok_r(NULL, "\n", &rest)) {
        const char *group = strchr(line, ':');
        group = group == NULL ? NULL : strchr(group + 1, ':');
        if (group != NULL && is_group_of(group + 1, unit, base_length, name)) {
            return READ;
        }
    }
    return GONE;
}

void process_name(pid_t pid, char *name, size_t size) {
    int file = open_of(pid, "comm");
    ssize_t length = file < 0 ? 0 : read(file, name, size - 1);
    if (file >= 0) {
        close(file);
    }
    name[length > 0 ? length : 0] = 0;
    for (char *at = name; *at != 0; at++) {
        if (*at == '\n') {
            *at = 0;
            break;
        }
        if (*at <= ' ' || *at > '~') {
            *at = '_';
        }
    }
}

bool each_process(void (*call)(pid_t pid, void *context), void *context) {
    static char entries[32768] __attribute__((aligned(8)));
    int proc = open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (proc < 0) {
        return false;
    }
    pid_t self = getpid();
    for (;;) {
        // Not opendir: it would allocate at the one moment when nothing may fail.
        long length = syscall(SYS_getdents64, proc, entries, sizeof entries);
        if (length <= 0) {
            close(proc);
            return length == 0;
        }
        for (long at = 0; at < length;) {
            const struct entry64 *entry = (const struct entry64 *) (entries + at);
            at += entry->length;
            char *end;
            long pid = strtol(entry->name, &end, 10);
            if (entry->name[0] >= '1' && entry->name[0] <= '9' && *end == 0 && pid != self) {
                call((pid_t) pid, context);
            }
        }
    }
}
