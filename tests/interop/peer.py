# SPDX-License-Identifier: Apache-2.0
"""Runs the real imgtool, many times, without loading Python again each time.

Started by the Python of the virtual environment. Reads one JSON line a
command from standard input: {"args": [...], "cwd": FOLDER, "stdin": TEXT}, and
answers with {"status": N, "out": ..., "err": ...} (hexadecimal). Each command
is a process of its own, forked when everything is loaded, with files as
standard streams and without a terminal: what it prints and how it ends is what
a user gets.
"""
import json
import os
import signal
import sys
import tempfile

import imgtool.main

LIMIT_S = 60


def act(args, cwd, streams):
    """In the child: becomes the command. Does not return."""
    os.setsid()  # no terminal: passphrases are read from standard input
    signal.alarm(LIMIT_S)
    for number, stream in enumerate(streams):
        os.dup2(stream.fileno(), number)
    os.chdir(cwd)
    sys.argv = ["imgtool", *args]
    status = 1
    try:
        imgtool.main.imgtool(prog_name="imgtool")
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


def run(request):
    with tempfile.TemporaryFile() as stdin, tempfile.TemporaryFile() as out, \
            tempfile.TemporaryFile() as err:
        stdin.write(bytes.fromhex(request["stdin"]))
        stdin.flush()
        stdin.seek(0)
        child = os.fork()
        if child == 0:
            act(request["args"], request["cwd"], (stdin, out, err))
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        out.seek(0)
        err.seek(0)
        return {"status": status, "out": out.read().hex(),
                "err": err.read().hex()}


def main():
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    for line in sys.stdin:
        replies.write(json.dumps(run(json.loads(line))) + "\n")
        replies.flush()


if __name__ == "__main__":
    main()
