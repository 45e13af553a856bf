# SPDX-License-Identifier: Apache-2.0
"""`sallyport enroll plan`: the plan of a device, and what it must not lock.

Bits are those of SPEC, "What enrolment burns"; eFuse files have the form of
the emulator's drives: block 0, then the others, as decoded words.
"""
import hashlib
import os
import re
import struct
import subprocess

from cli import Cli, check, same

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
NAMES = {"ESP32": "esp32", "S2": "esp32s2", "C3": "esp32c3", "S3": "esp32s3"}
CHIPS = ("esp32", "esp32s2", "esp32c3", "esp32s3")
BOOT = "".join(f"CONFIG_{key}=y\n" for key in (
    "SECURE_BOOT", "SECURE_BOOT_V2_ENABLED", "SECURE_SIGNED_ON_BOOT",
    "SECURE_SIGNED_APPS_RSA_SCHEME", "SECURE_BOOT_SUPPORTS_RSA"))
CRYPT = "CONFIG_SECURE_FLASH_ENC_ENABLED=y\n"
DEVELOP = CRYPT + "CONFIG_SECURE_FLASH_ENCRYPTION_MODE_DEVELOPMENT=y\n"
RELEASE = CRYPT + "CONFIG_SECURE_FLASH_ENCRYPTION_MODE_RELEASE=y\n"
NO_DOWNLOAD = "CONFIG_SECURE_DISABLE_ROM_DL_MODE=y\n"
SIGNED = "CONFIG_ESP_SIGN_EC256=y\nCONFIG_ESP_SIGN_KEY_FILE=app.pem\n"
# id of the chip in the image, where RAM for code begins
ROM = {"esp32": (0, 0x40080400), "esp32s2": (2, 0x40050000),
       "esp32c3": (5, 0x403D0000), "esp32s3": (9, 0x403B8000)}
KEYS = {}  # made once: RSA-3072 takes its time


def _image(chip, code_len=64):
    """A bootloader: header, one segment, checksum, SHA-256."""
    number, addr = ROM[chip]
    code = bytes(code_len)
    head = struct.pack("<BBBBIB3sHBHHIB", 0xE9, 1, 2, 0x20, addr, 0xEE,
                       bytes(3), number, 0, 0, 0xFFFF, 0, 1)
    body = head + struct.pack("<II", addr, len(code)) + code
    body += bytes(15 - len(body) % 16) + b"\xef"
    return body + hashlib.sha256(body).digest()


def _tool(cli, name):
    return Cli(cli.program, cli.folder, name)


def _key(cli, name):
    """A key of Secure Boot, the same for each case that asks for the name."""
    if name not in KEYS:
        _tool(cli, "espsecure").ok("generate-signing-key", "--version", "2",
                                   "--scheme", "rsa3072", name)
        KEYS[name] = cli.read(name)
    return cli.write(name, KEYS[name])


def _digest(cli, name):
    _key(cli, name)
    _tool(cli, "espsecure").ok("digest-sbv2-public-key", "--keyfile", name,
                               "--output", "digest.bin")
    return cli.read("digest.bin")


def _sign(cli, image, keyfile):
    cli.write("unsigned.bin", image)
    _tool(cli, "espsecure").ok("sign-data", "--version", "2", "--keyfile",
                               _key(cli, keyfile), "--output", "boot.bin",
                               "unsigned.bin")


