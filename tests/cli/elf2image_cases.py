# SPDX-License-Identifier: Apache-2.0
"""`sallyport elf2image` from outside: options, refusals, files left behind."""
import hashlib
import struct

from cli import Cli, check, same

CODE = 0x403D0000
JUMPS = bytes.fromhex("6f000000") * 4
# SPEC, Bootloader image: the worked example for ESP32-C3
EXAMPLE = bytes.fromhex(
    "e901022000003d40ee00000005000000000000000000000100003d4010000000"
    "6f0000006f0000006f0000006f000000000000000000000000000000000000ef"
    "35f05875fb7c4f3c401f9c1dba4af9e868b41135aadd737c163991ef91a9d4d0")


def _tool(cli):
    return Cli(cli.program, cli.folder, "elf2image")


def _elf(segments, machine=243, entry=None):
    """An executable of [(address, bytes)]."""
    entry = segments[0][0] if entry is None else entry
    offset = 52 + 32 * len(segments)
    table, data = b"", b""
    for addr, content in segments:
        table += struct.pack("<8I", 1, offset + len(data), addr, addr,
                             len(content), len(content), 7, 4)
        data += content
    head = struct.pack("<4s5B7xHHIIIIIHHHHHH", b"\x7fELF", 1, 1, 1, 0, 0, 2,
                       machine, 1, entry, 52, 0, 0, 52, 32, len(segments), 0,
                       0, 0)
    return head + table + data


def the_worked_example_comes_out_byte_for_byte(cli):
    cli.write("a.elf", _elf([(CODE, JUMPS)]))
    _tool(cli).ok("--chip", "esp32c3", "--max-rev-full", "0", "a.elf")
    same(cli.read("a.bin"), EXAMPLE)


def options_are_taken_with_dashes_and_with_underscores(cli):
    cli.write("a.elf", _elf([(CODE, JUMPS)]))
    values = [("flash-mode", "qio"), ("flash-freq", "80m"),
              ("flash-size", "16MB"), ("min-rev", "3"),
              ("min-rev-full", "3"), ("max-rev-full", "199")]
    for name, sign in (("dash.bin", "-"), ("underscore.bin", "_")):
        words = []
        for option, value in values:
            words += ["--" + option.replace("-", sign), value]
        _tool(cli).ok("-c", "esp32c3", *words, "-o", name, "a.elf")
    same(cli.read("dash.bin"), cli.read("underscore.bin"))
    same(cli.read("dash.bin")[:24].hex(),
         "e90100" "4f" "00003d40" "ee000000" "0500" "03" "0300" "c700"
         "00000000" "01")


def the_digest_is_over_all_before_it(cli):
    cli.write("a.elf", _elf([(CODE, JUMPS * 9), (0x3FCBE000, b"data")]))
    _tool(cli).ok("--chip", "esp32c3", "a.elf")
    image = cli.read("a.bin")
    same(image[-32:], hashlib.sha256(image[:-32]).digest())
    _tool(cli).ok("--chip", "esp32c3", "--dont-append-digest", "a.elf", "-o",
                  "b.bin")
    shorter = bytearray(cli.read("b.bin"))
    same(shorter[23], 0)
    shorter[23] = 1
    same(bytes(shorter), image[:-32])


def two_runs_give_the_same_bytes(cli):
    cli.write("a.elf", _elf([(CODE, JUMPS * 9), (0x3FCBE000, b"data")]))
    _tool(cli).ok("--chip", "esp32c3", "a.elf", "-o", "1.bin")
    _tool(cli).ok("--chip", "esp32c3", "a.elf", "-o", "2.bin")
    same(cli.read("1.bin"), cli.read("2.bin"))


def the_chip_must_be_named(cli):
    cli.write("a.elf", _elf([(CODE, JUMPS)]))
    _tool(cli).refused(2, "Missing option '-c' / '--chip'", "a.elf")


def a_number_out_of_range_is_a_usage_error(cli):
    cli.write("a.elf", _elf([(CODE, JUMPS)]))
    _tool(cli).refused(2, "Invalid value for '-r' / '--min-rev': '256' is no "
                       "number from 0 to 255", "-c", "esp32c3", "--min-rev",
                       "256", "a.elf")


def every_refusal_is_one_sentence_with_the_file_and_leaves_nothing(cli):
    rows = [
        (b"", "'a.elf' is no ELF file: name the file that the linker wrote\n"),
        (_elf([(CODE, JUMPS)])[:80], "'a.elf' is damaged: its program headers "
         "lie beyond its end; link it again\n"),
        (_elf([(CODE, JUMPS)], machine=94), "'a.elf' is compiled for Xtensa "
         "(ELF machine 94), but ESP32-C3 is RISC-V: name the file built for "
         "it, or another --chip\n"),
        (_elf([(CODE, JUMPS)], machine=62), "'a.elf' is compiled for another "
         "processor (ELF machine 62), but ESP32-C3 is RISC-V: name the file "
         "built for it, or another --chip\n"),
        (_elf([(0x42000020, JUMPS)]), "'a.elf' has a segment at "
         "0x42000020..0x42000030, which is no RAM of ESP32-C3: a bootloader "
         "runs from RAM only, correct the linker script\n"),
        (_elf([(CODE, bytes(0x10000))]), "'a.elf' makes an image of 65616 "
         "bytes, but the limit is 65536: leave options of the configuration "
         "out\n"),
    ]
    for content, sentence in rows:
        cli.write("a.elf", content)
        same(_tool(cli).refused(1, "", "-c", "esp32c3", "a.elf"), sentence)


def a_missing_file_is_named(cli):
    _tool(cli).refused(1, "Cannot read 'nowhere.elf': ", "-c", "esp32c3",
                       "nowhere.elf")


def an_output_that_cannot_be_written_is_named(cli):
    cli.write("a.elf", _elf([(CODE, JUMPS)]))
    sentence = _tool(cli).refused(1, "", "-c", "esp32c3", "-o", "no/a.bin",
                                  "a.elf")
    check("no/a.bin" in sentence, sentence)


def a_smaller_limit_counts_and_a_larger_one_does_not(cli):
    cli.write("a.elf", _elf([(CODE, JUMPS)]))
    _tool(cli).ok("-c", "esp32c3", "--max-size", "96", "a.elf", "-o", "a.bin")
    same(_tool(cli).refused(1, "", "-c", "esp32c3", "--max-size", "95",
                            "a.elf"),
         "'a.elf' makes an image of 96 bytes, but the limit is 95: leave "
         "options of the configuration out\n")
    cli.write("b.elf", _elf([(CODE, bytes(0x10000))]))
    _tool(cli).refused(1, "'b.elf' makes an image of 65616 bytes, but the "
                       "limit is 65536", "-c", "esp32c3", "--max-size",
                       "0x20000", "b.elf")
