/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One list of blocks, regions and the gaps between them, drawn in two ways.
 */
#include "host/conf/conf_layout.h"

#include <inttypes.h>
#include <string.h>

#include "host/conf/conf_area.h"
#include "host/conf/conf_words.h"

#define KIB         1024u
#define BLOCK_MAX   (2 * CONF_AREA_MAX + 1) /* every region after a gap */
#define SVG_TOP     64                      /* pixels above the first block */
#define SVG_LEAST   34                      /* pixels, height of a block */
#define SVG_PER_MIB 70                      /* pixels for each MiB */

/** A region or a gap. */
struct block {
    const struct conf_area *area; /* NULL: a gap */
    uint32_t addr;
    uint32_t len;
};

/** The flash from its first to its last byte. */
struct picture {
    struct conf_areas areas;
    struct conf_room room;
    struct block block[BLOCK_MAX];
    size_t count;
    uint32_t flash_len;
};

static void add_block(struct picture *picture, const struct conf_area *area,
                      uint32_t addr, uint32_t len)
{
    if (len > 0) {
        picture->block[picture->count++] = (struct block){area, addr, len};
    }
}

static void compose(const struct conf *conf, struct picture *picture)
{
    uint32_t at = 0;

    memset(picture, 0, sizeof(*picture));
    picture->flash_len = conf->flash_len;
    conf_area_list(conf, &picture->areas);
    conf_area_room(conf, &picture->room);
    for (size_t i = 0; i < picture->areas.count; i++) {
        const struct conf_area *area = &picture->areas.area[i];

        add_block(picture, NULL, at, area->at.addr - at);
        add_block(picture, area, area->at.addr, area->at.len);
        at = area->at.addr + area->at.len;
    }
    add_block(picture, NULL, at, conf->flash_len - at);
}

static bool is_slot(const struct block *block)
{
    return block->area != NULL && block->area->len == CONF_ESP_APPLICATION_SIZE;
}

static const char *name_of(const struct block *block)
{
    return block->area != NULL ? block->area->name : "free";
}

void conf_layout_text(const struct conf *conf, FILE *out)
{
    struct picture picture;

    compose(conf, &picture);
    (void)fprintf(out, "%s, %s of flash\n", conf_target_name(conf->target),
                  conf_words_number(CONF_ESP_FLASH_SIZE, conf->flash_len).text);
    for (size_t i = 0; i < picture.count; i++) {
        const struct block *block = &picture.block[i];

        (void)fprintf(
            out,
            "0x%07" PRIX32 " +------------------------+\n"
            "          %c %-22s %c  0x%06" PRIX32 " %6" PRIu32 " KiB\n",
            block->addr, block->area != NULL ? '|' : ':', name_of(block),
            block->area != NULL ? '|' : ':', block->len, block->len / KIB);
        if (is_slot(block)) {
            (void)fprintf(out,
                          "0x%07" PRIX32 " |.. trailer .............|"
                          "  0x%06" PRIX32 "\n",
                          block->addr + picture.room.trailer_off,
                          picture.room.trailer_len);
        }
    }
    (void)fprintf(out, "0x%07" PRIX32 " +------------------------+\n",
                  picture.flash_len);
}

static const char *fill_of(const struct block *block)
{
    if (block->area == NULL) {
        return "#ffffff";
    }
    if (block->area->addr == CONF_ESP_BOOTLOADER_OFFSET) {
        return "#fdecb3";
    }
    if (block->area->addr == CONF_ESP_SCRATCH_OFFSET) {
        return "#e6dcfb";
    }
    if (!is_slot(block)) {
        return "#e6e6e3";
    }
    return strstr(block->area->name, "primary") != NULL ? "#cfe3ff" : "#cdeecb";
}

/* To scale where that leaves room for the words. */
static uint32_t height_of(const struct block *block)
{
    uint32_t height =
        (uint32_t)((uint64_t)block->len * SVG_PER_MIB / (KIB * KIB));

    return height < SVG_LEAST ? SVG_LEAST : height;
}

