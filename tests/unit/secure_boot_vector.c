/* SPDX-License-Identifier: Apache-2.0 */
/* See secure_boot_vector.h. */
#include "tests/unit/secure_boot_vector.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host/keys/keyfile.h"
#include "tests/unit/hex.h"

#define FOLDER    TEST_DATA_DIR "/secure_boot/"
#define BLOCK_LEN 1216U
#define LINE_LEN  32U /* bytes in a line of block.hex */

const char vector_c3_image[] =
    "e901022000003d40ee00000005000000000000000000000100003d4010000000"
    "6f0000006f0000006f0000006f000000000000000000000000000000000000ef"
    "35f05875fb7c4f3c401f9c1dba4af9e868b41135aadd737c163991ef91a9d4d0";

const char vector_esp32_image[] =
    "e901022000040840ee0000000000000000000000000000010004084010000000"
    "06ffff0006ffff0006ffff0006ffff00000000000000000000000000000000ef"
    "58525cac70062f6902c818ffec14b7a524ae1738c8974ce212f4264e8d2cb9df";

void vector_key(struct key *key)
{
    struct why why;
    if (keyfile_read(FOLDER "key.pem", NULL, key, &why) != KEYFILE_OK) {
        abort();
    }
}

void vector_block(uint8_t block[1216])
{
    char line[2 * LINE_LEN + 2];
    FILE *file = fopen(FOLDER "block.hex", "r");
    if (file == NULL) {
        abort();
    }
    for (size_t at = 0; at < BLOCK_LEN; at += LINE_LEN) {
        if (fgets(line, sizeof(line), file) == NULL) {
            abort();
        }
        line[2 * LINE_LEN] = '\0';
        memcpy(block + at, hex_read(line).bytes, LINE_LEN);
    }
    (void)fclose(file);
}

void vector_data(const char *image, uint8_t data[VECTOR_DATA_LEN])
{
    struct hex bytes = hex_read(image);
    memset(data, 0xff, VECTOR_DATA_LEN);
    memcpy(data, bytes.bytes, bytes.len);
}

void vector_signed(uint8_t file[VECTOR_SIGNED_LEN])
{
    memset(file, 0xff, VECTOR_SIGNED_LEN);
    vector_data(vector_c3_image, file);
    vector_block(file + VECTOR_DATA_LEN);
}
