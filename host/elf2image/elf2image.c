/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `sallyport elf2image`: an executable in, the image that a chip's ROM starts
 * out. Options are named as esptool names them, with dashes or underscores.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host/cli/number.h"
#include "host/commands.h"
#include "host/elf2image/elf_file.h"
#include "host/elf2image/rom_chip.h"
#include "host/elf2image/rom_image.h"
#include "host/files/file.h"

#define PATH_LEN_MAX 4096 /* bytes of a made-up output name */

enum {
    OPT_CHIP,
    OPT_OUTPUT,
    OPT_MODE,
    OPT_FREQ,
    OPT_SIZE,
    OPT_MIN_REV,
    OPT_MIN_REV_FULL,
    OPT_MAX_REV_FULL,
    OPT_NO_DIGEST,
    OPT_MAX_SIZE,
    OPT_COUNT
};

/* In the order of the header's values. */
static const char *const modes[] = {"qio", "qout", "dio", "dout", NULL};
static const char *const sizes[] = {"1MB",  "2MB",  "4MB",   "8MB", "16MB",
                                    "32MB", "64MB", "128MB", NULL};
static const char *const freqs[] = {"40m", "26m", "20m", "80m", NULL};
static const uint8_t freq_values[] = {0x0, 0x1, 0x2, 0xf};

static bool check_range(const char *text, int64_t max, struct why *why)
{
    int64_t value = 0;

    if (number_read_based(text, &value) && value >= 0 && value <= max) {
        return true;
    }
    return why_say(why, "'%s' is no number from 0 to %lld", text,
                   (long long)max);
}

static bool check_byte(const char *text, struct why *why)
{
    return check_range(text, UINT8_MAX, why);
}

static bool check_half(const char *text, struct why *why)
{
    return check_range(text, UINT16_MAX, why);
}

static bool check_len(const char *text, struct why *why)
{
    return check_range(text, INT32_MAX, why);
}

static const struct cli_option options[OPT_COUNT] = {
    [OPT_CHIP] = {.name = "--chip",
                  .letter = 'c',
                  .kind = CLI_CHOICE,
                  .choices = rom_chip_names,
                  .required = true,
                  .help = "chip that starts the image"},
    [OPT_OUTPUT] = {.name = "--output",
                    .letter = 'o',
                    .kind = CLI_TEXT,
                    .metavar = "FILE",
                    .help = "image to write; default: the input's name with "
                            ".bin at its end"},
    [OPT_MODE] = {.name = "--flash-mode",
                  .alias = "--flash_mode",
                  .kind = CLI_CHOICE,
                  .choices = modes,
                  .fallback = "dio",
                  .help = "lines that the flash is read by, default dio"},
    [OPT_FREQ] = {.name = "--flash-freq",
                  .alias = "--flash_freq",
                  .kind = CLI_CHOICE,
                  .choices = freqs,
                  .fallback = "40m",
                  .help = "clock of the flash, default 40m"},
    [OPT_SIZE] = {.name = "--flash-size",
                  .alias = "--flash_size",
                  .kind = CLI_CHOICE,
                  .choices = sizes,
                  .fallback = "4MB",
                  .help = "size of the flash, default 4MB"},
    [OPT_MIN_REV] = {.name = "--min-rev",
                     .alias = "--min_rev",
                     .letter = 'r',
                     .kind = CLI_NUMBER,
                     .fallback = "0",
                     .check = check_byte,
                     .help = "oldest chip revision in the old form: major "
                             "number, on ESP32-C3 the minor one; default 0"},
    [OPT_MIN_REV_FULL] = {.name = "--min-rev-full",
                          .alias = "--min_rev_full",
                          .kind = CLI_NUMBER,
                          .fallback = "0",
                          .check = check_half,
                          .help = "oldest chip revision, 100 * major + minor; "
                                  "default 0"},
    [OPT_MAX_REV_FULL] = {.name = "--max-rev-full",
                          .alias = "--max_rev_full",
                          .kind = CLI_NUMBER,
                          .fallback = "65535",
                          .check = check_half,
                          .help = "newest chip revision, 100 * major + minor; "
                                  "default 65535: any"},
    [OPT_NO_DIGEST] = {.name = "--dont-append-digest",
                       .alias = "--dont_append_digest",
                       .kind = CLI_FLAG,
                       .help = "leave out the SHA-256 at the end"},
    [OPT_MAX_SIZE] = {.name = "--max-size",
                      .kind = CLI_NUMBER,
                      .metavar = "BYTES",
                      .check = check_len,
                      .help = "refuse a larger image; what the ROM takes with "
                              "Secure Boot counts in any case: 49152 on "
                              "esp32, 65536 on the others"},
};

