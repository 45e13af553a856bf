/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads the options of `imgtool sign` that need no file, after sign_table.c has
 * checked each by itself: here only what they mean together.
 */
#include <string.h>
#include <strings.h>

#include "host/cli/number.h"
#include "host/image/boot_record.h"
#include "host/image/image_format.h"
#include "host/imgtool/image_input.h"
#include "host/imgtool/sign.h"
#include "host/imgtool/utf8.h"

#define ALIGN_MIN 8

static int refuse_later(const struct cli_args *args)
{
    if (cli_given(args, SIGN_ENCRYPT)) {
        return cli_usage_error(args, "encryption (-E, --encrypt) is not "
                                     "supported yet; sign without it");
    }
    if (cli_choice(args, SIGN_COMPRESSION) > 0) {
        return cli_usage_error(args,
                               "--compression %s is not supported yet; use "
                               "--compression disabled",
                               cli_text(args, SIGN_COMPRESSION));
    }
    return CLI_EXIT_OK;
}

static uint32_t counter_of(const char *text, const struct version *v)
{
    int64_t value = 0;

    if (strcasecmp(text, "auto") == 0) {
        return (uint32_t)v->major << 24 | (uint32_t)v->minor << 16 |
               v->revision;
    }
    return number_read_based(text, &value) ? (uint32_t)value : 0;
}

static int read_addresses(const struct cli_args *args,
                          struct sign_request *request)
{
    struct image_spec *spec = &request->spec;
    uint32_t fixed = (uint32_t)cli_int(args, SIGN_ROM_FIXED);
    uint32_t load = (uint32_t)cli_int(args, SIGN_LOAD_ADDR);

    if (fixed != 0 && load != 0) {
        return cli_usage_error(
            args, "Can not set rom_fixed and load_addr at the same time");
    }
    spec->load_addr = fixed != 0 ? fixed : load;
    spec->flags |= fixed != 0 ? IMAGE_FLAG_ROM_FIXED : 0;
    spec->flags |= load != 0 ? IMAGE_FLAG_RAM_LOAD : 0;
    spec->flags |=
        cli_given(args, SIGN_NON_BOOTABLE) ? IMAGE_FLAG_NON_BOOTABLE : 0;
    request->has_addr = cli_given(args, SIGN_HEX_ADDR);
    request->addr = (uint64_t)cli_int(args, SIGN_HEX_ADDR);
    return CLI_EXIT_OK;
}

static void read_slot(const struct cli_args *args, struct sign_request *request)
{
    struct image_slot *slot = &request->slot;
    uint32_t least = (uint32_t)cli_int(args, SIGN_MAX_ALIGN);

    *slot = image_slot_default((uint64_t)cli_int(args, SIGN_SLOT_SIZE));
    slot->write_len = (uint32_t)cli_int(args, SIGN_ALIGN);
    slot->max_align = slot->write_len > ALIGN_MIN ? slot->write_len : ALIGN_MIN;
    slot->max_align = least != 0 ? least : slot->max_align;
    slot->max_sectors = (uint64_t)cli_int(args, SIGN_MAX_SECTORS);
    slot->overwrite_only = cli_given(args, SIGN_OVERWRITE_ONLY);
    slot->confirm = cli_given(args, SIGN_CONFIRM);
    slot->big_endian = request->spec.big_endian;
    slot->erased = request->spec.erased;
    if (slot->confirm) {
        request->mark = SIGN_MARK_CONFIRM;
    } else if (cli_given(args, SIGN_TEST)) {
        request->mark = SIGN_MARK_TEST;
    }
    request->pad = request->mark != SIGN_MARK_NONE || cli_given(args, SIGN_PAD);
}

static int read_boot_record(const struct cli_args *args,
                            struct image_spec *spec)
{
    const char *text = cli_text(args, SIGN_BOOT_RECORD);
    size_t count = 0;

