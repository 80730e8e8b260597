/*
 * relay MILLIS ONE OTHER PORT ONE_IN: carries every frame between two network interfaces, each for that long, and flips a
 * byte in one of so many big TCP segments from and to that port (0: in none). The lab's kernel has no netem. Frames are taken with the kernel's notes on checksums and segments (PACKET_VNET_HDR), which veth leaves undone.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/if_packet.h>
#include <linux/virtio_net.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <arpa/inet.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define LONGEST (1 << 17)
#define MOST_WAITING 20000

struct frame {
    struct frame *next;
    long long due;
    int length;
    char bytes[];
};

struct way {
    int from, to;
    struct frame *first, *last;
    int waiting;
};

static void die(const char *what) {
    fprintf(stderr, "relay: %s: %s\n", what, strerror(errno));
    exit(1);
}

static long long now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static int open_on(const char *name) {
    int one = 1;
    int fd = socket(AF_PACKET, SOCK_RAW | SOCK_NONBLOCK, 0);
    struct sockaddr_ll where = {.sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ALL)};
    where.sll_ifindex = (int)if_nametoindex(name);
    if (fd < 0 || where.sll_ifindex == 0)
        die(name);
    if (setsockopt(fd, SOL_PACKET, PACKET_VNET_HDR, &one, sizeof one) != 0 ||
        setsockopt(fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, &one, sizeof one) != 0 ||
        bind(fd, (struct sockaddr *)&where, sizeof where) != 0)
        die(name);
    return fd;
}

/*
 * Of a frame that the kernel still has to give its checksum, so that the receiver's kernel takes it for sound: what is
 * carried by a real network may be damaged behind a checksum as well.
 */
static void damage(unsigned char *bytes, ssize_t length, int port, int one_in) {
    static int big;
    const struct virtio_net_hdr *note = (const struct virtio_net_hdr *)bytes;
    unsigned char *packet = bytes + sizeof *note + 14, *segment, *payload;
    if (length < (ssize_t)sizeof *note + 14 + 40 || !(note->flags & VIRTIO_NET_HDR_F_NEEDS_CSUM) || packet[-2] != 8 ||
        packet[-1] != 0 || packet[9] != 6)
        return;
    segment = packet + (packet[0] & 15) * 4;
    payload = segment + (segment[12] >> 4) * 4;
    if ((segment[0] << 8 | segment[1]) != port && (segment[2] << 8 | segment[3]) != port)
        return;
    if (bytes + length - payload < 1000 || ++big % one_in)
        return;
    payload[700] ^= 0x20;
    printf("damaged\n");
    fflush(stdout);
}

/* All that has come. A line holds so much and no more: what comes on top is lost. */
static void take(struct way *way, long long delay, int port, int one_in) {
    static char buffer[LONGEST];
    ssize_t got;
    while ((got = recv(way->from, buffer, sizeof buffer, 0)) > 0) {
        struct frame *frame;
        if (one_in > 0)
            damage((unsigned char *)buffer, got, port, one_in);
        if (way->waiting >= MOST_WAITING || (frame = malloc(sizeof *frame + (size_t)got)) == NULL)
            continue;
        frame->next = NULL;
        frame->due = now() + delay;
        frame->length = (int)got;
        memcpy(frame->bytes, buffer, (size_t)got);
        if (way->last)
            way->last->next = frame;
        else
            way->first = frame;
        way->last = frame;
        way->waiting++;
    }
}

/* All that is due; returns how many nanoseconds are left until the next, or -1. */
static long long give(struct way *way) {
    while (way->first) {
        struct frame *frame = way->first;
        long long left = frame->due - now();
        if (left > 0)
            return left;
        if (send(way->to, frame->bytes, (size_t)frame->length, 0) < 0 && errno == EAGAIN)
            return 1000000;
        way->first = frame->next;
        if (!way->first)
            way->last = NULL;
        way->waiting--;
        free(frame);
    }
    return -1;
}

int main(int argc, char **argv) {
    if (argc != 6)
        return 2;
    int port = atoi(argv[4]), one_in = atoi(argv[5]);
    long long delay = atoll(argv[1]) * 1000000LL;
    int one = open_on(argv[2]), other = open_on(argv[3]);
    struct way ways[2] = {{.from = one, .to = other}, {.from = other, .to = one}};
    printf("ready\n");
    fflush(stdout);
    for (;;) {
        long long least = -1;
        for (int i = 0; i < 2; i++) {
            long long left = give(&ways[i]);
            if (left >= 0 && (least < 0 || left < least))
                least = left;
        }
        struct pollfd ready[2] = {{.fd = one, .events = POLLIN}, {.fd = other, .events = POLLIN}};
        struct timespec wait = {.tv_sec = least / 1000000000LL, .tv_nsec = least % 1000000000LL};
        ppoll(ready, 2, least < 0 ? NULL : &wait, NULL);
        for (int i = 0; i < 2; i++)
            take(&ways[i], delay, port, one_in);
    }
}
