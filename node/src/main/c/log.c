// What the guard writes down, all of it below the home: its log, and when it last proved itself.
#include "log.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define MOST_BYTES 65536
#define LOG "guard.log"

static int folder = -1;

void log_open(int home) {
    mkdirat(home, "log", 0750);
    folder = openat(home, "log", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

void log_line(const char *format, ...) {
    char line[512];
    struct timespec wall;
    struct tm utc;
    clock_gettime(CLOCK_REALTIME, &wall);
    gmtime_r(&wall.tv_sec, &utc);
    size_t length = strftime(line, sizeof line, "%Y-%m-%d %H:%M:%S", &utc);
    length += (size_t) snprintf(
        line + length, sizeof line - length, ".%03ldZ guard %d: ", wall.tv_nsec / 1000000, (int) getpid());
    va_list arguments;
    va_start(arguments, format);
    int written = vsnprintf(line + length, sizeof line - length - 1, format, arguments);
    va_end(arguments);
    length += written < 0 ? 0 : (size_t) written;
    length = length > sizeof line - 2 ? sizeof line - 2 : length;
    line[length++] = '\n';
    int file = openat(folder, LOG, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0640);
    if (file < 0) {
        return; // nothing that the guard is for depends on its log
    }
    struct stat status;
    if (write(file, line, length) == (ssize_t) length && fstat(file, &status) == 0 && status.st_size > MOST_BYTES) {
        renameat(folder, LOG, folder, LOG ".1");
    }
    close(file);
}

bool write_whole(int directory, const char *name, const char *text, size_t length) {
    char fresh[128];
    snprintf(fresh, sizeof fresh, "%s.new", name);
    int file = openat(directory, fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0640);
    if (file < 0) {
        return false;
    }
    bool whole = write(file, text, length) == (ssize_t) length && fsync(file) == 0;
    close(file);
    return whole && renameat(directory, fresh, directory, name) == 0;
}

size_t read_file(int directory, const char *name, char *text, size_t size) {
    int file = openat(directory, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    ssize_t length = file < 0 ? 0 : read(file, text, size - 1);
    if (file >= 0) {
        close(file);
    }
    text[length > 0 ? length : 0] = 0;
    return length > 0 ? (size_t) length : 0;
}
