/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads field by field from bytes: the host's own <elf.h> may be missing, and
 * its byte order another.
 */
#include "host/elf2image/elf_file.h"

#include <inttypes.h>
#include <string.h>

#include "base/bytes.h"

#define HEADER_LEN  52 /* Elf32_Ehdr */
#define CLASS_OFF   4  /* e_ident[EI_CLASS] */
#define CLASS_32    1
#define ORDER_OFF   5 /* e_ident[EI_DATA] */
#define ORDER_LE    1
#define TYPE_OFF    16
#define TYPE_EXEC   2
#define MACHINE_OFF 18
#define ENTRY_OFF   24
#define PHOFF_OFF   28 /* file offset of the program headers */
#define PHLEN_OFF   42 /* bytes of each */
#define PHNUM_OFF   44

#define PROGRAM_LEN      32 /* Elf32_Phdr */
#define PROGRAM_TYPE     0
#define PROGRAM_LOAD     1
#define PROGRAM_OFFSET   4
#define PROGRAM_ADDR     8
#define PROGRAM_FILE_LEN 16

static const uint8_t magic[4] = {0x7f, 'E', 'L', 'F'};

static bool check_header(const struct elf_bytes *file, struct why *why)
{
    if (file->len < HEADER_LEN ||
        memcmp(file->bytes, magic, sizeof(magic)) != 0) {
        return why_say(why, "is no ELF file: name the file that the linker "
                            "wrote");
    }
    if (file->bytes[CLASS_OFF] != CLASS_32 ||
        file->bytes[ORDER_OFF] != ORDER_LE) {
        return why_say(why, "is no 32-bit little-endian ELF file: compile it "
                            "for the chip, not for this computer");
    }
    if (le16(file->bytes + TYPE_OFF) != TYPE_EXEC) {
        return why_say(why, "is no executable (ELF type %u): link it first",
                       le16(file->bytes + TYPE_OFF));
    }
    return true;
}

/* The program headers' table, bounded by the file. */
static bool find_table(const struct elf_bytes *file, struct elf_bytes *table,
                       struct why *why)
{
    uint32_t off = le32(file->bytes + PHOFF_OFF);
    size_t len = (size_t)le16(file->bytes + PHNUM_OFF) * PROGRAM_LEN;

    if (len == 0) {
        return why_say(why, "has no program headers: link it with the "
                            "chip's linker script");
    }
    if (le16(file->bytes + PHLEN_OFF) != PROGRAM_LEN || off > file->len ||
        len > file->len - off) {
        return why_say(why, "is damaged: its program headers lie beyond its "
                            "end; link it again");
    }
    *table = (struct elf_bytes){file->bytes + off, len};
    return true;
}

static bool read_segment(const struct elf_bytes *file, const uint8_t *program,
                         struct elf_segment *segment, struct why *why)
{
    uint32_t off = le32(program + PROGRAM_OFFSET);

    segment->addr = le32(program + PROGRAM_ADDR);
    segment->len = le32(program + PROGRAM_FILE_LEN);
    if (off > file->len || segment->len > file->len - off) {
        return why_say(why,
                       "is damaged: its segment at 0x%" PRIx32
                       " lies beyond its end; link it again",
                       segment->addr);
    }
    if (segment->len > UINT32_MAX - segment->addr) {
        return why_say(why,
                       "has a segment at 0x%" PRIx32
                       " that reaches beyond 4 GiB: correct the linker script",
                       segment->addr);
    }
    segment->bytes = file->bytes + off;
    return true;
}

/* Keeps the segments in order of addresses. */
static void insert(struct elf_file *elf, const struct elf_segment *segment)
{
    size_t i = elf->count++;

    while (i > 0 && elf->segment[i - 1].addr > segment->addr) {
        elf->segment[i] = elf->segment[i - 1];
        i--;
    }
    elf->segment[i] = *segment;
}

static bool read_segments(const struct elf_bytes *file,
                          const struct elf_bytes *table, struct elf_file *elf,
                          struct why *why)
{
    for (size_t off = 0; off < table->len; off += PROGRAM_LEN) {
        const uint8_t *program = table->bytes + off;
        struct elf_segment segment;

        if (le32(program + PROGRAM_TYPE) != PROGRAM_LOAD ||
            le32(program + PROGRAM_FILE_LEN) == 0) {
            continue; /* nothing to copy: .bss is zeroed by its owner */
        }
        if (elf->count == ELF_SEGMENT_MAX) {
            return why_say(why,
                           "has more than %d segments: join some in the "
                           "linker script",
                           ELF_SEGMENT_MAX);
        }
        if (!read_segment(file, program, &segment, why)) {
            return false;
        }
        insert(elf, &segment);
    }
    return true;
}

bool elf_file_read(const struct elf_bytes *file, struct elf_file *elf,
                   struct why *why)
{
    struct elf_bytes table = {NULL, 0};

    memset(elf, 0, sizeof(*elf));
    if (!check_header(file, why) || !find_table(file, &table, why)) {
        return false;
    }
    elf->entry = le32(file->bytes + ENTRY_OFF);
    elf->machine = le16(file->bytes + MACHINE_OFF);
    return read_segments(file, &table, elf, why);
}
