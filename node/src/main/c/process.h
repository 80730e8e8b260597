// What /proc says of one process.
#ifndef UNDERSTUDY_PROCESS_H
#define UNDERSTUDY_PROCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

enum reading { READ, GONE, DENIED };

struct process {
    pid_t pid;
    pid_t session;
    unsigned long long start; // clock ticks since the boot: with the pid, its identity
    bool alive;               // a zombie is not, unless other threads of it go on
};

enum reading process_read(pid_t pid, struct process *process);
enum reading process_link(pid_t pid, const char *name, char *target, size_t size);
// Whether the environment that it was started with has exactly this entry.
enum reading process_has(pid_t pid, const char *entry);
// Whether systemd runs it as part of that unit: BASE/NAME, where BASE is what all of systemd's control groups are below.
enum reading process_in_unit(pid_t pid, const char *unit);
void process_name(pid_t pid, char *name, size_t size);
// Calls for each process there is, but for this one; false where /proc can't be read.
bool each_process(void (*call)(pid_t pid, void *context), void *context);

#endif
