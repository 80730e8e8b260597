// Lines in, lines out.
#ifndef UNDERSTUDY_PROTOCOL_H
#define UNDERSTUDY_PROTOCOL_H

#include <stdbool.h>

void protocol_line(int client, char *line);
// Whether the daemon has sent it home.
bool protocol_dismissed(void);

#endif
