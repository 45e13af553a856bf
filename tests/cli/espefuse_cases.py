# SPDX-License-Identifier: Apache-2.0
"""`sallyport espefuse` from outside: files, streams, status."""
import json
import os
import subprocess

from cli import Cli, check, same

KEY = bytes(range(32))
C3 = ["--chip", "esp32c3", "--virt", "--path-efuse-file", "f.bin"]


def _tool(cli):
    cli.write("key.bin", KEY)
    return Cli(cli.program, cli.folder, "espefuse")


def _burn(tool, *words, stdin=b"", confirm=False):
    sure = [] if confirm else ["--do-not-confirm"]
    return tool.run(*C3, *sure, *words, stdin=stdin)


def _word(cli, off):
    """A register of the file, which is the register space backwards."""
    data = cli.read("f.bin")
    return int.from_bytes(data[len(data) - 4 - off:len(data) - off], "big")


def burn_key_writes_key_purpose_and_protection(cli):
    tool = _tool(cli)
    result = _burn(tool, "burn-key", "BLOCK_KEY0", "key.bin",
                   "XTS_AES_128_KEY", "--no-read-protect")
    same(result.status, 0)
    same(_word(cli, 0x2c), 0x00800100)
    same(_word(cli, 0x34), 0x04000000)
    same(_word(cli, 0x9c), 0x1c1d1e1f)
    same(cli.read("f.bin")[0x144:0x164], KEY)


def underscores_stand_for_dashes(cli):
    tool = _tool(cli)
    same(tool.run("--chip", "esp32c3", "--virt", "--path_efuse_file", "f.bin",
                  "--do_not_confirm", "burn_efuse", "DIS_ICACHE").status, 0)
    same(_word(cli, 0x30), 0x100)


def without_the_word_nothing_is_burned(cli):
    tool = _tool(cli)
    for answer in (b"\n", b"burn\n", b"BURN IT\n", b""):
        result = _burn(tool, "burn-efuse", "DIS_ICACHE", stdin=answer,
                       confirm=True)
        same(result.status, 0)
        check(b"Aborting." in result.out, str(result))
        same(cli.read("f.bin"), bytes(512))
    result = _burn(tool, "burn-efuse", "DIS_ICACHE", stdin=b"BURN\n",
                   confirm=True)
    check(b"Successful." in result.out, str(result))
    same(_word(cli, 0x30), 0x100)


def refusals_leave_the_file_as_it_was(cli):
    tool = _tool(cli)
    same(_burn(tool, "burn-key", "BLOCK_KEY0", "key.bin", "USER").status, 0)
    before = cli.read("f.bin")
    for words, part in (
            (["burn-bit", "BLOCK_KEY0", "255"], "write-protected"),
            (["burn-key", "BLOCK_KEY5", "key.bin", "XTS_AES_128_KEY"],
             "another block"),
            (["burn-key", "BLOCK_KEY1", "key.bin", "XTS_AES_256_KEY"],
             "no key purpose"),
            (["burn-key", "BLOCK_KEY1", "key.bin"], "BLOCK FILE PURPOSE"),
            (["burn-key", "BLOCK_KEY1", "none.bin", "USER"], "none.bin"),
            (["burn-efuse", "FOO", "1"], "no eFuse named 'FOO'"),
            (["burn-efuse", "WDT_DELAY_SEL", "4"], "1 .. 3"),
            (["burn-efuse", "WDT_DELAY_SEL", "0"], "1 .. 3"),
            (["burn-efuse", "MAC", "aa:bb:cc:dd:ee:00"], "not be burned"),
            (["read-protect-efuse", "BLOCK_KEY1"], "must stay readable"),
            (["write-protect-efuse", "WR_DIS"], "no bit of WR_DIS")):
        result = _burn(tool, *words)
        same(result.status, 2)
        check(part in result.err.decode(), str(result))
        same(cli.read("f.bin"), before)


def only_files_are_worked_on(cli):
    result = _tool(cli).run("--port", "/dev/ttyUSB0", "--chip", "esp32",
                            "summary")
    same(result.status, 2)
    check(b"give --virt --path-efuse-file FILE" in result.err, str(result))


