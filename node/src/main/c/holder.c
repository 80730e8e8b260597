// understudy-guard --address DEED DEVICE IP/PREFIX [DEVICE IP/PREFIX ...]: the virtual addresses that move with the
// primacy. All of them or none.
//   show     prints a line for each: here IP/PREFIX, away IP/PREFIX, or none DEVICE where there is no such interface
//   ask      asks whether another host has one
//   take     asks, and takes all where none does
//   add      takes all without asking, for whoever has asked just before
//   release  lets all go
//   keep     tells the neighbours now and again that they are here, until its input ends; a line for each conflict
// Exit status: 0 done; 3 another host has one, which is printed; 1 anything else, with one sentence.
#include "holder.h"
#include "host.h"
#include "neighbour.h"
#include "netlink.h"

#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define MOST 8
#define FAILED 1
#define HELD_ELSEWHERE 3

// A host on the same network answers within a millisecond; one of three questions may be lost.
#define QUESTIONS 3
#define BETWEEN_QUESTIONS (80 * MS)

// Some neighbours miss the first, and some ask again only now and then.
static const nanos tellings[] = {0, 500 * MS, SECOND, 2 * SECOND, 4 * SECOND, 8 * SECOND};
#define BETWEEN_TELLINGS (30 * SECOND)
// A conflict is over when the other has been silent for so long; until then the two would only shout at each other.
#define QUIET (3 * SECOND)
#define BETWEEN_DEFENCES (10 * SECOND)

static struct address all[MOST];
static struct neighbour neighbours[MOST];
static int count_of_all;

__attribute__((format(printf, 1, 2))) static int fail(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
    return FAILED;
}

static int show(void) {
    for (int i = 0; i < count_of_all; i++) {
        bool has;
        int result = netlink_has(&all[i], &has);
        if (result == ENODEV) {
            printf("none %s\n", all[i].device);
        } else if (result != 0) {
            return fail("needed the addresses of %s, found: %s", all[i].device, strerror(result));
        } else {
            printf("%s %s\n", has ? "here" : "away", all[i].text);
        }
    }
    return 0;
}

static int refuse(int i, const unsigned char who[6]) {
    printf("%s %02x:%02x:%02x:%02x:%02x:%02x\n", all[i].text, who[0], who[1], who[2], who[3], who[4], who[5]);
    return HELD_ELSEWHERE;
}

// Listens until then; the first address that another host claims, or -1.
static int claimed_until(nanos end, const bool *asked, unsigned char who[6]) {
    for (;;) {
        struct pollfd ready[MOST];
        nanos left = end - now_boot();
        for (int i = 0; i < count_of_all; i++) {
            ready[i] = (struct pollfd){asked[i] ? neighbours[i].descriptor : -1, POLLIN, 0};
        }
        if (left <= 0 || poll(ready, (nfds_t) count_of_all, (int) (left / MS) + 1) < 0) {
            return -1;
        }
        for (int i = 0; i < count_of_all; i++) {
            if (ready[i].revents != 0 && neighbour_heard(&neighbours[i], who)) {
                return i;
            }
        }
    }
}

static int ask(const bool *asked) {
    unsigned char who[6];
    for (int question = 0; question < QUESTIONS; question++) {
        for (int i = 0; i < count_of_all; i++) {
            int result = asked[i] ? neighbour_ask(&neighbours[i]) : 0;
            if (result != 0) {
                return fail("needed to ask who has %s, found: %s", all[i].text, strerror(result));
            }
        }
        int claimed = claimed_until(now_boot() + BETWEEN_QUESTIONS, asked, who);
        if (claimed >= 0) {
            return refuse(claimed, who);
        }
    }
    return 0;
}

static int open_all(void) {
    char why[512];
    for (int i = 0; i < count_of_all; i++) {
        if (!neighbour_open(&neighbours[i], &all[i], why, sizeof why)) {
            return fail("%s", why);
        }
    }
    return 0;
}

// Whoever takes too long to ask may not add any more: the right to it may be over.
static int take(bool asks, bool adds, nanos latest) {
    bool away[MOST];
    bool any = false;
    if (open_all() != 0) {
        return FAILED;
    }
    for (int i = 0; i < count_of_all; i++) {
        bool has;
        int result = netlink_has(&all[i], &has);
        if (result != 0) {
            return fail("needed the addresses of %s, found: %s", all[i].device, strerror(result));
        }
        away[i] = !has;
        any = any || away[i];
    }
    int asked = any && asks ? ask(away) : 0;
    if (asked != 0 || !adds) {
        return asked;
    }
    if (now_boot() > latest) {
        return fail("needed the answers of the network in time, found that they took too long");
    }
    for (int i = 0; i < count_of_all; i++) {
        int result = netlink_add(&all[i]);
        if (result != 0) {
            return fail("needed to add %s to %s, found: %s", all[i].text, all[i].device, strerror(result));
        }
    }
    for (int i = 0; i < count_of_all; i++) {
        int result = neighbour_tell(&neighbours[i]);
        if (result != 0) {
            return fail("needed to tell the network that %s is here, found: %s", all[i].text, strerror(result));
        }
    }
    return 0;
}

