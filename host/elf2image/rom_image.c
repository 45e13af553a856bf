/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Checks first, then writes: what the ROM would only find out at the user's
 * desk, by a chip that does not start, is refused here with a sentence.
 */
#include "host/elf2image/rom_image.h"

#include <inttypes.h>
#include <string.h>

#include "base/bytes.h"
#include "host/image/sha.h"

#define MAGIC         0xe9U
#define HEADER_LEN    24
#define PIN_UNUSED    0xeeU /* flash /WP: none, or as eFuse says */
#define CHECKSUM_SEED 0xefU
#define LINE_LEN      16 /* the checksum ends a line of that many bytes */
#define DIGEST_LEN    32
#define WORD          4U

/* Offsets in the header. */
#define OFF_COUNT        1
#define OFF_MODE         2
#define OFF_FREQ_SIZE    3
#define OFF_ENTRY        4
#define OFF_WP_PIN       8
#define OFF_CHIP_ID      12
#define OFF_MIN_REV      14
#define OFF_MIN_REV_FULL 15
#define OFF_MAX_REV_FULL 17
#define OFF_HAS_DIGEST   23

/** Input segments first .. last - 1, one behind the other in memory. */
struct group {
    size_t first;
    size_t last;
    uint32_t len; /* bytes, multiple of WORD */
};

/** The segments of the image. */
struct plan {
    struct group group[ELF_SEGMENT_MAX];
    size_t count;
};

static uint32_t padded(uint32_t len)
{
    return (len + WORD - 1) / WORD * WORD;
}

static uint32_t end_of(const struct elf_segment *s)
{
    return s->addr + s->len;
}

static const char *machine_name(uint16_t machine)
{
    if (machine == ELF_XTENSA) {
        return "Xtensa";
    }
    return machine == ELF_RISCV ? "RISC-V" : "another processor";
}

static bool check_machine(const struct elf_file *elf,
                          const struct rom_chip *chip, struct why *why)
{
    if (elf->machine == chip->machine) {
        return true;
    }
    return why_say(why,
                   "is compiled for %s (ELF machine %u), but %s is %s: name "
                   "the file built for it, or another --chip",
                   machine_name(elf->machine), elf->machine, chip->title,
                   machine_name(chip->machine));
}

static bool is_inside(const struct elf_segment *s, const struct rom_window *w)
{
    return s->addr >= w->low && end_of(s) <= w->high;
}

static bool overlaps(const struct elf_segment *s, const struct rom_window *w)
{
    return s->addr < w->high && end_of(s) > w->low;
}

static bool is_loadable(const struct elf_segment *s,
                        const struct rom_chip *chip)
{
    for (size_t i = 0; i < ROM_WINDOW_MAX; i++) {
        if (is_inside(s, &chip->ram[i])) {
            return true;
        }
    }
    return false;
}

static bool is_staged_over(const struct elf_segment *s,
                           const struct rom_chip *chip)
{
    for (size_t i = 0; i < ROM_STAGING_MAX; i++) {
        if (overlaps(s, &chip->staging[i])) {
            return true;
        }
    }
    return false;
}

static bool check_segment(const struct elf_segment *s,
                          const struct rom_chip *chip, struct why *why)
{
    if (s->addr % WORD != 0) {
        return why_say(why,
                       "has a segment at 0x%" PRIx32 ", which is no multiple "
                       "of 4: align it in the linker script",
                       s->addr);
    }
    if (!is_loadable(s, chip)) {
        return why_say(why,
                       "has a segment at 0x%" PRIx32 "..0x%" PRIx32
                       ", which is no RAM of %s: a bootloader runs from RAM "
                       "only, correct the linker script",
                       s->addr, end_of(s), chip->title);
    }
    if (is_staged_over(s, chip)) {
        return why_say(why,
                       "has a segment at 0x%" PRIx32 "..0x%" PRIx32
                       ", where the ROM of %s keeps an image that it verifies "
                       "(0x%" PRIx32 "..0x%" PRIx32 "): move it in the linker "
                       "script",
                       s->addr, end_of(s), chip->title, chip->staging[0].low,
                       chip->staging[0].high);
    }
    return true;
}

static bool check_segments(const struct elf_file *elf,
                           const struct rom_chip *chip, struct why *why)
{
    bool has_entry = false;

    for (size_t i = 0; i < elf->count; i++) {
        const struct elf_segment *s = &elf->segment[i];

        if (!check_segment(s, chip, why)) {
            return false;
        }
        if (i > 0 && s->addr < end_of(s - 1)) {
            return why_say(why,
                           "has segments that overlap at 0x%" PRIx32
                           ": correct the linker script",
                           s->addr);
        }
        has_entry =
            has_entry || (elf->entry >= s->addr && elf->entry < end_of(s));
    }
    return has_entry || why_say(why,
                                "starts at 0x%" PRIx32 ", which no segment of "
                                "it holds: correct ENTRY in the linker script",
                                elf->entry);
}

