# SPDX-License-Identifier: Apache-2.0
"""Images of the real imgtool boot here, as programmed and as updates."""
from box import CONF_OF_KEY, PLAIN, Device, check
from table import each

KEYS = list(CONF_OF_KEY)
ALIGNS = [1, 2, 4, 8, 16, 32]
MOVE = "CONFIG_ESP_BOOT_SWAP_USING_MOVE=y\n"
OVERWRITE = "CONFIG_ESP_BOOT_UPGRADE_ONLY=y\n"
DOWNGRADE = "CONFIG_ESP_DOWNGRADE_PREVENTION=y\n"
BY_COUNTER = DOWNGRADE + "CONFIG_ESP_DOWNGRADE_PREVENTION_SECURITY_COUNTER=y\n"


def _sign(box, key, version, *options, name=None, length=9000):
    """An image by the real imgtool; each version has another payload."""
    name = name or f"v{version}.bin"
    box.payload(length, int(version.split(".")[0]))
    box.theirs_ok("sign", *box.key(key), "-v", version, *PLAIN, *options,
                  "in.bin", name)
    return name


def _trailer(align, max_align=None):
    options = ["--align", str(align)]
    return options + (["--max-align", str(max_align)] if max_align else [])


@each(KEYS)
def plain_image_boots(box, key):
    device = Device(box, key)
    device.load("primary", _sign(box, key, "1.2.3+4", "--align", "4"))
    text = device.boot("1.2.3")
    check("version 1.2.3+4, runs from 0x020000" in text, text)


@each(KEYS, [40, 64, 0x200, 0x1000])
def header_of_any_size_boots(box, key, size):
    device = Device(box, key)
    device.load("primary", _sign(box, key, "1.0", "-H", str(size)))
    device.boot("1.0.0")


@each(KEYS, [1, 16, 4095, 4096, 65000])
def payload_of_any_length_boots(box, key, length):
    device = Device(box, key)
    device.load("primary", _sign(box, key, "1.0", length=length))
    device.boot("1.0.0")


@each(KEYS)
def header_room_in_the_input_is_used(box, key):
    box.write("room.bin", bytes(0x400) + b"payload" * 100)
    box.theirs_ok("sign", *box.key(key), "-v", "7", "-H", "0x400", "-S",
                  "0x20000", "room.bin", "v7.bin")
    device = Device(box, key)
    device.load("primary", "v7.bin")
    device.boot("7.0.0")


@each(KEYS, ALIGNS)
def padded_update_is_tried_and_taken_back(box, key, align):
    device = Device(box, key, align=align)
    device.load("primary", _sign(box, key, "1.0.0"))
    device.load("secondary", _sign(box, key, "2.0.0", "--pad",
                                   *_trailer(align)))
    check("on trial" in device.boot("2.0.0"), "not on trial")
    check("taking the update back" in device.boot("1.0.0"), "not taken back")
    device.boot("1.0.0")


@each(KEYS, ALIGNS)
def test_update_that_confirms_itself_stays(box, key, align):
    device = Device(box, key, align=align)
    device.load("primary", _sign(box, key, "1.0.0"))
    device.load("secondary", _sign(box, key, "2.0.0", "--test",
                                   *_trailer(align)))
    device.boot("2.0.0", "--app", "confirm")
    device.boot("2.0.0")
    device.boot("2.0.0")


@each(KEYS, ALIGNS)
def confirmed_update_stays(box, key, align):
    device = Device(box, key, align=align)
    device.load("primary", _sign(box, key, "1.0.0"))
    device.load("secondary", _sign(box, key, "2.0.0", "--confirm",
                                   *_trailer(align)))
    check("on trial" not in device.boot("2.0.0"), "on trial")
    device.boot("2.0.0")


@each([(f"{align}-in-{max_align}", align, max_align)
       for max_align in (8, 16, 32) for align in ALIGNS if align < max_align])
def trailer_may_be_laid_out_for_more(box, row):
    _, align, max_align = row
    device = Device(box, "p256", align=align, max_align=max_align)
    device.load("primary", _sign(box, "p256", "1.0.0"))
    device.load("secondary", _sign(box, "p256", "2.0.0", "--pad",
                                   *_trailer(align, max_align)))
    device.boot("2.0.0")
    device.boot("1.0.0")
    device.load("secondary", _sign(box, "p256", "3.0.0", "--confirm",
                                   *_trailer(align, max_align)))
    device.boot("3.0.0")
    device.boot("3.0.0")


@each(KEYS, ALIGNS)
def moving_swaps_and_takes_back(box, key, align):
    device = Device(box, key, MOVE, align=align)
    device.load("primary", _sign(box, key, "1.0.0"))
    device.load("secondary", _sign(box, key, "2.0.0", "--pad",
                                   *_trailer(align)))
    device.boot("2.0.0")
    device.boot("1.0.0")


@each(KEYS, [[], ["--overwrite-only"]], ["--pad", "--confirm"])
def overwriting_device_takes_the_update(box, key, smaller, padding):
    device = Device(box, key, OVERWRITE)
    device.load("primary", _sign(box, key, "1.0.0"))
    device.load("secondary", _sign(box, key, "2.0.0", padding, *smaller))
    device.boot("2.0.0")
    device.boot("2.0.0")


@each(KEYS)
def padded_and_confirmed_image_boots_from_primary(box, key):
    device = Device(box, key)
    device.load("primary", _sign(box, key, "1.0.0", "--confirm"))
    device.boot("1.0.0")
    device.load("secondary", _sign(box, key, "2.0.0", "--pad"))
    device.boot("2.0.0")
    device.boot("1.0.0")


