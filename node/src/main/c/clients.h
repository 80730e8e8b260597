// Whoever is connected.
#ifndef UNDERSTUDY_CLIENTS_H
#define UNDERSTUDY_CLIENTS_H

#include <stdbool.h>

#define PROTOCOL 1
#define LONGEST_LINE 8192

// Whoever is told of a client's lines, and that it is gone.
struct clients_user {
    void (*line)(int client, char *line);
    void (*left)(int client);
};

// In the folder run of that home.
bool clients_listen(int home, const struct clients_user *user);
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

#endif
