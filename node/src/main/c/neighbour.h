// What is said on an interface of who has an address: ARP (RFC 5227) and neighbour discovery (RFC 4861).
#ifndef UNDERSTUDY_NEIGHBOUR_H
#define UNDERSTUDY_NEIGHBOUR_H

#include "netlink.h"

struct neighbour {
    const struct address *address;
    int descriptor;
    int index;
    unsigned char hardware[6];
};

// Opens what is needed to ask and tell; false with one sentence where that can't be.
bool neighbour_open(struct neighbour *neighbour, const struct address *address, char *why, size_t size);
void neighbour_close(struct neighbour *neighbour);
// Asks whether another host has it. 0, or an errno.
int neighbour_ask(const struct neighbour *neighbour);
// Tells all that it is here. 0, or an errno.
int neighbour_tell(const struct neighbour *neighbour);
// Reads what has come, without waiting; true where another host claims the address: its hardware address.
bool neighbour_heard(const struct neighbour *neighbour, unsigned char who[6]);

#endif