@each(KEYS)
def unpadded_update_is_received_by_the_application(box, key):
    device = Device(box, key)
    device.load("primary", _sign(box, key, "1.0.0"))
    update = _sign(box, key, "2.0.0")
    device.boot("1.0.0", "--update", update, "--app", "request-test")
    device.boot("2.0.0")
    device.boot("1.0.0", "--update", update, "--app", "request-permanent")
    device.boot("2.0.0")
    device.boot("2.0.0")


OPTIONS = [
    ("counter", ["-s", "5"]),
    ("auto-counter", ["-s", "auto"]),
    ("boot-record", ["--boot-record", "APP"]),
    ("custom-tlvs", ["--custom-tlv", "0xa0", "0x0102", "--custom-tlv",
                     "0xfffe", "text", "--custom-tlv", "0x1a0", "0x"]),
    ("uuids", ["--vid", "example.com", "--cid", "sensor"]),
    ("load-addr", ["-L", "0x20000000"]),
    ("rom-fixed", ["-F", "0x20000"]),
    ("erased-zero", ["-R", "0", "-H", "0x100"]),
    ("pad-sig", ["--pad-sig"]),
    ("max-sectors", ["-M", "512"]),
    ("dependency", ["-d", "(0, 1.0)"]),
    ("everything", ["-s", "1", "--boot-record", "x", "-d", "(0, 0.0.1+0)",
                    "--vid", "12345678-1234-5678-1234-567812345678", "--cid",
                    "0123456789abcdef0123456789abcdef", "--custom-tlv", "0xa1",
                    "v", "-H", "0x80", "--pad-sig"]),
]


@each(KEYS, OPTIONS)
def option_does_not_keep_an_image_from_booting(box, key, option):
    device = Device(box, key)
    device.load("primary", _sign(box, key, "1.0.0", *option[1]))
    device.boot("1.0.0")
    device.load("secondary", _sign(box, key, "2.0.0", "--pad", "-R", "0xff",
                                   *option[1]))
    if "-R" in option[1]:
        return  # the trailer of such a file is for flash erased to 0
    device.boot("2.0.0")


@each(["--public-key-format=hash", "-e=little", "--sha=256",
       "--hmac-sha=auto", "--encrypt-keylen=128", "--compression=disabled"])
def default_spelled_out_changes_nothing(box, option):
    words = option.split("=") if option.startswith("--") \
        else [option[:2], option[3:]]
    device = Device(box, "ed25519")
    spelled = _sign(box, "ed25519", "1.0.0", *words, name="spelled.bin")
    plain = _sign(box, "ed25519", "1.0.0", name="plain.bin")
    check(box.read(spelled) == box.read(plain), "bytes differ")
    device.load("primary", spelled)
    device.boot("1.0.0")


@each(["rsa2048", "p256", "ed25519"])
def signature_made_elsewhere_boots(box, key):
    """Signed in two steps, as with a key in a safe place."""
    box.payload(9000, 1)
    version = ["-v", "1.0.0", *PLAIN]
    box.theirs_ok("sign", *box.key(key), *version, "--sig-out", "sig.b64",
                  "in.bin", "direct.bin")
    box.theirs_ok("sign", *version, "--fix-sig", "sig.b64", "--fix-sig-pubkey",
                  box.key_file(key, True), "in.bin", "fixed.bin")
    device = Device(box, key)
    device.load("primary", "fixed.bin")
    device.boot("1.0.0")


@each(KEYS)
def lower_version_is_refused_as_configured(box, key):
    device = Device(box, key, DOWNGRADE)
    device.load("primary", _sign(box, key, "2.0.0"))
    device.load("secondary", _sign(box, key, "1.9.9", "--confirm"))
    check("version is lower" in device.boot("2.0.0"), "no reason")
    device.load("secondary", _sign(box, key, "2.0.1", "--confirm"))
    device.boot("2.0.1")


@each(KEYS)
def lower_counter_is_refused_as_configured(box, key):
    device = Device(box, key, BY_COUNTER)
    device.load("primary", _sign(box, key, "2.0.0", "-s", "7"))
    device.load("secondary", _sign(box, key, "3.0.0", "-s", "6", "--confirm"))
    check("counter" in device.boot("2.0.0"), "no reason")
    device.load("secondary", _sign(box, key, "1.0.0", "-s", "auto",
                                   "--confirm"))
    device.boot("1.0.0")


TWO = ("CONFIG_ESP_IMAGE_NUMBER=2\n"
       "CONFIG_ESP_IMAGE1_PRIMARY_START_ADDRESS=0x80000\n"
       "CONFIG_ESP_IMAGE1_SECONDARY_START_ADDRESS=0xa0000\n")


@each(KEYS)
def dependency_on_another_image_is_kept(box, key):
    device = Device(box, key, TWO)
    device.load("primary", _sign(box, key, "1.0.0"))
    device.load("primary", _sign(box, key, "1.0.0", name="b1.bin"), 1)
    device.boot("1.0.0")
    needs = _sign(box, key, "2.0.0", "--confirm", "-d", "(1, 1.5)")
    device.load("secondary", needs)
    text = device.boot("1.0.0")
    check("another image is older than required" in text, text)
    device.load("secondary", _sign(box, key, "1.5.0", "--confirm"), 1)
    device.boot("2.0.0")
