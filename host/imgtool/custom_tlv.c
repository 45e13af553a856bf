/* SPDX-License-Identifier: Apache-2.0 */
/* See custom_tlv.h. */
#include "host/imgtool/custom_tlv.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "host/cli/number.h"
#include "host/image/hex_digits.h"
#include "host/image/image_format.h"
#include "host/imgtool/dump.h"

static bool is_standard(int64_t tag)
{
    return tag >= 0 && tag <= UINT16_MAX &&
           strcmp(dump_tlv_name((uint16_t)tag), "UNKNOWN") != 0;
}

static bool is_taken(const struct custom_tlvs *tlvs, int64_t tag)
{
    for (size_t i = 0; i < tlvs->count; i++) {
        if (tlvs->list[i].type == tag) {
            return true;
        }
    }
    return false;
}

static enum custom_tlv read_tag(const struct custom_tlvs *tlvs,
                                const char *text, uint16_t *type,
                                struct why *why)
{
    int64_t tag = 0;

    if (!number_read_based(text, &tag)) {
        (void)why_say(why, "the custom TLV type '%s' is not a number", text);
        return CUSTOM_TLV_BROKEN;
    }
    if (is_taken(tlvs, tag)) {
        (void)why_say(why, "Custom TLV 0x%" PRIx64 " already exists.", tag);
        return CUSTOM_TLV_REFUSED;
    }
    if (is_standard(tag)) {
        (void)why_say(why,
                      "Custom TLV 0x%" PRIx64 " conflicts with predefined TLV.",
                      tag);
        return CUSTOM_TLV_REFUSED;
    }
    if (tag < TLV_CUSTOM_MIN || tag > TLV_CUSTOM_MAX) {
        (void)why_say(why,
                      "Invalid custom TLV type value '0x%04" PRIx64
                      "', allowed value should be between 0x%04x and 0x%04x",
                      tag, TLV_CUSTOM_MIN, TLV_CUSTOM_MAX);
        return CUSTOM_TLV_REFUSED;
    }
    *type = (uint16_t)tag;
    return CUSTOM_TLV_ADDED;
}

/* Fills in the entry behind the last; it counts when `added` says so. */
static void add(struct custom_tlvs *tlvs, uint16_t type)
{
    const struct file *data = &tlvs->data[tlvs->count];

    tlvs->list[tlvs->count++] =
        (struct image_custom){type, data->bytes, data->len};
}

static enum custom_tlv read_hex(const char *digits, struct file *data,
                                struct why *why)
{
    if (strlen(digits) % 2 != 0) {
        (void)why_say(why, "Custom TLV length is odd.");
        return CUSTOM_TLV_REFUSED;
    }
    data->len = strlen(digits) / 2;
    data->bytes = malloc(data->len + 1); /* "0x" alone is an empty TLV */
    if (data->bytes == NULL) {
        (void)why_say(why, "out of memory");
        return CUSTOM_TLV_BROKEN;
    }
    if (!hex_digits_read(digits, data->len, data->bytes)) {
        (void)why_say(why, "the custom TLV value '0x%s' is not hexadecimal",
                      digits);
        return CUSTOM_TLV_BROKEN;
    }
    return CUSTOM_TLV_ADDED;
}

static enum custom_tlv read_text(const char *text, struct file *data,
                                 struct why *why)
{
    data->len = strlen(text);
    data->bytes = malloc(data->len + 1);
    if (data->bytes == NULL) {
        (void)why_say(why, "out of memory");
        return CUSTOM_TLV_BROKEN;
    }
    memcpy(data->bytes, text, data->len);
    return CUSTOM_TLV_ADDED;
}

enum custom_tlv custom_tlv_add_value(struct custom_tlvs *tlvs, const char *tag,
                                     const char *value, struct why *why)
{
    struct file *data = &tlvs->data[tlvs->count];
    uint16_t type = 0;

    enum custom_tlv result = read_tag(tlvs, tag, &type, why);
    if (result == CUSTOM_TLV_ADDED) {
        result = strncmp(value, "0x", 2) == 0 ? read_hex(value + 2, data, why)
                                              : read_text(value, data, why);
    }
    if (result == CUSTOM_TLV_ADDED) {
        add(tlvs, type);
    } else {
        file_free(data);
    }
    return result;
}

enum custom_tlv custom_tlv_add_file(struct custom_tlvs *tlvs, const char *tag,
                                    const char *path, struct why *why)
{
    struct file *data = &tlvs->data[tlvs->count];
    uint16_t type = 0;

    enum custom_tlv result = read_tag(tlvs, tag, &type, why);
    if (result == CUSTOM_TLV_ADDED && !file_read(path, data, why)) {
        result = CUSTOM_TLV_BROKEN;
    }
    if (result == CUSTOM_TLV_ADDED) {
        add(tlvs, type);
    } else {
        file_free(data);
    }
    return result;
}

void custom_tlv_free(struct custom_tlvs *tlvs)
{
    for (size_t i = 0; i < tlvs->count; i++) {
        file_free(&tlvs->data[i]);
    }
    tlvs->count = 0;
}