    spec->boot_record = text;
    while (text != NULL && *text != '\0') {
        (void)!utf8_next(&text);
        count++;
    }
    if (count > BOOT_RECORD_TYPE_MAX) {
        return cli_usage_error(args,
                               "'%s' is too long (%zu characters) for sw_type. "
                               "Its maximum allowed length is %d characters.",
                               spec->boot_record, count, BOOT_RECORD_TYPE_MAX);
    }
    return CLI_EXIT_OK;
}

static int read_uuids(const struct cli_args *args, struct sign_request *request)
{
    const char *vendor = cli_text(args, SIGN_VID);
    const char *image_class = cli_text(args, SIGN_CID);
    struct image_spec *spec = &request->spec;

    if (vendor != NULL) {
        if (!uuid_vendor(vendor, request->vendor_uuid)) {
            return cli_fail("the UUID of the vendor could not be computed");
        }
        spec->vendor_uuid = request->vendor_uuid;
    }
    if (image_class != NULL) {
        if (!uuid_class(image_class, spec->vendor_uuid, request->class_uuid)) {
            return cli_usage_error(args,
                                   "--cid %s is a name, not a UUID: give the "
                                   "vendor it belongs to with --vid",
                                   image_class);
        }
        spec->class_uuid = request->class_uuid;
    }
    return CLI_EXIT_OK;
}

/* Both texts have been checked: that they parse now is no question. */
static void read_version(const struct cli_args *args,
                         struct sign_request *request)
{
    struct image_spec *spec = &request->spec;
    const char *counter = cli_text(args, SIGN_SECURITY_COUNTER);
    const char *dependencies = cli_text(args, SIGN_DEPENDENCIES);

    (void)!version_parse(cli_text(args, SIGN_VERSION), &spec->version);
    spec->has_counter = counter != NULL;
    if (counter != NULL) {
        spec->counter = counter_of(counter, &spec->version);
    }
    if (dependencies != NULL) {
        (void)!dependency_parse(dependencies, request->dependencies,
                                &spec->dependency_count);
        spec->dependencies = request->dependencies;
    }
}

static void read_flags(const struct cli_args *args, struct image_spec *spec)
{
    *spec = image_spec_default();
    spec->header_len = (size_t)cli_int(args, SIGN_HEADER_SIZE);
    spec->pad_header = cli_given(args, SIGN_PAD_HEADER);
    spec->erased = cli_choice(args, SIGN_ERASED_VAL) == 0 ? 0 : 0xff;
    spec->big_endian = cli_choice(args, SIGN_ENDIAN) == 1;
    spec->sha = (enum sha)cli_choice(args, SIGN_SHA);
    spec->pure = cli_given(args, SIGN_PURE);
    spec->full_key = cli_choice(args, SIGN_PUBLIC_KEY_FORMAT) == 1;
    spec->pad_signature = cli_given(args, SIGN_PAD_SIG);
}

static int check_files(const struct cli_args *args,
                       const struct sign_request *request)
{
    if (path_is_absent(request->in_path)) {
        return cli_usage_error(args, "Input file not found: %s",
                               request->in_path);
    }
    if (path_is_hex(request->out_path) && request->pad &&
        request->slot.len == 0) {
        return cli_usage_error(args, "padding a hex file needs the slot size: "
                                     "-S 0 does not say where it ends");
    }
    return CLI_EXIT_OK;
}

int sign_plain_read(const struct cli_args *args, struct sign_request *request)
{
    int status = refuse_later(args);

    request->in_path = cli_argument(args, 0);
    request->out_path = cli_argument(args, 1);
    request->signature_path = cli_text(args, SIGN_SIG_OUT);
    request->vector = (enum sign_vector)cli_choice(args, SIGN_VECTOR);
    read_flags(args, &request->spec);
    read_version(args, request);
    read_slot(args, request);
    if (status == CLI_EXIT_OK) {
        status = read_addresses(args, request);
    }
    if (status == CLI_EXIT_OK) {
        status = check_files(args, request);
    }
    if (status == CLI_EXIT_OK) {
        status = read_boot_record(args, &request->spec);
    }
    return status == CLI_EXIT_OK ? read_uuids(args, request) : status;
}