static int release(void) {
    int status = 0;
    for (int i = 0; i < count_of_all; i++) {
        int result = netlink_remove(&all[i]);
        if (result != 0) {
            status = fail("needed to take %s from %s, found: %s", all[i].text, all[i].device, strerror(result));
        }
    }
    return status;
}

struct keeping {
    int told;
    nanos next;
    nanos claimed; // when another host last claimed it; 0 where none does
    nanos defended;
};

static void say(const char *word, int i, const unsigned char *who) {
    printf("%s %s", word, all[i].text);
    if (who != NULL) {
        printf(" %02x:%02x:%02x:%02x:%02x:%02x", who[0], who[1], who[2], who[3], who[4], who[5]);
    }
    printf("\n");
    fflush(stdout);
}

static void heed(struct keeping *keeping, int i, nanos now) {
    unsigned char who[6];
    while (neighbour_heard(&neighbours[i], who)) {
        if (keeping->claimed == 0) {
            say("conflict", i, who);
        }
        keeping->claimed = now;
        if (now - keeping->defended >= BETWEEN_DEFENCES || keeping->defended == 0) {
            keeping->defended = now;
            neighbour_tell(&neighbours[i]);
        }
    }
    if (keeping->claimed != 0 && now - keeping->claimed >= QUIET) {
        // Whoever has heard the other last still talks to it.
        keeping->claimed = 0;
        keeping->told = 0;
        keeping->next = now;
        say("over", i, NULL);
    }
}

static void tell_if_due(struct keeping *keeping, int i, nanos now) {
    const int listed = sizeof tellings / sizeof tellings[0];
    bool has;
    if (now < keeping->next) {
        return;
    }
    if (netlink_has(&all[i], &has) == 0 && has) {
        neighbour_tell(&neighbours[i]);
    }
    keeping->told++;
    keeping->next = now + (keeping->told < listed ? tellings[keeping->told] - tellings[keeping->told - 1] : BETWEEN_TELLINGS);
}

static int keep(void) {
    static struct keeping keepings[MOST];
    if (open_all() != 0) {
        return FAILED;
    }
    nanos began = now_boot();
    for (int i = 0; i < count_of_all; i++) {
        keepings[i].next = began;
    }
    for (;;) {
        struct pollfd ready[MOST + 1];
        nanos now = now_boot();
        nanos next = now + SECOND;
        for (int i = 0; i < count_of_all; i++) {
            heed(&keepings[i], i, now);
            tell_if_due(&keepings[i], i, now);
            next = keepings[i].next < next ? keepings[i].next : next;
            ready[i] = (struct pollfd){neighbours[i].descriptor, POLLIN, 0};
        }
        ready[count_of_all] = (struct pollfd){STDIN_FILENO, POLLIN, 0};
        char end;
        int wait = (int) ((next - now) / MS) + 1;
        if (poll(ready, (nfds_t) count_of_all + 1, wait) > 0 && ready[count_of_all].revents != 0
            && read(STDIN_FILENO, &end, 1) <= 0) {
            return 0;
        }
    }
}

int holder_main(int count, char **arguments) {
    nanos began = now_boot();
    for (int i = 1; i + 1 < count; i += 2) {
        if (count_of_all == MOST || !address_read(&all[count_of_all], arguments[i], arguments[i + 1])) {
            return fail("needed an interface and an address with its prefix, at most %d of them, found: %s %s", MOST,
                        arguments[i], arguments[i + 1]);
        }
        neighbours[count_of_all++].descriptor = -1;
    }
    const char *deed = count > 0 ? arguments[0] : "";
    if (count_of_all == 0) {
        return fail("usage: understudy-guard --address show|ask|take|add|release|keep DEVICE IP/PREFIX ...");
    }
    if (strcmp(deed, "show") == 0) {
        return show();
    }
    if (strcmp(deed, "take") == 0) {
        return take(true, true, began + SECOND);
    }
    if (strcmp(deed, "ask") == 0) {
        return take(true, false, began + SECOND);
    }
    if (strcmp(deed, "add") == 0) {
        return take(false, true, began + SECOND);
    }
    if (strcmp(deed, "release") == 0) {
        return release();
    }
    return strcmp(deed, "keep") == 0 ? keep() : fail("needed show, ask, take, add, release or keep, found: %s", deed);
}