static uint32_t read_max(const struct cli_args *args,
                         const struct rom_chip *chip)
{
    int64_t wanted = cli_int(args, OPT_MAX_SIZE);

    if (cli_given(args, OPT_MAX_SIZE) && wanted < chip->len_max) {
        return (uint32_t)wanted;
    }
    return chip->len_max;
}

static struct rom_image_options read_options(const struct cli_args *args)
{
    const struct rom_chip *chip = &rom_chips[cli_choice(args, OPT_CHIP)];

    return (struct rom_image_options){
        .chip = chip,
        .flash_mode = (uint8_t)cli_choice(args, OPT_MODE),
        .flash_freq = freq_values[cli_choice(args, OPT_FREQ)],
        .flash_size = (uint8_t)cli_choice(args, OPT_SIZE),
        .min_rev = (uint8_t)cli_int(args, OPT_MIN_REV),
        .min_rev_full = (uint16_t)cli_int(args, OPT_MIN_REV_FULL),
        .max_rev_full = (uint16_t)cli_int(args, OPT_MAX_REV_FULL),
        .with_digest = !cli_given(args, OPT_NO_DIGEST),
        .len_max = read_max(args, chip),
    };
}

/* "product.elf" makes "product.bin", everything else gets .bin added. */
static bool name_output(const char *input, char path[PATH_LEN_MAX])
{
    size_t len = strlen(input);
    int made = 0;

    if (len > 4 && strcmp(input + len - 4, ".elf") == 0) {
        len -= 4;
    }
    made = snprintf(path, PATH_LEN_MAX, "%.*s.bin", (int)len, input);
    return made > 0 && made < PATH_LEN_MAX;
}

static bool build(const struct file *file,
                  const struct rom_image_options *wanted, struct buffer *image,
                  struct why *why)
{
    const struct elf_bytes bytes = {file->bytes, file->len};
    struct elf_file elf;

    return elf_file_read(&bytes, &elf, why) &&
           rom_image_build(&elf, wanted, image, why);
}

static int write_output(const char *path, const struct buffer *image)
{
    const struct file_data data = {image->data, image->len};
    struct why why = {""};

    if (!file_write(path, &data, FILE_MODE_PLAIN, &why)) {
        return cli_fail("%s", why.text);
    }
    return CLI_EXIT_OK;
}

static int convert(const struct cli_args *args, const char *input,
                   const char *output)
{
    struct rom_image_options wanted = read_options(args);
    struct file file = {NULL, 0};
    struct buffer image = {0};
    struct why why = {""};
    int status = CLI_EXIT_FAIL;

    if (!file_read(input, &file, &why)) {
        return cli_fail("%s", why.text);
    }
    if (build(&file, &wanted, &image, &why)) {
        status = write_output(output, &image);
    } else {
        status = cli_fail("'%s' %s", input, why.text);
    }
    buffer_free(&image);
    file_free(&file);
    return status;
}

static int run(const struct cli_args *args)
{
    const char *input = cli_argument(args, 0);
    const char *output = cli_text(args, OPT_OUTPUT);
    char made[PATH_LEN_MAX];

    if (output == NULL && !name_output(input, made)) {
        return cli_bad_value(args, OPT_OUTPUT, "the name is too long");
    }
    return convert(args, input, output != NULL ? output : made);
}

static const struct cli_argument arguments[] = {{.name = "ELF"}};

const struct cli_command command_elf2image = {
    .name = "elf2image",
    .summary = "Make the image that a chip's ROM starts from an ELF file.",
    .help = "Makes the image that a chip's ROM starts from an ELF file: "
            "header, segments, checksum and SHA-256.\n"
            "Refuses what the ROM could not start: segments outside the RAM, "
            "an image too large for Secure Boot.",
    .options = options,
    .option_count = OPT_COUNT,
    .arguments = arguments,
    .argument_count = 1,
    .run = run,
};
