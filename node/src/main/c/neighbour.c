// ARP and neighbour discovery over a packet socket: another host with the address answers within milliseconds, where
// the programs of the distribution ask once a second.
#include "neighbour.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if_arp.h>
#include <netinet/icmp6.h>
#include <netinet/ip6.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

struct arp {
    unsigned short hardware_type;
    unsigned short protocol;
    unsigned char hardware_size;
    unsigned char protocol_size;
    unsigned short operation;
    unsigned char sender_hardware[6];
    unsigned char sender[4];
    unsigned char target_hardware[6];
    unsigned char target[4];
} __attribute__((packed));

struct discovery {
    struct ip6_hdr ip;
    struct nd_neighbor_advert message; // of a solicitation, too: both have a target at the same place
    struct nd_opt_hdr option;
    unsigned char hardware[6];
} __attribute__((packed));

static const unsigned char nobody[6] = {0};
static const unsigned char everybody[6] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
static const unsigned char all_nodes[16] = {0xff, 0x02, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

static bool is_ipv6(const struct neighbour *neighbour) {
    return neighbour->address->family == AF_INET6;
}

bool neighbour_open(struct neighbour *neighbour, const struct address *address, char *why, size_t size) {
    struct ifreq request;
    unsigned short protocol = htons(address->family == AF_INET6 ? ETH_P_IPV6 : ETH_P_ARP);
    memset(neighbour, 0, sizeof *neighbour);
    memset(&request, 0, sizeof request);
    neighbour->address = address;
    neighbour->descriptor = socket(AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, protocol);
    if (neighbour->descriptor < 0) {
        snprintf(why, size, "needed to ask the network who has %s, which takes root or CAP_NET_RAW, found: %s",
                 address->text, strerror(errno));
        return false;
    }
    snprintf(request.ifr_name, sizeof request.ifr_name, "%s", address->device);
    if (ioctl(neighbour->descriptor, SIOCGIFINDEX, &request) != 0) {
        snprintf(why, size, "needed the interface %s for %s, found: %s", address->device, address->text, strerror(errno));
        neighbour_close(neighbour);
        return false;
    }
    neighbour->index = request.ifr_ifindex;
    bool known = ioctl(neighbour->descriptor, SIOCGIFFLAGS, &request) == 0;
    bool running = known && (request.ifr_flags & IFF_UP) != 0 && (request.ifr_flags & IFF_RUNNING) != 0;
    bool ethernet = ioctl(neighbour->descriptor, SIOCGIFHWADDR, &request) == 0
                    && request.ifr_hwaddr.sa_family == ARPHRD_ETHER;
    struct sockaddr_ll here = {.sll_family = AF_PACKET, .sll_protocol = protocol, .sll_ifindex = neighbour->index};
    if (!running || !ethernet || bind(neighbour->descriptor, (struct sockaddr *) &here, sizeof here) != 0) {
        snprintf(why, size, "needed %s to be up, with a link, and of Ethernet's kind for %s, found that it is not",
                 address->device, address->text);
        neighbour_close(neighbour);
        return false;
    }
    memcpy(neighbour->hardware, request.ifr_hwaddr.sa_data, sizeof neighbour->hardware);
    return true;
}

void neighbour_close(struct neighbour *neighbour) {
    if (neighbour->descriptor >= 0) {
        close(neighbour->descriptor);
    }
    neighbour->descriptor = -1;
}

static int send_to(const struct neighbour *neighbour, const unsigned char hardware[6], const void *data, size_t size) {
    struct sockaddr_ll there = {.sll_family = AF_PACKET,
                                .sll_protocol = htons(is_ipv6(neighbour) ? ETH_P_IPV6 : ETH_P_ARP),
                                .sll_ifindex = neighbour->index,
                                .sll_halen = 6};
    memcpy(there.sll_addr, hardware, 6);
    return sendto(neighbour->descriptor, data, size, 0, (struct sockaddr *) &there, sizeof there) < 0 ? errno : 0;
}

static int send_arp(const struct neighbour *neighbour, unsigned short operation, bool claims) {
    struct arp arp = {htons(ARPHRD_ETHER), htons(ETH_P_IP), 6, 4, htons(operation), {0}, {0}, {0}, {0}};
    memcpy(arp.sender_hardware, neighbour->hardware, 6);
    if (claims) {
        memcpy(arp.sender, neighbour->address->bytes, 4);
    }
    memcpy(arp.target_hardware, operation == ARPOP_REPLY ? everybody : nobody, 6);
    memcpy(arp.target, neighbour->address->bytes, 4);
    return send_to(neighbour, everybody, &arp, sizeof arp);
}

static unsigned short checksum(const struct discovery *packet, size_t size) {
    const unsigned char *message = (const unsigned char *) &packet->message;
    unsigned sum = IPPROTO_ICMPV6 + (unsigned) size;
    for (size_t i = 0; i < 16; i += 2) {
        sum += (unsigned) (packet->ip.ip6_src.s6_addr[i] << 8 | packet->ip.ip6_src.s6_addr[i + 1]);
        sum += (unsigned) (packet->ip.ip6_dst.s6_addr[i] << 8 | packet->ip.ip6_dst.s6_addr[i + 1]);
    }
    for (size_t i = 0; i + 1 < size; i += 2) {
        sum += (unsigned) (message[i] << 8 | message[i + 1]);
    }
    while (sum >> 16 != 0) {
        sum = (sum & 0xffff) + (sum >> 16);
    }
    return htons((unsigned short) ~sum);
}

// The destination's last four bytes are its hardware address's, too (RFC 2464).
static int send_discovery(const struct neighbour *neighbour, struct discovery *packet, size_t size) {
    unsigned char hardware[6] = {0x33, 0x33};
    memcpy(hardware + 2, packet->ip.ip6_dst.s6_addr + 12, 4);
    packet->ip.ip6_vfc = 6 << 4;
    packet->ip.ip6_plen = htons((unsigned short) size);
    packet->ip.ip6_nxt = IPPROTO_ICMPV6;
    packet->ip.ip6_hlim = 255;
    memcpy(&packet->message.nd_na_target, neighbour->address->bytes, 16);
    packet->message.nd_na_cksum = checksum(packet, size);
    return send_to(neighbour, hardware, packet, sizeof packet->ip + size);
}

int neighbour_ask(const struct neighbour *neighbour) {
    if (!is_ipv6(neighbour)) {
        return send_arp(neighbour, ARPOP_REQUEST, false);
    }
    struct discovery packet;
    memset(&packet, 0, sizeof packet);
    static const unsigned char solicited[13] = {0xff, 0x02, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0xff};
    memcpy(&packet.ip.ip6_dst, solicited, sizeof solicited);
    memcpy(packet.ip.ip6_dst.s6_addr + 13, neighbour->address->bytes + 13, 3);
    packet.message.nd_na_type = ND_NEIGHBOR_SOLICIT;
    return send_discovery(neighbour, &packet, sizeof packet.message);
}

int neighbour_tell(const struct neighbour *neighbour) {
    if (!is_ipv6(neighbour)) {
        // Some neighbours heed requests, others answers (RFC 5227, section 3).
        int asked = send_arp(neighbour, ARPOP_REQUEST, true);
        return asked != 0 ? asked : send_arp(neighbour, ARPOP_REPLY, true);
    }
    struct discovery packet;
    memset(&packet, 0, sizeof packet);
    memcpy(&packet.ip.ip6_src, neighbour->address->bytes, 16);
    memcpy(&packet.ip.ip6_dst, all_nodes, 16);
    packet.message.nd_na_type = ND_NEIGHBOR_ADVERT;
    packet.message.nd_na_flags_reserved = ND_NA_FLAG_OVERRIDE;
    packet.option.nd_opt_type = ND_OPT_TARGET_LINKADDR;
    packet.option.nd_opt_len = 1;
    memcpy(packet.hardware, neighbour->hardware, 6);
    return send_discovery(neighbour, &packet, sizeof packet.message + sizeof packet.option + 6);
}

static bool claims_arp(const struct neighbour *neighbour, const void *data, size_t size, unsigned char who[6]) {
    const struct arp *arp = data;
    if (size < sizeof *arp || arp->protocol != htons(ETH_P_IP) || arp->protocol_size != 4 || arp->hardware_size != 6) {
        return false;
    }
    memcpy(who, arp->sender_hardware, 6);
    return memcmp(arp->sender, neighbour->address->bytes, 4) == 0;
}

static bool claims_discovery(const struct neighbour *neighbour, const void *data, size_t size) {
    const struct discovery *packet = data;
    return size >= sizeof packet->ip + sizeof packet->message && packet->ip.ip6_nxt == IPPROTO_ICMPV6
           && packet->ip.ip6_hlim == 255 && packet->message.nd_na_type == ND_NEIGHBOR_ADVERT
           && memcmp(&packet->message.nd_na_target, neighbour->address->bytes, 16) == 0;
}

bool neighbour_heard(const struct neighbour *neighbour, unsigned char who[6]) {
    unsigned char data[1600];
    struct sockaddr_ll from;
    socklen_t length = sizeof from;
    ssize_t size;
    while ((size = recvfrom(neighbour->descriptor, data, sizeof data, 0, (struct sockaddr *) &from, &length)) >= 0) {
        memcpy(who, from.sll_addr, 6);
        bool claims = from.sll_pkttype != PACKET_OUTGOING
                      && (is_ipv6(neighbour) ? claims_discovery(neighbour, data, (size_t) size)
                                             : claims_arp(neighbour, data, (size_t) size, who));
        if (claims && memcmp(who, neighbour->hardware, 6) != 0) {
            return true;
        }
        length = sizeof from;
    }
    return false;
}
