/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Prints C. The signature algorithm and the update strategy are named by their
 * symbols, so that a build links those and no others.
 */
#include "host/conf/conf_source.h"

#include <inttypes.h>

#include "core/trailer.h"
#include "crypto/signature.h"
#include "host/conf/conf_console.h"
#include "host/conf/conf_enroll.h"
#include "host/conf/conf_line.h"

#define BYTES_PER_LINE 12
#define REACHED_MAX    0x1000000u

static const char *const modes[] = {
    [UPDATE_SCRATCH] = "UPDATE_SCRATCH",
    [UPDATE_MOVE] = "UPDATE_MOVE",
    [UPDATE_OVERWRITE] = "UPDATE_OVERWRITE",
};

/* ... of the symbols plan_scratch and rites_scratch */
static const char *const strategies[] = {
    [UPDATE_SCRATCH] = "scratch",
    [UPDATE_MOVE] = "move",
    [UPDATE_OVERWRITE] = "overwrite",
};

static const char *const stages[] = {
    [ENROLL_STAGE_SECURE] = "ENROLL_STAGE_SECURE",
    [ENROLL_STAGE_ENABLE] = "ENROLL_STAGE_ENABLE",
    [ENROLL_STAGE_CRYPT] = "ENROLL_STAGE_CRYPT",
    [ENROLL_STAGE_LOCK] = "ENROLL_STAGE_LOCK",
    [ENROLL_STAGE_LAST] = "ENROLL_STAGE_LAST",
    [ENROLL_STAGE_LAST_LOCK] = "ENROLL_STAGE_LAST_LOCK",
};

static const struct {
    const struct signature_algorithm *algorithm;
    const char *name;
} algorithms[] = {
    {&signature_rsa2048, "signature_rsa2048"},
    {&signature_rsa3072, "signature_rsa3072"},
    {&signature_ecdsa_p256, "signature_ecdsa_p256"},
    {&signature_ed25519, "signature_ed25519"},
};

static const char *word(bool value)
{
    return value ? "true" : "false";
}

static const char *algorithm_name(const struct boot_config *boot)
{
    for (size_t i = 0; i < sizeof(algorithms) / sizeof(algorithms[0]); i++) {
        if (algorithms[i].algorithm == boot->signature) {
            return algorithms[i].name;
        }
    }
    return NULL;
}

static void print_key(const struct public_key *key, unsigned index, FILE *out)
{
    (void)fprintf(out, "static const uint8_t key_%u[%" PRIu32 "] = {", index,
                  key->der_len);
    for (uint32_t i = 0; i < key->der_len; i++) {
        (void)fprintf(out, "%s0x%02x,",
                      i % BYTES_PER_LINE == 0 ? "\n    " : " ", key->der[i]);
    }
    (void)fprintf(out, "\n};\n\n");
}

static void print_keys(const struct boot_config *boot, FILE *out)
{
    if (boot->key_count == 0) {
        return;
    }
    for (unsigned i = 0; i < boot->key_count; i++) {
        print_key(&boot->keys[i], i, out);
    }
    (void)fprintf(out, "static const struct public_key keys[%u] = {\n",
                  boot->key_count);
    for (unsigned i = 0; i < boot->key_count; i++) {
        (void)fprintf(out, "    {key_%u, sizeof(key_%u)},\n", i, i);
    }
    (void)fprintf(out, "};\n\n");
}

static void print_slots(const struct boot_config *boot, FILE *out)
{
    (void)fprintf(out, "            .slot =\n                {\n");
    for (unsigned i = 0; i < boot->image_count; i++) {
        const struct config_area *primary = &boot->slot[i][SLOT_PRIMARY];
        const struct config_area *secondary = &boot->slot[i][SLOT_SECONDARY];

        (void)fprintf(out,
                      "                    {{0x%" PRIx32 ", 0x%" PRIx32
                      "}, {0x%" PRIx32 ", 0x%" PRIx32 "}},\n",
                      primary->addr, primary->len, secondary->addr,
                      secondary->len);
    }
    (void)fprintf(out,
                  "                },\n"
                  "            .scratch = {0x%" PRIx32 ", 0x%" PRIx32 "},\n",
                  boot->scratch.addr, boot->scratch.len);
}

