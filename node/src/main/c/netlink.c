// The addresses of an interface, by rtnetlink: no program has to be found and started for it.
#include "netlink.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/rtnetlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define LONGEST_ANSWER 32768

struct request {
    struct nlmsghdr header;
    struct ifaddrmsg body;
    char attributes[128];
};

bool address_read(struct address *address, const char *device, const char *text) {
    char ip[INET6_ADDRSTRLEN];
    const char *slash = strchr(text, '/');
    size_t length = slash == NULL ? 0 : (size_t) (slash - text);
    if (length == 0 || length >= sizeof ip || strlen(device) == 0 || strlen(device) >= IF_NAMESIZE) {
        return false;
    }
    memcpy(ip, text, length);
    ip[length] = 0;
    memset(address, 0, sizeof *address);
    address->family = strchr(ip, ':') != NULL ? AF_INET6 : AF_INET;
    char *end;
    long prefix = strtol(slash + 1, &end, 10);
    if (inet_pton(address->family, ip, address->bytes) != 1 || slash[1] < '0' || slash[1] > '9' || *end != 0 || prefix < 1
        || prefix > (long) address_size(address) * 8) {
        return false;
    }
    address->prefix = (unsigned char) prefix;
    snprintf(address->text, sizeof address->text, "%s", text);
    snprintf(address->device, sizeof address->device, "%s", device);
    return true;
}

size_t address_size(const struct address *address) {
    return address->family == AF_INET6 ? sizeof(struct in6_addr) : sizeof(struct in_addr);
}

static int open_socket(void) {
    int socket_descriptor = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
    struct timeval longest = {2, 0};
    if (socket_descriptor >= 0) {
        setsockopt(socket_descriptor, SOL_SOCKET, SO_RCVTIMEO, &longest, sizeof longest);
    }
    return socket_descriptor;
}

static void add_attribute(struct request *request, unsigned short type, const void *data, size_t size) {
    struct rtattr *attribute = (struct rtattr *) ((char *) request + NLMSG_ALIGN(request->header.nlmsg_len));
    attribute->rta_type = type;
    attribute->rta_len = (unsigned short) RTA_LENGTH(size);
    memcpy(RTA_DATA(attribute), data, size);
    request->header.nlmsg_len = (unsigned) (NLMSG_ALIGN(request->header.nlmsg_len) + RTA_ALIGN(attribute->rta_len));
}

static void prepare(struct request *request, const struct address *address, unsigned short type, unsigned short flags) {
    memset(request, 0, sizeof *request);
    request->header.nlmsg_len = NLMSG_LENGTH(sizeof request->body);
    request->header.nlmsg_type = type;
    request->header.nlmsg_flags = (unsigned short) (NLM_F_REQUEST | flags);
    request->body.ifa_family = (unsigned char) address->family;
}

// Sends a change and waits for how it ended.
static int change(struct request *request) {
    char answer[LONGEST_ANSWER];
    int result = EIO;
    int socket_descriptor = open_socket();
    if (socket_descriptor < 0) {
        return errno;
    }
    if (send(socket_descriptor, request, request->header.nlmsg_len, 0) < 0) {
        result = errno;
    } else {
        ssize_t length = recv(socket_descriptor, answer, sizeof answer, 0);
        const struct nlmsghdr *header = (const struct nlmsghdr *) answer;
        if (length < 0) {
            result = errno;
        } else if (NLMSG_OK(header, (size_t) length) && header->nlmsg_type == NLMSG_ERROR) {
            result = -((const struct nlmsgerr *) NLMSG_DATA(header))->error;
        }
    }
    close(socket_descriptor);
    return result;
}

// Whether this part of a list names the address, and with which prefix.
static bool names(const struct nlmsghdr *header, const struct address *address, unsigned index, unsigned char *prefix) {
    const struct ifaddrmsg *body = NLMSG_DATA(header);
    if (header->nlmsg_type != RTM_NEWADDR || body->ifa_index != index || body->ifa_family != address->family) {
        return false;
    }
    int left = (int) IFA_PAYLOAD(header);
    unsigned short wanted = address->family == AF_INET ? IFA_LOCAL : IFA_ADDRESS;
    for (const struct rtattr *one = IFA_RTA(body); RTA_OK(one, left); one = RTA_NEXT(one, left)) {
        if (one->rta_type == wanted && RTA_PAYLOAD(one) == address_size(address)
            && memcmp(RTA_DATA(one), address->bytes, address_size(address)) == 0) {
            *prefix = body->ifa_prefixlen;
            return true;
        }
    }
    return false;
}

static int find(const struct address *address, unsigned index, bool *has, unsigned char *prefix) {
    char answer[LONGEST_ANSWER];
    struct request request;
    int socket_descriptor = open_socket();
    *has = false;
    if (socket_descriptor < 0) {
        return errno;
    }
    prepare(&request, address, RTM_GETADDR, NLM_F_DUMP);
    int result = send(socket_descriptor, &request, request.header.nlmsg_len, 0) < 0 ? errno : 0;
    bool more = result == 0;
    while (more) {
        ssize_t received = recv(socket_descriptor, answer, sizeof answer, 0);
        if (received < 0) {
            result = errno;
            break;
        }
        size_t length = (size_t) received;
        for (const struct nlmsghdr *header = (const struct nlmsghdr *) answer; NLMSG_OK(header, length);
             header = NLMSG_NEXT(header, length)) {
            if (header->nlmsg_type == NLMSG_DONE || header->nlmsg_type == NLMSG_ERROR) {
                more = false;
            } else if (names(header, address, index, prefix)) {
                *has = true;
            }
        }
    }
    close(socket_descriptor);
    return result;
}

int netlink_has(const struct address *address, bool *has) {
    unsigned char prefix;
    unsigned index = if_nametoindex(address->device);
    *has = false;
    return index == 0 ? errno : find(address, index, has, &prefix);
}

static int changed(const struct address *address, unsigned short type, unsigned short flags, unsigned char prefix) {
    struct request request;
    prepare(&request, address, type, (unsigned short) (NLM_F_ACK | flags));
    request.body.ifa_index = if_nametoindex(address->device);
    request.body.ifa_prefixlen = prefix;
    // Whoever takes it has asked for another holder already: the kernel need not ask for a second more.
    request.body.ifa_flags = address->family == AF_INET6 && type == RTM_NEWADDR ? IFA_F_NODAD : 0;
    if (request.body.ifa_index == 0) {
        return errno;
    }
    add_attribute(&request, IFA_LOCAL, address->bytes, address_size(address));
    add_attribute(&request, IFA_ADDRESS, address->bytes, address_size(address));
    return change(&request);
}

int netlink_add(const struct address *address) {
    int result = changed(address, RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL, address->prefix);
    return result == EEXIST ? 0 : result;
}

int netlink_remove(const struct address *address) {
    bool has;
    unsigned char prefix = address->prefix;
    unsigned index = if_nametoindex(address->device);
    if (index == 0) {
        return errno == ENODEV ? 0 : errno;
    }
    int result = find(address, index, &has, &prefix);
    if (result != 0 || !has) {
        return result;
    }
    // With whatever prefix it was added.
    result = changed(address, RTM_DELADDR, 0, prefix);
    return result == EADDRNOTAVAIL ? 0 : result;
}