/* Segments are sorted: only the group before can be touched. */
static void plan_make(struct plan *plan, const struct elf_file *elf)
{
    struct group *group = plan->group;

    plan->count = 0;
    for (size_t i = 0; i < elf->count; i++) {
        const struct elf_segment *s = &elf->segment[i];

        if (plan->count > 0 &&
            elf->segment[group->first].addr + group->len == s->addr) {
            group->last = i + 1;
            group->len += padded(s->len);
            continue;
        }
        group = &plan->group[plan->count++];
        *group = (struct group){i, i + 1, padded(s->len)};
    }
}

static void put_header(const struct elf_file *elf, size_t count,
                       const struct rom_image_options *options,
                       struct buffer *image)
{
    uint8_t header[HEADER_LEN] = {MAGIC};

    header[OFF_COUNT] = (uint8_t)count;
    header[OFF_MODE] = options->flash_mode;
    header[OFF_FREQ_SIZE] =
        (uint8_t)(options->flash_size << 4 | options->flash_freq);
    put_le32(header + OFF_ENTRY, elf->entry);
    header[OFF_WP_PIN] = PIN_UNUSED;
    put_le16(header + OFF_CHIP_ID, options->chip->id);
    header[OFF_MIN_REV] = options->min_rev;
    put_le16(header + OFF_MIN_REV_FULL, options->min_rev_full);
    put_le16(header + OFF_MAX_REV_FULL, options->max_rev_full);
    header[OFF_HAS_DIGEST] = options->with_digest ? 1 : 0;
    buffer_add(image, header, sizeof(header));
}

static void put_group(const struct elf_file *elf, const struct group *group,
                      struct buffer *image)
{
    uint8_t header[2 * WORD];

    put_le32(header, elf->segment[group->first].addr);
    put_le32(header + WORD, group->len);
    buffer_add(image, header, sizeof(header));
    for (size_t i = group->first; i < group->last; i++) {
        const struct elf_segment *s = &elf->segment[i];

        buffer_add(image, s->bytes, s->len);
        buffer_fill(image, 0, padded(s->len) - s->len);
    }
}

/* Over the bytes of all segments; padding does not change it. */
static uint8_t checksum_of(const struct elf_file *elf)
{
    uint8_t sum = CHECKSUM_SEED;

    for (size_t i = 0; i < elf->count; i++) {
        for (uint32_t n = 0; n < elf->segment[i].len; n++) {
            sum ^= elf->segment[i].bytes[n];
        }
    }
    return sum;
}

static bool put_digest(struct buffer *image, struct why *why)
{
    uint8_t digest[SHA_LEN_MAX];

    if (image->failed) {
        return why_say(why, "needs more memory than there is");
    }
    if (!sha_compute(SHA_256, image->data, image->len, NULL, digest)) {
        return why_say(why, "could not be hashed");
    }
    buffer_add(image, digest, DIGEST_LEN);
    return true;
}

static bool check_len(size_t len, const struct rom_image_options *options,
                      struct why *why)
{
    if (len <= options->len_max) {
        return true;
    }
    return why_say(why,
                   "makes an image of %zu bytes, but the limit is %" PRIu32
                   ": leave options of the configuration out",
                   len, options->len_max);
}

static bool write_image(const struct elf_file *elf, const struct plan *plan,
                        const struct rom_image_options *options,
                        struct buffer *image, struct why *why)
{
    uint8_t checksum = checksum_of(elf);

    put_header(elf, plan->count, options, image);
    for (size_t i = 0; i < plan->count; i++) {
        put_group(elf, &plan->group[i], image);
    }
    buffer_fill(image, 0, LINE_LEN - 1 - image->len % LINE_LEN);
    buffer_add(image, &checksum, 1);
    if (options->with_digest && !put_digest(image, why)) {
        return false;
    }
    if (image->failed) {
        return why_say(why, "needs more memory than there is");
    }
    return check_len(image->len, options, why);
}

bool rom_image_build(const struct elf_file *elf,
                     const struct rom_image_options *options,
                     struct buffer *image, struct why *why)
{
    struct plan plan;

    if (!check_machine(elf, options->chip, why) ||
        !check_segments(elf, options->chip, why)) {
        return false;
    }
    plan_make(&plan, elf);
    if (plan.count > ROM_IMAGE_SEGMENT_MAX) {
        return why_say(why,
                       "has %zu segments that do not touch each other, but "
                       "the ROM loads %d at most: join some in the linker "
                       "script",
                       plan.count, ROM_IMAGE_SEGMENT_MAX);
    }
    return write_image(elf, &plan, options, image, why);
}
