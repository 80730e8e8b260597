// What is to be ended, and who belongs to it.
#ifndef UNDERSTUDY_TARGETS_H
#define UNDERSTUDY_TARGETS_H

#include "netlink.h"

#include <stdbool.h>
#include <sys/types.h>

enum kind { SERVER, DATABASE, DECOY, UNIT, ADDRESS };

#define LONGEST_PATH 1024
#define MOST_TARGETS 16
#define MOST_VICTIMS 1024

struct target {
    enum kind kind;
    char path[LONGEST_PATH];     // a server's state file, its unit's name, a database's data directory, or an interface
    char side[LONGEST_PATH];     // where a database's programs run that change it, or an address with its prefix
    char resolved[LONGEST_PATH]; // the two directories without symbolic links, as of the last arming
    char resolved_side[LONGEST_PATH];
    char mark[LONGEST_PATH + 96]; // a server's entry in the environment; empty where not known yet
    struct address address;
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

// False where there are too many, or an address is none.
bool targets_add(struct targets *targets, enum kind kind, const char *path, const char *side);
// Learns what the disk says of them. Never called between a deadline and the first kill.
void targets_refresh(struct targets *targets);
// By their marks, too: that reads a process's own memory, and waits while the process changes how it is laid out.
enum thoroughness { AT_ONCE, BY_ALL_MARKS };

// The processes of the targets that can still do something; false where /proc can't be read.
bool targets_find(const struct targets *targets, enum thoroughness how, struct victims *victims);
// Kills that process, and never another that has got its number since; false where it may not or need not.
bool victim_kill(const struct victim *victim);

#endif
