// The virtual addresses of a primary, as a program of its own: who asks, takes, tells and lets go.
#ifndef UNDERSTUDY_HOLDER_H
#define UNDERSTUDY_HOLDER_H

int holder_main(int count, char **arguments);

#endif
