/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Fuzzes the line: any bytes, in reads of any size. The first byte chooses
 * the device, the second the size of the reads.
 */
#include "tests/fuzz/device.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct dock *d;

    if (size < 2) {
        return 0;
    }
    d = device_new(data[0]);
    d->line.in_read_max = data[1];
    dock_feed(d, data + 2, (uint32_t)size - 2);
    device_expect(dock_take(d));
    if (d->next != RECOVERY_GOES_ON) {
        dock_start(d);
    }
    dock_feed(d, "\n", 1); /* ends what was begun, which may be complete */
    device_expect(dock_take(d));
    if (d->next != RECOVERY_GOES_ON) {
        dock_start(d);
    }
    device_judge(d);
    return 0;
}