def _device(cli, conf, chip="esp32c3", version="1.2.3", payload=2000):
    """Writes a.conf, boot.bin and flash.bin with an application."""
    imgtool = _tool(cli, "imgtool")
    imgtool.ok("keygen", "-k", "app.pem", "-t", "ecdsa-p256")
    cli.write("a.conf", conf)
    cli.write("app.bin", bytes(range(250)) * (payload // 250))
    imgtool.ok("sign", "-k", "app.pem", "--align", "32", "--max-align", "32",
               "-H", "32", "--pad-header", "-S", "0x150000",
               "--overwrite-only", "-v", version, "app.bin", "signed.bin")
    sim = _tool(cli, "sim")
    sim.ok("-c", "a.conf", "-t", chip, "-f", "flash.bin", "create")
    sim.ok("-c", "a.conf", "-t", chip, "-f", "flash.bin", "load",
           "--slot", "primary", "signed.bin")
    _sign(cli, _image(chip), "boot.pem")


def _plan(cli, *words, chip="esp32c3"):
    tool = _tool(cli, "enroll")
    return tool.ok("plan", "-c", "a.conf", "-t", chip, "-f", "flash.bin", "-b",
                   "boot.bin", *words)


def _refused(cli, sentence, *words, chip="esp32c3"):
    tool = _tool(cli, "enroll")
    error = tool.refused(1, "", "plan", "-c", "a.conf", "-t", chip, "-f",
                         "flash.bin", "-b", "boot.bin", *words)
    check(sentence in error, f"'{sentence}' expected in: {error}")


def _steps(result):
    """The lines of the device's log, without their beginning."""
    return [line.split("] ", 2)[2]
            for line in result.out.decode().splitlines() if "[WRN]" in line]


def _efuses(chip, bits=(), blocks=()):
    """An eFuse file: bits of block 0, and (block, 32 bytes)."""
    data = bytearray(124 if chip == "esp32" else 336)
    for bit in bits:
        data[bit // 8] |= 1 << bit % 8
    for block, content in blocks:
        at = (0x1C + 0x20 * (block - 1) if chip == "esp32"
              else 0x70 + 0x20 * (block - 4))
        data[at:at + 32] = content
    return bytes(data)


def the_plan_of_esp32c3_is_told_step_by_step(cli):
    _device(cli, BOOT + RELEASE + NO_DOWNLOAD + SIGNED)
    digest = _digest(cli, "boot.pem")
    result = _plan(cli)
    lines = result.out.decode().splitlines()
    same(lines[:3], [
        "bootloader: 8192 bytes at 0x0, signature blocks: 1",
        f"  key 0, digest {digest.hex()}: to be burned unless others are there "
        "already",
        "image 0: version 1.2.3+0 at 0x20000 is verified"])
    word = int.from_bytes(digest[:4], "little")
    same(_steps(result), [
        f"eFuse block 4: key digest, word 0 is 0x{word:x}",
        "eFuse block 4: purpose 9",
        "eFuse block 4: never changed again",
        "key digest 1: never trusted",
        "key digest 2: never trusted",
        "DIS_DIRECT_BOOT 0 -> 1: no direct boot",
        "DIS_PAD_JTAG 0 -> 1: no JTAG",
        "DIS_USB_JTAG 0 -> 1: no JTAG by USB",
        "SOFT_DIS_JTAG 0 -> 7: no JTAG",
        "SECURE_BOOT_EN 0 -> 1: no unsigned bootloader",
        "eFuse block 5: new flash key",
        "eFuse block 5: purpose 4",
        "eFuse block 5: never read again",
        "eFuse block 5: never changed again",
        "DIS_DOWNLOAD_MANUAL_ENCRYPT 0 -> 1: no encryption by UART",
        "DIS_DOWNLOAD_ICACHE 0 -> 1: no cache in download mode",
        "WR_DIS(0) 0 -> 1: no more read protection",
        "WR_DIS(2) 0 -> 1: no change of cache, JTAG, USB",
        "flash encrypted, counter 0x0 -> 0x1",
        "DIS_DOWNLOAD_MODE 0 -> 1: no download mode",
        "WR_DIS(4) 0 -> 1: no plain flash",
        "armed: all this is burned, for ever"])
    same(lines[-2:], [
        "the device can carry this out; none of it can be undone",
        "from then on only the application can install another: try its "
        "update first"])


def every_chip_has_a_plan_that_ends_locked(cli):
    enables = {"esp32": "ABS_DONE_1"}
    last = {"esp32": ["UART_DOWNLOAD_DIS", "WR_DIS(2)"]}
    _device(cli, BOOT + RELEASE + NO_DOWNLOAD + SIGNED, CHIPS[0])
    for chip in CHIPS:
        _again(cli, chip)
        steps = [line.split(" ")[0] for line in _steps(_plan(cli, chip=chip))]
        check(enables.get(chip, "SECURE_BOOT_EN") in steps, f"{chip}: {steps}")
        same(steps[-3:-1], last.get(chip, ["DIS_DOWNLOAD_MODE", "WR_DIS(4)"]),
             chip)


def _again(cli, chip):
    """The same files for another chip."""
    sim = _tool(cli, "sim")
    sim.ok("-c", "a.conf", "-t", chip, "-f", "flash.bin", "create", "--force")
    sim.ok("-c", "a.conf", "-t", chip, "-f", "flash.bin", "load",
           "--slot", "primary", "signed.bin")
    _sign(cli, _image(chip), "boot.pem")


def nothing_is_written(cli):
    _device(cli, BOOT + SIGNED)
    cli.write("efuse.bin", _efuses("esp32c3"))
    before = {name: cli.read(name) for name in cli.files()}
    _plan(cli, "-e", "efuse.bin")
    same({name: cli.read(name) for name in cli.files()}, before)


def an_unarmed_product_says_so(cli):
    _device(cli, BOOT + SIGNED + "CONFIG_ESP_ENROLL_ARMED=n\n")
    result = _plan(cli)
    same(_steps(result)[-1], "nothing is burned: CONFIG_ESP_ENROLL_ARMED=n")
    check(result.out.endswith(b"burn nothing: CONFIG_ESP_ENROLL_ARMED=n\n"),
          str(result))


def a_product_that_locks_nothing_has_no_plan(cli):
    _device(cli, SIGNED)
    check(_plan(cli).out.startswith(b"nothing to enrol: neither "), "a plan")


def a_bootloader_without_signature_is_refused(cli):
    _device(cli, BOOT + SIGNED)
    cli.write("boot.bin", _image("esp32c3"))
    _refused(cli, "the bootloader at 0x0 can not be enrolled: the bootloader "
             "is not signed")
    cli.write("boot.bin", b"")
    _refused(cli, "can not be enrolled: ")


def a_changed_bootloader_is_refused(cli):
    _device(cli, BOOT + SIGNED)
    good = cli.read("boot.bin")
    for at in (40, 4096 + 900):  # in the code, in the signature
        bad = bytearray(good)
        bad[at] ^= 1
        cli.write("boot.bin", bytes(bad))
        _refused(cli, "can not be enrolled: ")


def a_bootloader_too_large_for_its_region_is_refused(cli):
    small = "CONFIG_ESP_BOOTLOADER_SIZE=0x5000\n"
    _device(cli, BOOT + DEVELOP + SIGNED + small)
    _plan(cli)
    _sign(cli, _image("esp32c3", 5000), "boot.pem")
    _refused(cli, "too large")


def a_key_that_the_efuses_do_not_hold_is_refused(cli):
    _device(cli, BOOT + SIGNED)
    enabled = (116, 88, 91, 8, 23, 86, 87)  # SECURE_BOOT_EN, purpose 9
    cli.write("efuse.bin", _efuses("esp32c3", enabled,
                                   [(4, _digest(cli, "other.pem"))]))
    _refused(cli, "starts no bootloader that is signed with these keys", "-e",
             "efuse.bin")
    cli.write("efuse.bin", _efuses("esp32c3", enabled,
                                   [(4, _digest(cli, "boot.pem"))]))
    check(b": the eFuses hold it\n" in _plan(cli, "-e", "efuse.bin").out,
          "not told")
    cli.write("efuse.bin", _efuses("esp32c3", enabled + (85,),
                                   [(4, _digest(cli, "boot.pem"))]))
    _refused(cli, "starts no bootloader", "-e", "efuse.bin")


def digests_of_the_owner_that_are_not_ours_are_refused(cli):
    _device(cli, BOOT + SIGNED)
    cli.write("efuse.bin", _efuses("esp32c3", (88, 91, 8, 23),
                                   [(4, _digest(cli, "other.pem"))]))
    _refused(cli, "the device would refuse: the eFuse holds digests of other "
             "keys only", "-e", "efuse.bin")


def exhausted_key_blocks_are_refused(cli):
    _device(cli, BOOT + SIGNED)
    full = [(block, b"\x5a" * 32) for block in range(4, 10)]
    cli.write("efuse.bin", _efuses("esp32c3", (), full))
    _refused(cli, "the device would refuse: no eFuse key block is free", "-e",
             "efuse.bin")
    cli.write("efuse.bin", _efuses("esp32", (), [(1, b"\x5a" * 32),
                                                 (2, b"\x5a" * 32)]))
    _again(cli, "esp32")
    _refused(cli, "the device would refuse: ", "-e", "efuse.bin", chip="esp32")


def a_locked_counter_or_field_is_refused(cli):
    _device(cli, BOOT + DEVELOP + SIGNED)
    for lock in (4, 2, 0):  # counter, JTAG and download, read protection
        cli.write("efuse.bin", _efuses("esp32c3", (lock,)))
        _refused(cli, "the device would refuse: ", "-e", "efuse.bin")


def a_coding_scheme_of_esp32_is_refused(cli):
    _device(cli, BOOT + SIGNED, "esp32")
    cli.write("efuse.bin", _efuses("esp32", (192,)))
    _refused(cli, "the device would refuse: ", "-e", "efuse.bin", chip="esp32")


def a_device_without_application_is_refused(cli):
    _device(cli, BOOT + RELEASE + SIGNED)
    cli.write("flash.bin", b"")
    _refused(cli, "nothing boots from slot 0: ")
    cli.write("a.conf", BOOT + RELEASE + NO_DOWNLOAD + SIGNED)
    _refused(cli, "in release mode and with CONFIG_SECURE_DISABLE_ROM_DL_MODE="
             "y nothing could ever be installed")


def an_application_that_nothing_could_replace_is_refused(cli):
    slots = ("CONFIG_ESP_DOWNGRADE_PREVENTION=y\n"
             "CONFIG_ESP_APPLICATION_SIZE=0x40000\n"
             "CONFIG_ESP_IMAGE0_SECONDARY_START_ADDRESS=0x60000\n")
    _device(cli, BOOT + DEVELOP + SIGNED + slots, payload=210000)
    _plan(cli)
    cli.write("a.conf", BOOT + RELEASE + SIGNED + slots)
    _refused(cli, "no update could ever replace it in release mode")
    cli.write("a.conf", BOOT + RELEASE + SIGNED + slots.replace(
        "DOWNGRADE_PREVENTION=y", "BOOT_UPGRADE_ONLY=y"))
    _plan(cli)


def overlapping_slots_are_refused_by_the_configuration(cli):
    _device(cli, BOOT + SIGNED)
    cli.write("a.conf", BOOT + SIGNED
              + "CONFIG_ESP_IMAGE0_SECONDARY_START_ADDRESS=0x30000\n")
    result = _tool(cli, "enroll").run("plan", "-c", "a.conf", "-f",
                                      "flash.bin")
    same(result.status, 1)
    check(b"overlaps the image 0 secondary region" in result.err, str(result))


def files_of_the_wrong_size_are_refused(cli):
    _device(cli, BOOT + SIGNED)
    cli.write("efuse.bin", bytes(100))
    _refused(cli, "efuse.bin", "-e", "efuse.bin")
    cli.write("boot.bin", bytes(0xF001))
    _refused(cli, "'boot.bin' has 61441 bytes, but there is room for 0xF000")


def the_flash_file_must_be_named(cli):
    _tool(cli, "enroll").refused(2, "Missing option '-f' / '--flash'", "plan")


def _documented():
    """(stage, field, loss) -> chips, by the table of docs/security.md."""
    with open(os.path.join(ROOT, "docs", "security.md"),
              encoding="utf-8") as file:
        rows = re.findall(r"^\| ([A-Z_]+) \| `([^`]+)` \| ([^|]+) \| ([^|]+)"
                          r" \| ", file.read(), re.M)
    check(len(rows) > 20, "no table")
    return {(stage, field, loss): {NAMES[chip] for chip in chips.split(", ")}
            for stage, field, chips, loss in rows}


def _burned(cli, chip, conf):
    """(stage, field, loss) of a configuration's source."""
    cli.write("b.conf", conf)
    text = _tool(cli, "conf").ok("source", "-t", chip, "b.conf").out.decode()
    return set(re.findall(r'ENROLL_STAGE_(\w+), \d+,\n\s+"(\S+) %u -> %u: no '
                          r'([^"]+)"', text))


def the_table_of_the_documentation_is_what_is_burned(cli):
    documented = _documented()
    for chip in CHIPS:
        more = ("" if chip == "esp32" else
                "CONFIG_SECURE_BOOT_ENABLE_AGGRESSIVE_KEY_REVOKE=y\n")
        found = _burned(cli, chip, BOOT + RELEASE + NO_DOWNLOAD + more)
        if chip != "esp32":
            found |= _burned(cli, chip, BOOT + RELEASE + "CONFIG_SECURE_ENABLE_"
                             "SECURE_ROM_DL_MODE=y\n")
        same(found, {row for row, chips in documented.items()
                     if chip in chips}, chip)


def the_documented_rehearsal_runs(cli):
    with open(os.path.join(ROOT, "docs", "security.md"),
              encoding="utf-8") as file:
        lines = "".join(re.findall(r"^```sh\n(.*?)^```", file.read(),
                                   re.M | re.S))
    cli.write("mcuboot_esp32c3.bin", _image("esp32c3"))
    cli.write("app.bin", bytes(1000))
    done = subprocess.run(["sh", "-ec", "sallyport() { \"$PROGRAM\" \"$@\"; }\n"
                           + lines], cwd=cli.folder, capture_output=True,
                          env={**os.environ, "PROGRAM": cli.program},
                          check=False)
    same(done.returncode, 0, done.stderr.decode())
    check(b"the device can carry this out" in done.stdout,
          done.stdout.decode())
    check(done.stdout.endswith(b"nothing is left to burn: the chip is locked "
                               b"as the configuration says\n"),
          done.stdout.decode())


def _chip(cli, chip):
    """A virtual chip with bootloader and application, ready to be locked."""
    offset = "0x1000" if chip in ("esp32", "esp32s2") else "0"
    _tool(cli, "sim").ok("-c", "a.conf", "-t", chip, "-f", "flash.bin", "load",
                         "--offset", offset, "boot.bin")
    if "efuse.bin" in cli.files():
        os.remove(cli.path("efuse.bin"))


def _boot(cli, chip, *words):
    return _tool(cli, "sim").ok("-c", "a.conf", "-t", chip, "-f", "flash.bin",
                                "-e", "efuse.bin", "boot", *words)


def every_virtual_chip_is_locked_as_its_plan_says(cli):
    _device(cli, BOOT + RELEASE + NO_DOWNLOAD + SIGNED, CHIPS[0])
    for chip in CHIPS:
        _again(cli, chip)
        _chip(cli, chip)
        planned = _steps(_plan(cli, chip=chip))
        first = _boot(cli, chip, "--expect", "reset")
        same([line for line in _steps(first) if line in planned], planned)
        second = _boot(cli, chip, "--app", "confirm", "--expect", "1.2.3")
        check(b"secure boot verification succeeded" in second.out, str(second))
        same(_steps(second)[:2], planned[-3:-1], chip)
        check(b"1.2.3" not in cli.read("flash.bin")
              and bytes(range(64)) not in cli.read("flash.bin"), "plain text")
        same(_steps(_boot(cli, chip, "--expect", "1.2.3")), [], chip)


def _cut(cli, percent):
    """A chip that is cut in its first boot; what the next one does."""
    _again(cli, "esp32c3")
    _chip(cli, "esp32c3")
    _boot(cli, "esp32c3", "--cut", f"{percent}%:bits:7", "--expect", "cut")
    return _tool(cli, "sim").run("-c", "a.conf", "-f", "flash.bin", "-e",
                                 "efuse.bin", "boot", "--expect", "reset")


def a_virtual_chip_that_is_cut_while_it_is_locked_goes_on(cli):
    _device(cli, BOOT + DEVELOP + SIGNED, payload=40000)
    for percent in range(5, 86, 16):
        same(_cut(cli, percent).status, 0, f"{percent} %")
        _boot(cli, "esp32c3", "--expect", "1.2.3")


def cut_while_the_bootloader_is_replaced_it_is_flashed_again(cli):
    _device(cli, BOOT + DEVELOP + SIGNED, payload=40000)
    result = _cut(cli, 96)
    same(result.status, 1, result)
    check(b"rom: invalid header" in result.out, str(result))
    _tool(cli, "sim").ok("-c", "a.conf", "-f", "flash.bin", "-e", "efuse.bin",
                         "load", "--offset", "0", "boot.bin")
    _boot(cli, "esp32c3", "--expect", "reset")
    _boot(cli, "esp32c3", "--expect", "1.2.3")


def a_virtual_chip_that_is_not_armed_burns_nothing(cli):
    _device(cli, BOOT + RELEASE + SIGNED + "CONFIG_ESP_ENROLL_ARMED=n\n")
    _chip(cli, "esp32c3")
    cli.write("efuse.bin", _efuses("esp32c3"))
    before = cli.read("flash.bin")
    result = _boot(cli, "esp32c3", "--expect", "1.2.3")
    same(_steps(result)[-1], "nothing is burned: CONFIG_ESP_ENROLL_ARMED=n")
    same(cli.read("efuse.bin"), _efuses("esp32c3"))
    same(cli.read("flash.bin"), before)


def a_locked_virtual_chip_refuses_another_bootloader(cli):
    _device(cli, BOOT + SIGNED)
    _chip(cli, "esp32c3")
    _boot(cli, "esp32c3")
    _boot(cli, "esp32c3", "--expect", "1.2.3")
    _sign(cli, _image("esp32c3"), "other.pem")
    sim = _tool(cli, "sim")
    sim.ok("-c", "a.conf", "-f", "flash.bin", "load", "--offset", "0",
           "boot.bin")
    result = _boot(cli, "esp32c3", "--expect", "nothing")
    check(b"secure boot verification failed" in result.out, str(result))
