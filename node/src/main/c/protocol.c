// Lines in, lines out: docs/guard.md has them all. A line that is not understood changes nothing.
#include "protocol.h"
#include "armed.h"
#include "clients.h"
#include "drill.h"
#include "host.h"
#include "process.h"
#include "targets.h"
#include "watchdog.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_WORDS 50
#define SHOWN_VICTIMS 100

static const char *const kind_names[] = {"server", "database", "decoy", "server", "address"};

static bool dismissed;

bool protocol_dismissed(void) {
    return dismissed;
}

static int split(char *line, char **words) {
    int count = 0;
    char *rest;
    for (char *word = strtok_r(line, " ", &rest); word != NULL; word = strtok_r(NULL, " ", &rest)) {
        if (count == MOST_WORDS) {
            return -1;
        }
        words[count++] = word;
    }
    return count;
}

static bool number(const char *word, long long *value) {
    char *end;
    errno = 0;
    *value = strtoll(word, &end, 10);
    return errno == 0 && *word >= '0' && *word <= '9' && *end == 0;
}

static int hex(char digit) {
    return digit >= '0' && digit <= '9' ? digit - '0' : digit >= 'A' && digit <= 'F' ? digit - 'A' + 10 : -1;
}

// Bytes that a line can't hold are written as %XX.
static bool text_of(const char *word, char *path) {
    size_t length = 0;
    for (; *word != 0; word++) {
        char byte = *word;
        if (byte == '%') {
            int high = hex(word[1]);
            int low = high < 0 ? -1 : hex(word[2]);
            if (low < 0 || high * 16 + low == 0) {
                return false;
            }
            byte = (char) (high * 16 + low);
            word += 2;
        }
        if (length == LONGEST_PATH - 1) {
            return false;
        }
        path[length++] = byte;
    }
    path[length] = 0;
    return true;
}

// Only absolute ones.
static bool path_of(const char *word, char *path) {
    return text_of(word, path) && path[0] == '/';
}

static void answer_state(int client) {
    const struct armed *now = armed_now();
    if (now->condition == IDLE) {
        clients_answer(client, "idle");
    } else {
        clients_answer(client, "armed %lld %lld", now->epoch, (long long) now->until);
    }
}

static void arm(int client, char **words, int count) {
    long long epoch;
    long long until;
    char why[512];
    if (count != 3 || !number(words[1], &epoch) || !number(words[2], &until) || epoch < 1) {
        clients_answer(client, "error needed: arm EPOCH UNTIL_NANOS");
    } else if (armed_targets()->count == 0) {
        clients_answer(client, "error needed something to watch over first, found nothing; send: watch");
    } else if (!armed_arm(epoch, until, why, sizeof why)) {
        clients_answer(client, "missing %s", why);
    } else {
        answer_state(client);
    }
}

// Reads: server STATEFILE, unit BASE/NAME, database DATA SIDE, address DEVICE IP/PREFIX, in any number and order.
static bool read_targets(struct targets *targets, char **words, int count) {
    char path[LONGEST_PATH];
    char side[LONGEST_PATH];
    for (int i = 1; i < count;) {
        if (strcmp(words[i], "server") == 0 && i + 1 < count && path_of(words[i + 1], path)) {
            if (!targets_add(targets, SERVER, path, "")) {
                return false;
            }
            i += 2;
        } else if (strcmp(words[i], "unit") == 0 && i + 1 < count && path_of(words[i + 1], path)) {
            if (!targets_add(targets, UNIT, path, "")) {
                return false;
            }
            i += 2;
        } else if (strcmp(words[i], "database") == 0 && i + 2 < count && path_of(words[i + 1], path)
                   && path_of(words[i + 2], side)) {
            if (!targets_add(targets, DATABASE, path, side)) {
                return false;
            }
            i += 3;
        } else if (strcmp(words[i], "address") == 0 && i + 2 < count && text_of(words[i + 1], path)
                   && text_of(words[i + 2], side)) {
            if (!targets_add(targets, ADDRESS, path, side)) {
                return false;
            }
            i += 3;
        } else {
            return false;
        }
    }
    return true;
}

