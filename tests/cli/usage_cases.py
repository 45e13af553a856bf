# SPDX-License-Identifier: Apache-2.0
"""Names, help, version and usage errors of the whole tool."""
import os
import re
import subprocess

from cli import check, same
from key_expect import good, holds, usage_error

COMMANDS = ["create", "dumpinfo", "getpriv", "getpub", "getpubhash", "keygen",
            "keyinfo", "sign", "verify", "version"]


def each_name_of_the_program_is_told_in_usage_lines(cli):
    for name in ("imgtool", "imgtool.py"):
        os.symlink(cli.program, cli.path(name))
    for words, name in [
            ([cli.path("imgtool")], "imgtool"),
            ([cli.path("imgtool.py")], "imgtool.py"),
            ([cli.program, "imgtool"], "sallyport imgtool")]:
        done = subprocess.run([*words, "bogus"], capture_output=True,
                              check=False)
        same(done.returncode, 2)
        same(done.stderr.decode(), (
            f"Usage: {name} [OPTIONS] COMMAND [ARGS]...\n"
            f"Try '{name} -h' for help.\n\n"
            "Error: No such command 'bogus'.\n"))


def help_of_the_group_lists_commands_in_alphabetical_order(cli):
    for words in (["-h"], ["--help"], []):
        out = good(cli, *words)
        listed = re.findall(r"^  (\w+) ", out.split("Commands:\n")[1], re.M)
        same(listed, COMMANDS)


def help_of_each_command_is_on_stdout_with_status_0(cli):
    for command in COMMANDS:
        for word in ("-h", "--help"):
            out = good(cli, command, word)
            holds(out, f"Usage: sallyport imgtool {command} [OPTIONS]")
            holds(out, "-h, --help")
            check(max(map(len, out.split("\n"))) <= 80, out)


def version_is_printed_alone(cli):
    same(good(cli, "version"), "2.4.0\n")
    done = subprocess.run([cli.program, "--version"], capture_output=True,
                          check=True)
    check(re.fullmatch(r"sallyport \d+\.\d+\.\d+\n", done.stdout.decode()),
          done.stdout)


def general_usage_errors_have_their_texts(cli):
    for command, words, text in [
            ("", ["bogus"], "No such command 'bogus'."),
            ("", ["--zzzzz"], "No such option: --zzzzz"),
            (" keygen", ["keygen", "--zzzzz"],
             "No such option: --zzzzz"),
            (" keygen", ["keygen", "-z"], "No such option: -z"),
            (" keygen", ["keygen", "--typ", "rsa-2048"],
             "No such option: --typ Did you mean --type?"),
            (" keygen", ["keygen"], "Missing option '-k' / '--key'."),
            (" keygen", ["keygen", "-k"],
             "Option '-k' requires an argument."),
            (" keygen", ["keygen", "--password=x", "-k", "x"],
             "Option '--password' does not take a value."),
            (" version", ["version", "x"],
             "Got unexpected extra argument (x)"),
            (" getpub", ["getpub", "-k", "x", "y", "z"],
             "Got unexpected extra arguments (y z)"),
            (" keygen", ["keygen", "-k", "x", "-t", "dsa"],
             "Invalid value for '-t' / '--type': 'dsa' is not one of "
             "'rsa-2048', 'rsa-3072', 'ecdsa-p256', 'ecdsa-p384', "
             "'ed25519', 'x25519'."),
            (" sign", ["sign"], "Missing argument 'INFILE'."),
            (" sign", ["sign", "in"], "Missing argument 'OUTFILE'."),
            (" sign", ["sign", "in", "out", "-v", "1", "-H", "32"],
             "Missing option '-S' / '--slot-size'."),
            (" sign", ["sign", "in", "out", "--align", "3"],
             "Invalid value for '--align': '3' is not one of '1', '2', "
             "'4', '8', '16', '32'."),
            (" sign", ["sign", "in", "out", "-M", "zz"],
             "Invalid value for '-M' / '--max-sectors': 'zz' is not a "
             "valid integer."),
            (" sign", ["sign", "in", "out", "-S", "010"],
             "Invalid value for '-S' / '--slot-size': 010 is not a valid "
             "integer. Please use code literals prefixed with 0b/0B, "
             "0o/0O, or 0x/0X as necessary.")]:
        usage_error(cli, command, words, text)
    same(cli.files(), [])