static void print_signature(const struct boot_config *boot, FILE *out)
{
    const char *name = algorithm_name(boot);

    if (name != NULL) {
        (void)fprintf(out,
                      "            .signature = &%s,\n"
                      "            .keys = keys,\n"
                      "            .key_count = %u,\n",
                      name, boot->key_count);
    }
}

static void print_boot(const struct boot_config *boot, FILE *out)
{
    (void)fprintf(out,
                  "            .mode = %s,\n"
                  "            .image_count = %u,\n"
                  "            .max_align = %u,\n"
                  "            .sector_max = %u,\n",
                  modes[boot->mode], boot->image_count, boot->max_align,
                  boot->sector_max);
    print_slots(boot, out);
    (void)fprintf(out,
                  "            .prevent_downgrade = %s,\n"
                  "            .prevent_by_counter = %s,\n",
                  word(boot->prevent_downgrade),
                  word(boot->prevent_by_counter));
    print_signature(boot, out);
}

/* What the chips' flash commands reach: 24 address bits. */
static uint32_t reached(uint32_t flash_len)
{
    return flash_len < REACHED_MAX ? flash_len : REACHED_MAX;
}

static void print_fields(const struct enroll_config *enroll, FILE *out)
{
    if (enroll->field_count == 0) {
        return;
    }
    (void)fprintf(out, "static const struct enroll_field fields[%u] = {\n",
                  enroll->field_count);
    for (unsigned i = 0; i < enroll->field_count; i++) {
        const struct enroll_field *field = &enroll->field[i];

        (void)fprintf(out, "    {%u, %u, %s, %u,\n     \"%s\"},\n", field->bit,
                      field->width, stages[field->stage], field->lock,
                      field->text);
    }
    (void)fputs("};\n\n", out);
}

static void print_enroll(const struct conf *conf, FILE *out)
{
    const struct enroll_config *enroll = &conf->enroll;

    print_fields(enroll, out);
    (void)fprintf(out,
                  "static const struct enroll_config enroll = {\n"
                  "    .chip = &enroll_%s,\n"
                  "    .boot = &product.boot,\n"
                  "    .bootloader = {0x%" PRIx32 ", 0x%" PRIx32 "},\n"
                  "    .armed = %s,\n"
                  "    .secure_boot = %s,\n"
                  "    .encryption = %s,\n"
                  "    .wide_key = %s,\n"
                  "    .require_already = %s,\n"
                  "    .rehearsal = %s,\n"
                  "    .field_count = %u,\n"
                  "    .field = %s,\n"
                  "};\n\n",
                  conf_target_name(conf->target), enroll->bootloader.addr,
                  enroll->bootloader.len, word(enroll->armed),
                  word(enroll->secure_boot), word(enroll->encryption),
                  word(enroll->wide_key), word(enroll->require_already),
                  word(enroll->rehearsal), enroll->field_count,
                  enroll->field_count == 0 ? "NULL" : "fields");
}

static void print_protection(const struct conf *conf, FILE *out)
{
    const struct conf_efuse_virtual *efuse = &conf->efuse_virtual;

    if (conf_enrolls(conf)) {
        (void)fputs("    .enroll = &enroll,\n    .locks = &chip_locks,\n", out);
    }
    if (conf->recovery.enabled) {
        (void)fputs("    .rescue = &chip_rescue,\n"
                    "    .rescue_config = &rescue,\n",
                    out);
    }
    if (efuse->enabled) {
        (void)fprintf(out,
                      "    .efuse_virtual = true,\n"
                      "    .efuse_area = {0x%" PRIx32 ", 0x%" PRIx32 "},\n",
                      efuse->area.addr, efuse->area.len);
    }
}