def chip_has_to_be_named_where_the_length_does_not_tell(cli):
    tool = _tool(cli)
    cli.write("f.bin", bytes(512))
    result = tool.run("--virt", "--path-efuse-file", "f.bin", "summary")
    same(result.status, 2)
    check(b"give --chip" in result.err, str(result))
    cli.write("f.bin", bytes(288))
    same(tool.run("--virt", "--path-efuse-file", "f.bin",
                  "summary").status, 0)
    cli.write("f.bin", bytes(100))
    result = tool.run(*C3, "summary")
    same(result.status, 2)
    check(b"100 bytes" in result.err, str(result))


def key_survives_conversion_when_it_stayed_readable(cli):
    tool = _tool(cli)
    same(_burn(tool, "burn-key", "BLOCK_KEY0", "key.bin", "XTS_AES_128_KEY",
               "--no-read-protect").status, 0)
    tool.ok("--chip", "esp32c3", "convert", "--format", "emulator", "f.bin",
            "e.bin")
    drive = cli.read("e.bin")
    same(len(drive), 1024)
    same(drive[0x70:0x90], KEY[::-1])
    tool.ok("--chip", "esp32c3", "convert", "--format", "region", "e.bin",
            "r.bin")
    same(len(cli.read("r.bin")), 352)
    tool.ok("--chip", "esp32c3", "convert", "--format", "espefuse", "r.bin",
            "b.bin")
    same(cli.read("b.bin")[0x144:0x164], KEY)


def conversion_says_that_a_protected_key_is_gone(cli):
    tool = _tool(cli)
    same(_burn(tool, "burn-key", "BLOCK_KEY0", "key.bin",
               "XTS_AES_128_KEY").status, 0)
    result = tool.ok("--chip", "esp32c3", "convert", "--format", "emulator",
                     "f.bin", "e.bin")
    check(b"--no-read-protect" in result.out, str(result))


def emulator_drive_keeps_a_protected_key(cli):
    tool = _tool(cli)
    cli.write("f.bin", bytes(1024))
    same(_burn(tool, "burn-key", "BLOCK_KEY0", "key.bin",
               "XTS_AES_128_KEY").status, 0)
    drive = cli.read("f.bin")
    same(drive[0x70:0x90], KEY[::-1])
    same(drive[4], 1)


def summary_comes_as_json_and_as_one_value(cli):
    tool = _tool(cli)
    same(_burn(tool, "burn-efuse", "KEY_PURPOSE_1", "HMAC_UP").status, 0)
    values = json.loads(tool.ok(*C3, "summary", "--format", "json").out)
    same(values["KEY_PURPOSE_1"]["value"], "HMAC_UP")
    same(values["WAFER_VERSION_MINOR"]["word"], None)
    same(tool.ok(*C3, "summary", "--format", "value_only",
                 "KEY1_PURPOSE").out, b"HMAC_UP\n")
    check(b"KEY_PURPOSE_1 (BLOCK0)" in tool.ok(*C3, "summary", "--active").out,
          "not active")
    tool.ok(*C3, "summary", "--format", "json", "--file", "s.json")
    same(json.loads(cli.read("s.json")), values)


def dump_prints_the_words_of_all_blocks(cli):
    tool = _tool(cli)
    same(_burn(tool, "burn-bit", "BLOCK3", "0", "33").status, 0)
    lines = tool.ok(*C3, "dump").out.decode().splitlines()
    same(len(lines), 11)
    same(lines[3], "BLOCK_USR_DATA  (BLOCK3          ) [3 ] dump: 00000001 "
                   "00000002" + " 00000000" * 6)


def links_act_as_the_subcommand(cli):
    folder = os.path.dirname(cli.program)
    for name in ("espefuse", "espefuse.py"):
        done = subprocess.run([os.path.join(folder, name), *C3, "dump"],
                              cwd=cli.folder, capture_output=True, timeout=60,
                              check=False)
        same(done.returncode, 0)
