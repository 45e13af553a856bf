# SPDX-License-Identifier: Apache-2.0
"""Runs a real tool, many times, without loading Python again each time.

usage: peer.py imgtool|espsecure|espefuse|smpmgr|smpclient|toolkit|mcumgr-client

Started by the Python of the virtual environment that holds it. Reads one JSON
line a command from standard input: {"args": [...], "cwd": FOLDER, "stdin": TEXT}, and
answers with {"status": N, "out": ..., "err": ...} (hexadecimal). Each command
is a process of its own, forked when everything is loaded, with files as
standard streams and without a terminal: what it prints and how it ends is what
a user gets.
"""
import importlib
import json
import os
import signal
import sys
import tempfile

LIMIT_S = 60


def load_imgtool():
    import imgtool.main
    return lambda: imgtool.main.imgtool(prog_name="imgtool")


def load_espsecure():
    import espsecure
    return espsecure._main


def load_espefuse():
    import espefuse
    return espefuse._main


def load_smpmgr():
    import smpmgr.main
    return smpmgr.main.app


def load_library(name, *modules):
    """A client of serial recovery that is no program."""
    def load():
        import smp_driver
        for module in modules:
            importlib.import_module(module)
        return lambda: smp_driver.main(name, *sys.argv[1:])
    return load


LOAD = {"imgtool": load_imgtool, "espsecure": load_espsecure,
        "espefuse": load_espefuse, "smpmgr": load_smpmgr,
        "smpclient": load_library(
            "smpclient", "smpclient.transport.serial",
            "smpclient.requests.image_management",
            "smpclient.requests.os_management"),
        "toolkit": load_library("toolkit", "mcumgr_toolkit"),
        "mcumgr-client": load_library("mcumgr-client", "mcumgr_client")}


def act(tool, args, cwd, streams):
    """In the child: becomes the command. Does not return."""
    os.setsid()  # no terminal: passphrases are read from standard input
    signal.alarm(LIMIT_S)
    for number, stream in enumerate(streams):
        os.dup2(stream.fileno(), number)
    os.chdir(cwd)
    sys.argv = [tool.name, *args]
    status = 1
    try:
        tool.main()
        status = 0
    except SystemExit as end:
        if isinstance(end.code, str):
            print(end.code, file=sys.stderr)
        status = end.code if isinstance(end.code, int) else int(bool(end.code))
    except BaseException:  # as the interpreter does it
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


class Tool:
    """A tool that is loaded."""

    def __init__(self, name):
        self.name = name
        self.main = LOAD[name]()


def run(tool, request):
    with tempfile.TemporaryFile() as stdin, tempfile.TemporaryFile() as out, \
            tempfile.TemporaryFile() as err:
        stdin.write(bytes.fromhex(request["stdin"]))
        stdin.flush()
        stdin.seek(0)
        child = os.fork()
        if child == 0:
            act(tool, request["args"], request["cwd"], (stdin, out, err))
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        out.seek(0)
        err.seek(0)
        return {"status": status, "out": out.read().hex(),
                "err": err.read().hex()}


def main():
    tool = Tool(sys.argv[1])
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    for line in sys.stdin:
        replies.write(json.dumps(run(tool, json.loads(line))) + "\n")
        replies.flush()


if __name__ == "__main__":
    main()
