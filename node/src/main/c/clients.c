// Whoever is connected to the guard's socket: at most a few, each with a buffer of its own.
#include "clients.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define MOST_CLIENTS 8
#define SOCKET "guard.sock"

struct client {
    int descriptor; // -1 where the place is free
    size_t filled;
    long long order; // which came first
    char buffer[LONGEST_LINE];
};

static int home = -1;
static const struct clients_user *user;
static int listening = -1;
static int losses = -1;
static bool lost;
static struct client clients[MOST_CLIENTS];
static int leader = -1;
static long long arrivals;
static long long latest_leader;

bool clients_listen(int home_folder, const struct clients_user *told) {
    home = home_folder;
    user = told;
    for (int i = 0; i < MOST_CLIENTS; i++) {
        clients[i].descriptor = -1;
    }
    if (mkdirat(home, "run", 0700) != 0 && errno != EEXIST) {
        return false;
    }
    int folder = openat(home, "run", O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    if (folder < 0 || fchmod(folder, 0700) != 0) {
        return false;
    }
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    // By the folder's descriptor: the home's own name may be longer than a socket's may be.
    snprintf(address.sun_path, sizeof address.sun_path, "/proc/self/fd/%d/%s", folder, SOCKET);
    unlinkat(folder, SOCKET, 0); // whoever had it is gone: this one holds the home's lock
    listening = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    mode_t before = umask(0177);
    bool bound = listening >= 0 && bind(listening, (struct sockaddr *) &address, sizeof address) == 0
                 && listen(listening, MOST_CLIENTS) == 0;
    umask(before);
    snprintf(address.sun_path, sizeof address.sun_path, "/proc/self/fd/%d", folder);
    losses = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    bool watched = losses >= 0
                   && inotify_add_watch(losses, address.sun_path, IN_DELETE | IN_MOVED_FROM | IN_DELETE_SELF) >= 0;
    close(folder);
    return bound && watched;
}

int clients_loss(void) {
    return losses;
}

void clients_heed_loss(void) {
    char events[4096] __attribute__((aligned(8)));
    struct stat status;
    while (read(losses, events, sizeof events) > 0) {
        // What happened counts less than how it stands now.
    }
    lost = fstatat(home, "run/" SOCKET, &status, AT_SYMLINK_NOFOLLOW) != 0 && errno == ENOENT;
}

bool clients_lost(void) {
    return lost;
}

int clients_socket(void) {
    return listening;
}

int clients_count(void) {
    return MOST_CLIENTS;
}

int clients_descriptor(int client) {
    return clients[client].descriptor;
}

static void forget(int client) {
    close(clients[client].descriptor);
    clients[client].descriptor = -1;
    if (leader == client) {
        leader = -1;
    }
    user->left(client);
}

// A free place, or that of whoever came first and is not the daemon.
static int place(void) {
    int oldest = -1;
    for (int i = 0; i < MOST_CLIENTS; i++) {
        if (clients[i].descriptor < 0) {
            return i;
        }
        if (i != leader && (oldest < 0 || clients[i].order < clients[oldest].order)) {
            oldest = i;
        }
    }
    forget(oldest);
    return oldest;
}

static bool may(int descriptor) {
    struct ucred peer;
    socklen_t length = sizeof peer;
    return getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &peer, &length) == 0
           && (peer.uid == 0 || peer.uid == geteuid());
}

void clients_accept(void) {
    int descriptor = accept4(listening, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (descriptor < 0) {
        return;
    }
    if (!may(descriptor)) {
        close(descriptor);
        return;
    }
    int client = place();
    clients[client].descriptor = descriptor;
    clients[client].filled = 0;
    clients[client].order = ++arrivals;
    clients_answer(client, "understudy-guard %d %d", PROTOCOL, (int) getpid());
}

void clients_answer(int client, const char *format, ...) {
    char text[LONGEST_LINE];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(text, sizeof text - 1, format, arguments);
    va_end(arguments);
    if (length < 0 || clients[client].descriptor < 0) {
        return;
    }
    size_t size = (size_t) length < sizeof text - 1 ? (size_t) length : sizeof text - 2;
    text[size++] = '\n';
    // Whoever does not read its answers is not waited for.
    if (send(clients[client].descriptor, text, size, MSG_NOSIGNAL | MSG_DONTWAIT) != (ssize_t) size) {
        forget(client);
    }
}

static bool is_text(const char *line) {
    for (; *line != 0; line++) {
        if (*line < ' ' || *line > '~') {
            return false;
        }
    }
    return true;
}

// Takes whole lines off the front of the buffer, until the client is gone or none is left.
static void take_lines(int client) {
    struct client *from = &clients[client];
    char line[LONGEST_LINE];
    int descriptor = from->descriptor;
    char *end;
    while (from->descriptor == descriptor && (end = memchr(from->buffer, '\n', from->filled)) != NULL) {
        size_t length = (size_t) (end - from->buffer);
        memcpy(line, from->buffer, length);
        line[length] = 0;
        from->filled -= length + 1;
        memmove(from->buffer, end + 1, from->filled);
        if (strlen(line) == length && is_text(line)) {
            user->line(client, line);
        } else {
            clients_answer(client, "error needed a line of plain text, found other bytes in it");
        }
    }
}

void clients_read(int client) {
    struct client *from = &clients[client];
    ssize_t length = recv(from->descriptor, from->buffer + from->filled, sizeof from->buffer - from->filled, MSG_DONTWAIT);
    if (length < 0 && (errno == EAGAIN || errno == EINTR)) {
        return;
    }
    if (length <= 0) {
        forget(client);
        return;
    }
    from->filled += (size_t) length;
    take_lines(client);
    if (from->descriptor >= 0 && from->filled == sizeof from->buffer) {
        clients_answer(client, "error needed a line of at most %d bytes, found more", LONGEST_LINE - 1);
        if (from->descriptor >= 0) {
            forget(client);
        }
    }
}

void clients_lead(int client) {
    if (clients[client].order < latest_leader) {
        forget(client); // what it sent waited while another came
        return;
    }
    if (leader >= 0 && leader != client) {
        forget(leader);
    }
    leader = client;
    latest_leader = clients[client].order;
}

bool clients_leads(int client) {
    return leader == client;
}