static void svg_text(FILE *out, uint32_t x, uint32_t y, const char *text)
{
    (void)fprintf(out, "<text x=\"%" PRIu32 "\" y=\"%" PRIu32 "\">%s</text>\n",
                  x, y, text);
}

static void svg_block(const struct picture *picture, const struct block *block,
                      uint32_t y, FILE *out)
{
    uint32_t height = height_of(block);
    char words[96];

    (void)fprintf(out,
                  "<rect x=\"120\" y=\"%" PRIu32 "\" width=\"220\" "
                  "height=\"%" PRIu32 "\" fill=\"%s\" stroke=\"#8c959f\"%s/>\n",
                  y, height, fill_of(block),
                  block->area == NULL ? " stroke-dasharray=\"4 3\"" : "");
    (void)snprintf(words, sizeof(words), "0x%06" PRIX32, block->addr);
    svg_text(out, 44, y + 5, words);
    svg_text(out, 134, y + height / 2 + 5, name_of(block));
    (void)snprintf(words, sizeof(words), "0x%" PRIX32 " (%" PRIu32 " KiB)",
                   block->len, block->len / KIB);
    svg_text(out, 356, y + height / 2 + 5, words);
    if (is_slot(block)) {
        (void)fprintf(out,
                      "<rect x=\"120\" y=\"%" PRIu32 "\" width=\"220\" "
                      "height=\"8\" fill=\"#8c959f\"><title>trailer of "
                      "%" PRIu32 " bytes from 0x%" PRIX32 "</title></rect>\n",
                      y + height - 8, picture->room.trailer_len,
                      block->addr + picture->room.trailer_off);
    }
}

static void svg_open(const struct conf *conf, uint32_t height, FILE *out)
{
    const char *chip = conf_target_name(conf->target);

    (void)fprintf(out,
                  "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 520 "
                  "%" PRIu32 "\" width=\"520\" height=\"%" PRIu32
                  "\" role=\"img\" "
                  "font-family=\"Helvetica, Arial, 'DejaVu Sans', sans-serif\" "
                  "font-size=\"13\" fill=\"#1f2328\">\n"
                  "<title>Flash layout of %s, %s</title>\n"
                  "<rect x=\"0.5\" y=\"0.5\" width=\"519\" height=\"%" PRIu32
                  "\" rx=\"8\" fill=\"#fbfaf7\" stroke=\"#8c959f\"/>\n",
                  height, height, chip,
                  conf_words_number(CONF_ESP_FLASH_SIZE, conf->flash_len).text,
                  height - 1);
    (void)fprintf(out,
                  "<text x=\"20\" y=\"34\" font-size=\"18\" "
                  "font-weight=\"bold\">Flash of %s, %s</text>\n",
                  chip,
                  conf_words_number(CONF_ESP_FLASH_SIZE, conf->flash_len).text);
}

void conf_layout_svg(const struct conf *conf, FILE *out)
{
    struct picture picture;
    uint32_t y = SVG_TOP;
    char words[32];

    compose(conf, &picture);
    for (size_t i = 0; i < picture.count; i++) {
        y += height_of(&picture.block[i]);
    }
    svg_open(conf, y + 60, out);
    y = SVG_TOP;
    for (size_t i = 0; i < picture.count; i++) {
        svg_block(&picture, &picture.block[i], y, out);
        y += height_of(&picture.block[i]);
    }
    (void)snprintf(words, sizeof(words), "0x%06" PRIX32, picture.flash_len);
    svg_text(out, 44, y + 5, words);
    (void)fprintf(out,
                  "<rect x=\"120\" y=\"%" PRIu32 "\" width=\"20\" "
                  "height=\"8\" fill=\"#8c959f\"/>\n",
                  y + 26);
    svg_text(out, 150, y + 35, "slot trailer, not to scale");
    (void)fprintf(out, "</svg>\n");
}
