# SPDX-License-Identifier: Apache-2.0
"""Command lines of `sign` drawn at random, with a fixed seed, for both.

Both succeed and the images agree, or both fail with the same status. The
report of a difference has the command line, and the folder that is kept has
its inputs: `cd FOLDER && imgtool sign ...` does it again. SEED=N in the
environment draws others.
"""
import os
import random
import shlex

from box import Failure, check, same
from compare import same_images
from on_purpose import is_on_purpose
from table import each

SEED = int(os.environ.get("SEED", "20"))
BATCHES = 20
EACH = 20
KEYS = ["none", "ed25519", "ed25519", "p256", "rsa2048", "rsa3072", "p384"]


def _number(draw, value):
    return draw.choice([str(value), hex(value), oct(value), bin(value)])


def _version(draw):
    parts = [draw.choice([0, 1, 9, 255]), draw.choice([0, 2, 255]),
             draw.choice([0, 3, 65535])]
    text = ".".join(str(part) for part in parts[:draw.randint(1, 3)])
    if text.count(".") == 2 and draw.random() < 0.5:
        text += f"+{draw.choice([0, 7, 4294967295])}"
    return draw.choice([text] * 40 + ["01.0", "1+2", "a"])


def _flag(name):
    return lambda draw: [name]


def _one_of(name, *values):
    return lambda draw: [name, draw.choice(values)]


def _dependencies(draw):
    return ["-d", draw.choice([", ", " ", ","]).join(
        f"({draw.randint(0, 255)},{' ' * draw.randint(0, 2)}"
        f"{draw.choice(['0', '1.2', '255.255.65535+4294967295'])})"
        for _ in range(draw.randint(1, 4)))]


def _custom_tlv(draw):
    kind = draw.choice([0xa0, 0xa1, 0x100, 0xfffe] * 5 + [0x50, 0x9f])
    if draw.random() < 0.3:
        return ["--custom-tlv-file", _number(draw, kind), "tlv.dat"]
    value = draw.choice(["0x", "0xABcd", "text", "", "\u00e9"] * 4 + ["0xabc"])
    return ["--custom-tlv", _number(draw, kind), value]


# (how often, what): each is drawn independently of the others.
OPTIONS = [
    (0.4, _one_of("--align", "1", "2", "4", "8", "16", "32")),
    (0.3, _one_of("--max-align", "8", "16", "32")),
    (0.3, _flag("--pad")),
    (0.2, _flag("--confirm")),
    (0.2, _flag("--test")),
    (0.2, _flag("--overwrite-only")),
    (0.3, lambda draw: ["-M", str(draw.choice([0, 1, 64, 128, 512, 1024]))]),
    (0.3, _flag("--pad-sig")),
    (0.2, _one_of("-R", "0", "0xff")),
    (0.2, _one_of("-s", *["0", "1", "0xffffffff", "auto", "AUTO", "-0"] * 3,
                  "x")),
    (0.2, _dependencies),
    (0.2, _one_of("--boot-record", *["a", "twelve chars", ""] * 4,
                  "thirteen chrs")),
    (0.3, _custom_tlv),
    (0.2, _custom_tlv),
    (0.1, _one_of("-L", "0", "0x20000000", "4294967295")),
    (0.1, _one_of("-F", "0", "0x10000")),
    (0.1, _one_of("-e", "little", "big")),
    (0.1, _one_of("--public-key-format", "hash", "full")),
    (0.1, _one_of("--sha", "auto", "256", "256", "384", "512")),
    (0.05, _flag("--pure")),
    (0.1, _flag("--non-bootable")),
    (0.1, _one_of("--vid", "example.com", "123", "\u00e9",
                  "00112233-4455-6677-8899-aabbccddeeff")),
    (0.1, _one_of("--cid", *["00112233445566778899aabbccddeeff",
                             "00112233-4455-6677-8899-aabbccddeeff"] * 3,
                  "name")),
    (0.1, _one_of("--vector-to-sign", "payload", "digest")),
    (0.1, _flag("--save-enctlv")),
    (0.1, _flag("--clear")),
    (0.1, _one_of("--encrypt-keylen", "128", "256")),
]


def _draw_line(draw, box):
    """The words of one command line but for the name of the output."""
    key = draw.choice(KEYS)
    options = [["-v", _version(draw)],
               ["-S", _number(draw, draw.choice(
                   [0, 0x1000, 0x4000, *[0x20000] * 5]))],
               ["-H", _number(draw, draw.choice(
                   [32, 33, 64, 256, 512, 4096] * 4 + [31, 65535]))]]
    if key != "none":
        with open(box.key_file(key), "rb") as file:
            options.append(["-k", box.write(f"{key}.pem", file.read())])
    options += [what(draw) for often, what in OPTIONS if draw.random() < often]
    ending = ".hex" if draw.random() < 0.2 else ".bin"
    if ending == ".hex" and draw.random() < 0.9:
        options.append(["-x", draw.choice(["0", "0x1000", "0x42000000"])])
    if draw.random() < 0.8:
        options.append(["--pad-header"])
    name = "payload.bin" if ["--pad-header"] in options else "room.bin"
    draw.shuffle(options)
    return [word for option in options for word in option] + [name], ending


def _inputs(draw, box):
    box.write("payload.bin", draw.randbytes(draw.choice([0, 1, 500, 3000])))
    box.write("room.bin", bytes(draw.choice([32, 64, 512, 4096])) + b"x" * 99)
    box.write("tlv.dat", draw.randbytes(draw.choice([0, 5, 300])))


def _same_outcome(box, words, ending):
    """Runs both; True if an image came out."""
    names = ["ours" + ending, "theirs" + ending]
    for name in names:
        box.remove(name)
    ours = box.ours("sign", *words, names[0])
    theirs = box.theirs("sign", *words, names[1])
    check(ours.status == theirs.status or is_on_purpose(ours, theirs),
          f"statuses differ\n{ours}\n{theirs}")
    same(box.exists(names[0]), ours.status == 0, "our output exists")
    if ours.status == 0:
        same_images(box.read(names[0]), box.read(names[1]), words)
        if "--vector-to-sign" not in words:
            for command in ("verify", "dumpinfo"):
                _same_reading(box, command, words, names)
    return ours.status == 0


def _same_reading(box, command, words, names):
    """Both read what both wrote alike; some of it nobody can read."""
    options = []
    if command == "verify" and "-k" in words:
        options = ["-k", words[words.index("-k") + 1]]
    for name in names:
        ours = box.ours(command, *options, name)
        theirs = box.theirs(command, *options, name)
        if b"Traceback" not in theirs.err and "big" not in words:
            same(ours.status, theirs.status, f"status\n{ours}\n{theirs}")
            same(ours.out, theirs.out, f"{command} of {name}")


@each(range(BATCHES))
def command_lines_drawn_at_random_agree(box, batch):
    draw = random.Random(SEED * 1000 + batch)
    made = 0
    for at in range(EACH):
        _inputs(draw, box)
        words, ending = _draw_line(draw, box)
        try:
            made += _same_outcome(box, words, ending)
        except Failure as problem:
            line = shlex.join(["imgtool", "sign", *words, f"out{ending}"])
            raise Failure(f"{problem}\n  drawn:   SEED={SEED}, batch {batch},"
                          f" line {at}\n  repeat:  {line}") from None
    check(made >= EACH // 5, f"only {made} of {EACH} lines make an image")