/* The contract of core/strategy.h. */
static void print_strategy(enum update_mode mode, FILE *out)
{
    (void)fprintf(
        out,
        "const struct update_strategy *update_strategy("
        "enum update_mode mode)\n"
        "{\n"
        "    static const struct update_strategy ONLY = {\n        &plan_%s, "
        "&rites_%s};\n\n"
        "    (void)mode;\n"
        "    return &ONLY;\n"
        "}\n",
        strategies[mode], strategies[mode]);
}

/* A function of core/config.h: it returns a constant, whatever it is given. */
static void print_known(const char *head, const char *value, FILE *out)
{
    (void)fprintf(out, "\n%s\n{\n    (void)given;\n    return %s;\n}\n", head,
                  value);
}

/* Virtual eFuses enable nothing: what they rehearse is written plain. */
static bool is_encrypted(const struct conf *conf)
{
    return conf->flash_encryption.enabled && !conf->efuse_virtual.enabled;
}

static void print_knowledge(const struct conf *conf, FILE *out)
{
    const struct boot_config *boot = &conf->boot;
    char align[4];
    char len[12];
    char records[12];

    (void)snprintf(align, sizeof(align), "%u", boot->max_align);
    (void)snprintf(len, sizeof(len), "0x%" PRIx32,
                   boot->slot[0][SLOT_PRIMARY].len);
    (void)snprintf(records, sizeof(records), "%u",
                   (unsigned)boot->sector_max * TRAILER_RECORDS_PER_SECTOR);
    print_known("const struct boot_config *config_known("
                "const struct boot_config *given)",
                "&product.boot", out);
    print_known("enum update_mode config_mode(enum update_mode given)",
                modes[boot->mode], out);
    print_known("uint8_t config_align(uint8_t given)", align, out);
    print_known("uint32_t config_slot_len(uint32_t given)", len, out);
    print_known("uint32_t config_slot_records(uint32_t given)", records, out);
    print_known("uint32_t config_write_len(uint32_t given)",
                is_encrypted(conf) ? "given" : "4", out);
    print_known("uint8_t config_image(uint8_t given)",
                boot->image_count == 1 ? "0" : "given", out);
    (void)fprintf(out,
                  "\nuint32_t config_sector_len(void)\n{\n    return %u;\n}\n",
                  CONF_SECTOR_LEN);
    (void)fprintf(out,
                  "\nbool config_is_encrypted(void)\n{\n    return %s;\n}\n",
                  word(is_encrypted(conf)));
    if (conf_enrolls(conf)) {
        print_known("const struct enroll_config *enroll_config_known("
                    "const struct enroll_config *given)",
                    "&enroll", out);
    }
    (void)fputs("\nbool config_is_checked(void)\n{\n    return true;\n}\n",
                out);
}

void conf_source_print(const struct conf *conf, FILE *out)
{
    (void)fprintf(out,
                  "/* Written by `sallyport conf source` for %s. */\n"
                  "#include \"core/strategy.h\"\n"
                  "#include \"port/common/flash_busy.h\"\n"
                  "#include \"port/common/product.h\"\n"
                  "#include \"port/common/watchdog.h\"\n",
                  conf_target_name(conf->target));
    conf_line_print_includes(conf, out);
    conf_console_print_includes(conf, out);
    (void)fputs("\n", out);
    print_keys(&conf->boot, out);
    if (conf_enrolls(conf)) {
        print_enroll(conf, out);
    }
    conf_line_print_config(conf, out);
    (void)fprintf(out, "const struct product product = {\n"
                       "    .boot =\n        {\n");
    print_boot(&conf->boot, out);
    (void)fprintf(out,
                  "        },\n"
                  "    .watchdog = %s,\n"
                  "    .flash_len = 0x%" PRIx32 ",\n"
                  "    .bootloader = 0x%" PRIx32 ",\n"
                  "    .second_cpu = %s,\n",
                  word(conf->watchdog), reached(conf->flash_len),
                  conf->bootloader.addr, word(conf->multi_processor));
    print_protection(conf, out);
    (void)fputs("};\n\n", out);
    print_strategy(conf->boot.mode, out);
    print_knowledge(conf, out);
    conf_line_print(conf, out);
    conf_console_print(conf, out);
}
