// The addresses of an interface, by rtnetlink.
#ifndef UNDERSTUDY_NETLINK_H
#define UNDERSTUDY_NETLINK_H

#include <net/if.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>

struct address {
    char text[INET6_ADDRSTRLEN + 4]; // with its prefix
    char device[IF_NAMESIZE];
    int family; // AF_INET or AF_INET6
    unsigned char bytes[16];
    unsigned char prefix;
};

// Reads 192.0.2.50/24 or 2001:db8::50/64; false where it is neither, or the interface's name can't be one.
bool address_read(struct address *address, const char *device, const char *text);
size_t address_size(const struct address *address);

// Each of these may wait for the kernel's lock on its networks. They return an errno, or 0.
int netlink_has(const struct address *address, bool *has);
// One that is there already is added.
int netlink_add(const struct address *address);
// One that is not there, or whose interface is not, is removed.
int netlink_remove(const struct address *address);

#endif
