/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whole files over POSIX calls. A new content goes to a temporary file in the
 * same folder, so that the rename cannot leave its file system.
 */
#include "host/files/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/bytes.h"

#define READ_STEP    65536U       /* first buffer; it doubles */
#define FILE_LEN_MAX (256U << 20) /* far above any flash: refuses /dev/zero */

/* ---- reading -------------------------------------------------------- */

/* Makes room by copying, as realloc() would leave secrets in freed memory. */
static bool grow(struct file *file, size_t *room)
{
    size_t wider = *room * 2;
    uint8_t *bytes = malloc(wider);
    if (bytes == NULL) {
        return false;
    }
    memcpy(bytes, file->bytes, file->len);
    secure_wipe(file->bytes, file->len);
    free(file->bytes);
    file->bytes = bytes;
    *room = wider;
    return true;
}

/* Reads on until the end; 0 or an errno. */
static int read_all(int fd, struct file *file)
{
    size_t room = READ_STEP;
    file->bytes = malloc(room);
    while (file->bytes != NULL) {
        ssize_t n = read(fd, file->bytes + file->len, room - file->len);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n <= 0) {
            return n < 0 ? errno : 0;
        }
        file->len += (size_t)n;
        if (file->len > FILE_LEN_MAX) {
            return EFBIG;
        }
        if (file->len == room && !grow(file, &room)) {
            return ENOMEM;
        }
    }
    return ENOMEM;
}

bool file_read(const char *path, struct file *file, struct why *why)
{
    *file = (struct file){0};
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return why_say(why, "Cannot read '%s': %s", path, strerror(errno));
    }
    int error = read_all(fd, file);
    (void)close(fd);
    if (error != 0) {
        file_free(file);
        return why_say(why, "Cannot read '%s': %s", path, strerror(error));
    }
    return true;
}

void file_free(struct file *file)
{
    if (file->bytes != NULL) {
        secure_wipe(file->bytes, file->len);
        free(file->bytes);
    }
    *file = (struct file){0};
}

/* ---- writing -------------------------------------------------------- */

static int write_all(int fd, const struct file_data *data)
{
    const uint8_t *bytes = data->bytes;
    size_t done = 0;
    while (done < data->len) {
        ssize_t n = write(fd, bytes + done, data->len - done);
        if (n < 0 && errno != EINTR) {
            return errno;
        }
        done += n > 0 ? (size_t)n : 0;
    }
    return 0;
}

/* Closes after a write: some file systems report a full disk only then. */
static int finish(int fd, int error)
{
    if (close(fd) != 0 && error == 0) {
        return errno;
    }
    return error;
}

/* Writes to what is no plain file: /dev/stdout, a pipe. */
static int write_through(const char *path, const struct file_data *data)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0) {
        return errno;
    }
    return finish(fd, write_all(fd, data));
}

/* Writes the temporary file, with exactly the mode if it is given one. */
static int write_temporary(const char *path, const struct file_data *data,
                           unsigned mode, bool exact)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (fd < 0) {
        return errno;
    }
    int error = write_all(fd, data);
    if (error == 0 && exact && fchmod(fd, mode) != 0) {
        error = errno;
    }
    error = finish(fd, error);
    if (error != 0) {
        (void)unlink(path);
    }
    return error;
}

static int replace(const char *path, const struct file_data *data,
                   unsigned mode, bool exact)
{
    char temporary[PATH_MAX];
    int len = snprintf(temporary, sizeof(temporary), "%s.%ld.tmp", path,
                       (long)getpid());
    if (len < 0 || (size_t)len >= sizeof(temporary)) {
        return ENAMETOOLONG;
    }
    int error = write_temporary(temporary, data, mode, exact);
    if (error == 0 && rename(temporary, path) != 0) {
        error = errno;
        (void)unlink(temporary);
    }
    return error;
}

/* Replaces what a symbolic link names, not the link. */
static int replace_existing(const char *path, const struct file_data *data,
                            unsigned mode)
{
    char *real = realpath(path, NULL);
    if (real == NULL) {
        return errno;
    }
    int error = replace(real, data, mode, true);
    free(real);
    return error;
}

static int write_any(const char *path, const struct file_data *data,
                     unsigned mode)
{
    struct stat now;
    if (stat(path, &now) != 0) {
        return replace(path, data, mode, false);
    }
    if (S_ISDIR(now.st_mode)) {
        return EISDIR;
    }
    if (!S_ISREG(now.st_mode)) {
        return write_through(path, data);
    }
    if (access(path, W_OK) != 0) { /* a rename would pass by the protection */
        return errno;
    }
    bool keeps_mode = mode == FILE_MODE_PLAIN;
    return replace_existing(path, data,
                            keeps_mode ? now.st_mode & 07777U : mode);
}

bool file_write(const char *path, const struct file_data *data, unsigned mode,
                struct why *why)
{
    int error = write_any(path, data, mode);
    if (error != 0) {
        return why_say(why, "Cannot write '%s': %s", path, strerror(error));
    }
    return true;
}
