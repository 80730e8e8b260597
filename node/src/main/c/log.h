// One line for each thing done, in two files of a bounded size; and the last proof.
#ifndef UNDERSTUDY_LOG_H
#define UNDERSTUDY_LOG_H

#include <stdbool.h>
#include <stddef.h>

void log_open(int home);
void log_line(const char *format, ...) __attribute__((format(printf, 1, 2)));
bool write_whole(int directory, const char *name, const char *text, size_t length);
size_t read_file(int directory, const char *name, char *text, size_t size);

#endif