// While it is armed, what it watches over only grows: what served when it was armed may serve still.
static void watch(int client, char **words, int count) {
    static struct targets wanted;
    if (armed_now()->condition == IDLE) {
        memset(&wanted, 0, sizeof wanted);
    } else {
        wanted = *armed_targets();
    }
    if (!read_targets(&wanted, words, count)) {
        clients_answer(client,
                       "error needed: watch [server STATEFILE] [unit NAME] [database DATA SIDE] [address DEVICE IP/PREFIX] ...,"
                       " at most %d",
                       MOST_TARGETS);
        return;
    }
    *armed_targets() = wanted;
    targets_refresh(armed_targets());
    clients_answer(client, "watching %d", wanted.count);
}

static void answer_targets(int client) {
    static struct victims victims;
    char text[LONGEST_LINE];
    char name[32];
    targets_refresh(armed_targets());
    if (!targets_find(armed_targets(), BY_ALL_MARKS, &victims)) {
        clients_answer(client, "error needed the process table in /proc, found that it can't be read");
        return;
    }
    const struct targets *targets = armed_targets();
    int addresses = 0;
    for (int i = 0; i < targets->count; i++) {
        addresses += targets->all[i].kind == ADDRESS;
    }
    int length = snprintf(text, sizeof text, "targets %d %d", victims.count + addresses, victims.denied);
    // Whether they are here now is the kernel's to say, which a guard does not wait for.
    for (int i = 0; i < targets->count; i++) {
        if (targets->all[i].kind == ADDRESS) {
            const struct address *address = &targets->all[i].address;
            length += snprintf(
                text + length, sizeof text - (size_t) length, " address:0:%s@%s", address->text, address->device);
        }
    }
    for (int i = 0; i < victims.count && i < SHOWN_VICTIMS; i++) {
        const struct victim *victim = &victims.all[i];
        process_name(victim->pid, name, sizeof name);
        length += snprintf(
            text + length, sizeof text - (size_t) length, " %s:%d:%s", kind_names[victim->kind], (int) victim->pid, name);
    }
    clients_answer(client, "%s", text);
}

static void answer_facts(int client) {
    const struct privileges *have = host_privileges();
    clients_answer(client,
                   "facts locked=%d realtime=%d spared=%d watchdog=%s",
                   have->locked,
                   have->realtime,
                   have->spared,
                   watchdog_state());
}

static void drill(int client) {
    char why[256];
    if (!drill_begin(client, why, sizeof why)) {
        clients_answer(client, "error %s", why);
    }
}

static void quit(int client) {
    if (armed_now()->condition != IDLE) {
        clients_answer(client, "error needed to be idle before it ends, found that it is armed; disarm it first");
        return;
    }
    clients_answer(client, "bye");
    dismissed = true;
}

// What only the one daemon may ask: of two, the earlier one's lines may come late.
static void led(int client, char **words, int count) {
    if (!clients_leads(client)) {
        clients_answer(client, "error needed: lead, before %s", words[0]);
    } else if (strcmp(words[0], "arm") == 0) {
        arm(client, words, count);
    } else if (strcmp(words[0], "disarm") == 0 && count == 1) {
        armed_disarm();
        answer_state(client);
    } else if (strcmp(words[0], "watch") == 0) {
        watch(client, words, count);
    } else if (strcmp(words[0], "watchdog") == 0 && count == 2 && watchdog_mode(words[1])) {
        clients_answer(client, "watchdog %s", words[1]);
    } else if (strcmp(words[0], "quit") == 0 && count == 1) {
        quit(client);
    } else {
        clients_answer(client, "error needed a word that the guard knows, and what belongs to it");
    }
}

void protocol_line(int client, char *line) {
    char *words[MOST_WORDS];
    int count = split(line, words);
    if (count < 1) {
        clients_answer(client, "error needed a word that the guard knows, and what belongs to it");
    } else if (strcmp(words[0], "lead") == 0 && count == 1) {
        clients_lead(client);
        answer_state(client);
    } else if (strcmp(words[0], "state") == 0 && count == 1) {
        answer_state(client);
    } else if (strcmp(words[0], "targets") == 0 && count == 1) {
        answer_targets(client);
    } else if (strcmp(words[0], "facts") == 0 && count == 1) {
        answer_facts(client);
    } else if (strcmp(words[0], "drill") == 0 && count == 1) {
        drill(client);
    } else {
        led(client, words, count);
    }
}
