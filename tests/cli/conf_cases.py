# SPDX-License-Identifier: Apache-2.0
"""`sallyport conf` from outside: status, streams, and files left behind."""
import os
import xml.dom.minidom

from cli import Cli, check, same

SECTORS = "CONFIG_ESP_SCRATCH_SIZE=0x10000\n"


def _conf(cli):
    return Cli(cli.program, cli.folder, "conf")


def an_accepted_file_gives_status_0_and_one_line(cli):
    cli.write("a.conf", SECTORS)
    result = _conf(cli).ok("check", "-t", "esp32", "a.conf")
    same(result.out, b"configuration for esp32 accepted\n")
    same(result.err, b"")


def problems_go_to_stderr_with_status_1_and_nothing_is_printed(cli):
    cli.write("a.conf", "CONFIG_ESP_SCRACH_SIZE=0x1000\n\n"
                        "CONFIG_ESP_SCRATCH_OFFSET=0x3F0000\n")
    for command in ("check", "show", "layout"):
        result = _conf(cli).run(command, "a.conf")
        same(result.status, 1)
        same(result.out, b"")
        same(result.err.decode(), (
            "a.conf:1: error: CONFIG_ESP_SCRACH_SIZE is no key: did you mean "
            "CONFIG_ESP_SCRATCH_SIZE?\n"
            "a.conf:3: error: CONFIG_ESP_SCRATCH_OFFSET=0x3F0000 with "
            "CONFIG_ESP_SCRATCH_SIZE=0x1F000 ends at 0x40F000, beyond the "
            "flash of CONFIG_ESP_FLASH_SIZE=4MB (0x400000): lower the address "
            "or the size, or correct the flash size\n"))


def a_warning_is_told_and_the_status_stays_0(cli):
    cli.write("a.conf", "CONFIG_EFUSE_VIRTUAL=y\n")
    result = _conf(cli).ok("check", "a.conf")
    same(result.out, b"configuration for esp32c3 accepted\n")
    check(result.err.startswith(b"a.conf:1: warning: CONFIG_EFUSE_VIRTUAL=y"),
          str(result))


def a_missing_file_is_named(cli):
    result = _conf(cli).run("check", "nowhere.conf")
    same(result.status, 1)
    same(result.err.decode(), (
        "error: Cannot read 'nowhere.conf': No such file or directory: name a "
        "configuration file that can be read\n"))


def an_unknown_chip_is_a_usage_error(cli):
    result = _conf(cli).run("check", "--target", "esp32c6")
    same(result.status, 2)
    check(b"'esp32c6' is not one of" in result.err, str(result))


def later_files_win_and_show_says_which(cli):
    cli.write("a.conf", SECTORS)
    cli.write("b.conf", "\nCONFIG_ESP_SCRATCH_SIZE=0x8000\n")
    out = _conf(cli).ok("show", "a.conf", "b.conf").out.decode()
    line = next(row for row in out.splitlines() if "SCRATCH_SIZE" in row)
    same(line.split(), ["CONFIG_ESP_SCRATCH_SIZE=0x8000", "b.conf:2"])


def printed_defaults_are_accepted_as_a_file(cli):
    for chip in ("esp32", "esp32s2", "esp32c3", "esp32s3"):
        text = _conf(cli).ok("defaults", "--target", chip).out
        cli.write("bootloader.conf", text)
        _conf(cli).ok("check", "--target", chip, "bootloader.conf")


def a_picture_is_well_formed_and_names_every_region(cli):
    result = _conf(cli).ok("layout", "--svg", "flash.svg")
    same(result.out, b"")
    picture = xml.dom.minidom.parse(cli.path("flash.svg"))
    words = [node.firstChild.data
             for node in picture.getElementsByTagName("text")]
    for name in ("bootloader", "image 0 primary", "image 0 secondary",
                 "scratch", "0x020000", "0x1E0000", "0x3E0000", "0x400000"):
        check(name in words, f"no {name} in {words}")


def a_picture_of_a_refused_configuration_is_not_drawn(cli):
    cli.write("a.conf", "CONFIG_ESP_IMAGE_NUMBER=5\n")
    same(_conf(cli).run("layout", "--svg", "flash.svg", "a.conf").status, 1)
    same(cli.files(), ["a.conf"])


def a_picture_that_cannot_be_written_is_an_error(cli):
    _conf(cli).refused(1, "nowhere/flash.svg cannot be written", "layout",
                       "--svg", "nowhere/flash.svg")


def a_key_beside_its_configuration_is_found_from_elsewhere(cli):
    cli.run("keygen", "-k", "key.pem", "-t", "ecdsa-p256")
    cli.write("product.conf", "CONFIG_ESP_SIGN_EC256=y\n"
                              "CONFIG_ESP_SIGN_KEY_FILE=key.pem\n")
    elsewhere = Cli(cli.program, "/", "conf")
    out = elsewhere.ok("show", cli.path("product.conf")).out.decode()
    check("signature      ECDSA P-256, 1 key\n" in out, out)


def the_source_is_printed_or_written_and_the_same_each_time(cli):
    cli.write("a.conf", SECTORS)
    printed = _conf(cli).ok("source", "a.conf")
    _conf(cli).ok("source", "-o", "product.c", "a.conf")
    same(cli.read("product.c"), printed.out)
    check(b"a.conf" not in printed.out and cli.folder.encode()
          not in printed.out, str(printed))


def a_source_that_would_not_change_keeps_its_date(cli):
    cli.write("a.conf", SECTORS)
    _conf(cli).ok("source", "-o", "product.c", "a.conf")
    os.utime(cli.path("product.c"), (1, 1))
    _conf(cli).ok("source", "-o", "product.c", "a.conf")
    same(os.stat(cli.path("product.c")).st_mtime, 1.0)
    cli.write("a.conf", "CONFIG_ESP_MCUBOOT_WDT_ENABLE=y\n")
    _conf(cli).ok("source", "-o", "product.c", "a.conf")
    check(os.stat(cli.path("product.c")).st_mtime > 1.0, "not written")
    check(b".watchdog = true" in cli.read("product.c"), "not the new one")


def a_refused_configuration_writes_no_source(cli):
    cli.write("a.conf", "CONFIG_ESP_SCRATCH_OFFSET=0x3F0000\n")
    result = _conf(cli).run("source", "-o", "product.c", "a.conf")
    same(result.status, 1)
    check("product.c" not in cli.files(), str(result))
