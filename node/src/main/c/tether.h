// Runs a program that ends when the daemon does: what a daemon began on other hosts must not happen once it is gone.
#ifndef UNDERSTUDY_TETHER_H
#define UNDERSTUDY_TETHER_H

// DAEMON PROGRAM ARGUMENT...: its exit status, or 128 and the signal that ended it. When DAEMON, this process's parent,
// ends before it, the whole process group is killed.
int tether_main(int count, char **arguments);

#endif
