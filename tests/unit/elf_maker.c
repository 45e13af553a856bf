/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Source: Tool Interface Standard, Executable and Linking Format 1.2.
 */
#include "tests/unit/elf_maker.h"

#include <string.h>

#include "base/bytes.h"

#define MACHINE_RISCV 243

static void put_segment(struct elf_maker *maker, size_t index,
                        const struct elf_maker_segment *s)
{
    uint8_t *p = maker->bytes + ELF_MAKER_HEADER + index * ELF_MAKER_ENTRY;

    put_le32(p, s->type);
    put_le32(p + 4, (uint32_t)maker->len);
    put_le32(p + 8, s->addr);
    put_le32(p + 12, s->addr);
    put_le32(p + 16, s->len);
    put_le32(p + 20, s->len + 64); /* zeros behind it, as of .bss */
    if (s->data != NULL) {
        memcpy(maker->bytes + maker->len, s->data, s->len);
    }
    maker->len += s->len;
}

void elf_maker_make(struct elf_maker *maker,
                    const struct elf_maker_segment *segment, size_t count)
{
    static const uint8_t ident[7] = {0x7f, 'E', 'L', 'F', 1, 1, 1};

    memset(maker, 0, sizeof(*maker));
    memcpy(maker->bytes, ident, sizeof(ident));
    put_le16(maker->bytes + ELF_MAKER_TYPE, 2);
    put_le16(maker->bytes + ELF_MAKER_MACHINE, MACHINE_RISCV);
    put_le32(maker->bytes + 20, 1);
    put_le32(maker->bytes + ELF_MAKER_START, count > 0 ? segment[0].addr : 0);
    put_le32(maker->bytes + ELF_MAKER_TABLE, ELF_MAKER_HEADER);
    put_le16(maker->bytes + 40, ELF_MAKER_HEADER);
    put_le16(maker->bytes + ELF_MAKER_SIZE, ELF_MAKER_ENTRY);
    put_le16(maker->bytes + ELF_MAKER_COUNT, (uint16_t)count);
    maker->len = ELF_MAKER_HEADER + count * ELF_MAKER_ENTRY;
    for (size_t i = 0; i < count; i++) {
        put_segment(maker, i, &segment[i]);
    }
}
