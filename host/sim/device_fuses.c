/* SPDX-License-Identifier: Apache-2.0 */
/* See device_fuses.h. */
#include "host/sim/device_fuses.h"

#include <string.h>
#include <unistd.h>

bool device_fuses_open(struct device_fuses *fuses, const char *path,
                       enum sim_efuse_chip chip, struct flash *flash,
                       struct why *why)
{
    if (access(path, F_OK) != 0) {
        efuse_file_blank(&fuses->file, chip, EFUSE_FORMAT_ESPEFUSE);
    } else if (!efuse_file_read(path, chip, &fuses->file, why)) {
        return false;
    }
    fuses->path = path;
    sim_efuse_open(&fuses->efuse, chip, flash);
    sim_efuse_load(&fuses->efuse, fuses->file.word);
    sim_crypt_open(&fuses->efuse, &fuses->engine);
    return true;
}

bool device_fuses_save(const struct device_fuses *fuses, struct why *why)
{
    struct efuse_file file = fuses->file;
    if (fuses->path == NULL || fuses->efuse.burn_count == 0) {
        return true;
    }
    memcpy(file.word, fuses->efuse.word, sizeof(file.word));
    return efuse_file_write(fuses->path, &file, why);
}
