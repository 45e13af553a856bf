/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Random numbers from getrandom(), which waits until the system has gathered
 * enough after its start and needs no state of ours.
 */
#include "host/keys/random.h"

#include <errno.h>
#include <sys/random.h>
#include <sys/types.h>

int random_fill(void *context, unsigned char *bytes, size_t len)
{
    (void)context;
    size_t done = 0;
    while (done < len) {
        ssize_t n = getrandom(bytes + done, len - done, 0);
        if (n < 0 && errno != EINTR) {
            return -1;
        }
        done += n > 0 ? (size_t)n : 0;
    }
    return 0;
}
