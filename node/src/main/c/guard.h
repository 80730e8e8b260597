// The guard: a small process of its own that ends what serves on this node when the daemon has not moved its
// deadline in time. One thread, no allocation after the start, nothing read from a disk between deadline and kill.
#ifndef UNDERSTUDY_GUARD_H
#define UNDERSTUDY_GUARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define PROTOCOL 1
#define LONGEST_PATH 1024
#define LONGEST_LINE 8192
#define MOST_TARGETS 8
#define MOST_VICTIMS 1024
#define MS 1000000LL
#define SECOND 1000000000LL

typedef int64_t nanos; // on CLOCK_BOOTTIME, which counts while the host sleeps

nanos now_boot(void);

// log.c: one line for each thing done, in two files of a bounded size; and the last proof.
void log_open(int home);
void log_line(const char *format, ...) __attribute__((format(printf, 1, 2)));
bool write_whole(int directory, const char *name, const char *text, size_t length);
size_t read_file(int directory, const char *name, char *text, size_t size);

// process.c: what /proc says of one process.
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
void process_name(pid_t pid, char *name, size_t size);
// Calls for each process there is, but for this one; false where /proc can't be read.
bool each_process(void (*call)(pid_t pid, void *context), void *context);

// targets.c: what is to be ended, and who belongs to it.
enum kind { SERVER, DATABASE, DECOY };

struct target {
    enum kind kind;
    char path[LONGEST_PATH];     // a server's state file, or a database's data directory
    char side[LONGEST_PATH];     // where a database's programs run that change it
    char resolved[LONGEST_PATH]; // the two directories without symbolic links, as of the last arming
    char resolved_side[LONGEST_PATH];
    char mark[LONGEST_PATH + 96]; // a server's entry in the environment; empty where not known yet
    pid_t leader;                 // 0 where not known
    unsigned long long leader_start;
};

struct targets {
    int count;
    struct target all[MOST_TARGETS];
};

struct victim {
    pid_t pid;
    unsigned long long start;
    enum kind kind;
};

struct victims {
    int count;
    int denied; // processes that this user may not look at
    bool overflow;
    struct victim all[MOST_VICTIMS];
};

bool targets_add(struct targets *targets, enum kind kind, const char *path, const char *side);
// Learns what the disk says of them. Never called between a deadline and the first kill.
void targets_refresh(struct targets *targets);
// By their marks, too: that reads a process's own memory, and waits while the process changes how it is laid out.
enum thoroughness { AT_ONCE, BY_ALL_MARKS };

// The processes of the targets that can still do something; false where /proc can't be read.
bool targets_find(const struct targets *targets, enum thoroughness how, struct victims *victims);
// Kills that process, and never another that has got its number since; false where it may not or need not.
bool victim_kill(const struct victim *victim);

// sweep.c: an end of all of them, in steps, from the moment that it is due.
struct sweep {
    struct targets *targets;
    nanos due;
    nanos next;       // when to look again; 0 where nothing is under way
    nanos first_gone; // since when nothing has been found; 0 while something is
    int rounds;
    int killed;
};

void sweep_begin(struct sweep *sweep, struct targets *targets, nanos due);
// One look and its kills; true once nothing has been left for a while.
bool sweep_step(struct sweep *sweep);
// From the deadline to the first look that found nothing.
nanos sweep_late(const struct sweep *sweep);

// drill.c: an end of a decoy, by the same sweep.
int decoy_main(void);
bool drill_begin(int client, char *why, size_t size);
bool drill_runs(void);
nanos drill_next(void);
void drill_step(void);
void drill_abandon(int client);

// watchdog.c: the host's own, which resets it when nobody feeds it.
enum watchdog_mode { WATCHDOG_OFF, WATCHDOG_AUTOMATIC, WATCHDOG_REQUIRED };

void watchdog_use(const char *device);
bool watchdog_mode(const char *word);
// Before the guard is armed until then: false where it is required and can't be had; why says so.
bool watchdog_open(nanos until, char *why, size_t size);
void watchdog_feed(void);
void watchdog_close(void);
nanos watchdog_next(void); // when to feed it; 0 where it is not open
const char *watchdog_state(void);

// armed.c: until when, and what then.
enum condition { IDLE, ARMED, ENDING };

struct armed {
    enum condition condition;
    long long epoch;
    nanos until;
};

const struct armed *armed_now(void);
struct targets *armed_targets(void);
bool armed_arm(long long epoch, nanos until, char *why, size_t size);
void armed_disarm(void);
nanos armed_next(void);
void armed_step(void);

// protocol.c: lines in, lines out.
void protocol_line(int client, char *line);

// clients.c: whoever is connected.
bool clients_listen(void);
int clients_socket(void);
// Something to read when the socket's name, or the folder that it is in, may have been removed.
int clients_loss(void);
void clients_heed_loss(void);
// Nobody will find this guard any more.
bool clients_lost(void);
void clients_accept(void);
int clients_count(void);
int clients_descriptor(int client);
void clients_read(int client);
void clients_answer(int client, const char *format, ...) __attribute__((format(printf, 2, 3)));
// From now on this one alone is the daemon; what another left unread is never acted on.
void clients_lead(int client);
bool clients_leads(int client);

// start.c
struct privileges {
    bool locked;   // its memory can't be swapped out
    bool realtime; // it runs before everything that is not
    bool spared;   // the kernel does not choose it when memory runs out
};

const struct privileges *privileges(void);
int home_folder(void);
void end_guard(void);

#endif
