# SPDX-License-Identifier: Apache-2.0
"""`sallyport mcumgr` against a server that is not ours (smp_peer.py).

What must go over the line and what must be printed was taken down from the Go
client (mynewt-mcumgr-cli of June 2022) on such a line: GO_* below, with the
sequence number as ".."."""
import fcntl
import hashlib
import os
import pty
import struct
import subprocess
import time

import smp_peer
from cli import Cli, check, same
from smp_peer import GONE, READ, WRITE, Peer

PORT, SILENT, REFUSED, MISMATCH = 1, 3, 4, 5

HASH = bytes(range(32))
GO_HASH = "00" * 30 + "1234"
GO_REQUESTS = [
    (["echo", "hello"], "0200000900 00..00a161646568656c6c6f"),
    (["image", "list"], "00000001 0001..00a0"),
    (["image", "test", GO_HASH],
     "02000031 0001..00a267636f6e6669726df464686173685820" + GO_HASH),
    (["image", "confirm", GO_HASH],
     "02000031 0001..00a267636f6e6669726df564686173685820" + GO_HASH),
    (["image", "erase"], "02000001 0001..05a0"),
    (["reset"], "02000001 0000..05a0"),
]
GO_UPLOAD = ("02000068 0001..01a56464617461 5828 3db8f396"
             + bytes(range(36)).hex() + "65696d61676500636c656e1828636f666600"
             "637368615820491af201356f74df6ea982b981572312ec2e274e97b622ac0193"
             "4b707f8709fc")
GO_LIST = """Images:
 image=0 slot=0
    version: 1.2.3
    bootable: true
    flags: active confirmed
    hash: {hash}
 image=0 slot=1
    version: 1.2.4.7
    bootable: true
    flags: pending permanent
    hash: {hash}
Split status: N/A (0)
"""
GO_PROFILES = """[
    {
        "MyName": "b",
        "MyType": "oic_ble",
        "MyConnString": "a"
    },
    {
        "MyName": "ser\\u003c\\u0026\\u003e\\"\u00e9",
        "MyType": "serial",
        "MyConnString": "dev=/dev/ttyUSB0,baud=115200,mtu=4096"
    },
    {
        "MyName": "x",
        "MyType": "serial",
        "MyConnString": ""
    }
]"""
LIST = {"images": [
    {"slot": 0, "version": "1.2.3", "hash": HASH, "bootable": True,
     "confirmed": True, "active": True},
    {"slot": 1, "version": "1.2.4.7", "hash": HASH, "bootable": True,
     "pending": True, "permanent": True}]}


# ---- helpers ---------------------------------------------------------------

def _tool(cli):
    return Cli(cli.program, cli.folder, "mcumgr")


def _words(peer, *args, extra=""):
    return ["--conntype", "serial", "--connstring",
            f"dev={peer.port},baud=115200{extra}", "-t", "3", *args]


def _ok(cli, peer, *args, extra=""):
    return _tool(cli).ok(*_words(peer, *args, extra=extra)).out.decode()


def _refused(cli, peer, status, text, *args, extra=""):
    return _tool(cli).refused(status, text, *_words(peer, *args, extra=extra))


def _image(length):
    """A file that looks like an image, of bytes that do not repeat."""
    body = b"".join(hashlib.sha256(struct.pack("<I", i)).digest()
                    for i in range(length // 32))[:length - 32]
    head = struct.pack("<IIHHIIBBHII", 0x96f3b83d, 0, 32, 0, len(body), 0, 1,
                       2, 3, 0, 0)
    return head + body + b"\xff" * (length - 32 - len(body))


def _uploads(peer):
    return [m for op, group, command, m in peer.requests
            if (op, group, command) == (WRITE, 1, 1)]


# ---- what the Go client does -----------------------------------------------

def requests_are_the_go_client_s(cli):
    for words, expected in GO_REQUESTS:
        with Peer({(READ, 1, 0): LIST, (WRITE, 1, 0): LIST,
                   (WRITE, 1, 5): {"rc": 0}}) as peer:
            _ok(cli, peer, *words)
        same(len(peer.messages), 1)
        found = peer.messages[0]
        same(found[:6] + found[7:],
             bytes.fromhex(expected.replace("..", "")), words)


def first_upload_packet_is_the_go_client_s(cli):
    cli.write("f", bytes.fromhex("3db8f396") + bytes(range(36)))
    with Peer() as peer:
        _ok(cli, peer, "image", "upload", "--any-file", "f")
    found = peer.messages[-1]
    same(found[:6] + found[7:], bytes.fromhex(GO_UPLOAD.replace("..", "")))


def list_is_printed_as_the_go_client_prints_it(cli):
    expected = GO_LIST.format(hash=HASH.hex())
    for indefinite in (True, False):
        with Peer({(READ, 1, 0): LIST, (WRITE, 1, 0): LIST},
                  indefinite=indefinite) as peer:
            same(_ok(cli, peer, "image", "list"), expected)
            same(_ok(cli, peer, "image", "confirm"), expected)
        same(peer.requests[-1][3], {"confirm": True})


def list_without_hash_or_images_is_printed(cli):
    with Peer() as peer:
        same(_ok(cli, peer, "image", "list"),
             "Images:\n image=0 slot=0\n    version: 1.2.3\n"
             "    bootable: false\n    flags: \n    hash: Unavailable\n"
             "Split status: N/A (0)\n")
    with Peer({(READ, 1, 0): {"images": []}}) as peer:
        same(_ok(cli, peer, "image", "list"),
             "Images:\nSplit status: N/A (0)\n")


def options_stand_before_and_behind_the_command(cli):
    with Peer() as peer:
        string = f"dev={peer.port}"
        for words in (["--conntype", "serial", "--connstring", string, "echo",
                       "x"],
                      ["echo", "x", "--conntype", "serial", "--connstring",
                       string],
                      ["echo", "--connstring=" + string, "x", "-t5"],
                      ["image", "list", "--connstring", string, "-r", "2"],
                      ["image", "--connstring", string, "list"]):
            _tool(cli).ok(*words)


def profiles_are_kept_in_the_go_client_s_file(cli):
    tool, env = _tool(cli), dict(os.environ, HOME=cli.folder)
    name = "ser<&>\"\u00e9"
    string = "dev=/dev/ttyUSB0,baud=115200,mtu=4096"
    same(tool.ok("conn", "show", env=env).out,
         b"No connection profiles found!\n")
    same(cli.files(), [])
    cli.write(".mcumgr.cp.json", GO_PROFILES.split(",\n    {")[0] + "\n]")
    same(tool.ok("conn", "add", "x", "type=serial", env=env).out,
         b"Connection profile x successfully added\n")
    tool.ok("conn", "add", name, "type=serial", "connstring=old", env=env)
    tool.ok("conn", "add", name, "type=serial", "connstring=" + string,
            env=env)
    same(cli.read(".mcumgr.cp.json").decode(), GO_PROFILES)
    same(tool.ok("conn", "show", env=env).out.decode(),
         "Connection profiles: \n  b: type=oic_ble, connstring='a'\n"
         f"  {name}: type=serial, connstring='{string}'\n"
         "  x: type=serial, connstring=''\n")
    for word, victim in (("delete", "b"), ("rm", name), ("rm", "x")):
        same(tool.ok("conn", word, victim, env=env).out.decode(),
             f"Connection profile {victim} successfully deleted.\n")
    same(cli.read(".mcumgr.cp.json"), b"[]")
    tool.refused(1, "connection profile \"x\" doesn't exist", "conn", "rm",
                 "x", env=env)


def profile_is_used_and_changed_by_options(cli):
    tool, env = _tool(cli), dict(os.environ, HOME=cli.folder)
    with Peer() as peer:
        tool.ok("conn", "add", "a", "type=serial",
                f"connstring=dev={peer.port},baud=115200", env=env)
        tool.ok("conn", "add", "b", "type=serial", "connstring=dev=/nowhere",
                env=env)
        tool.ok("-c", "a", "echo", "x", env=env)
        tool.ok("echo", "x", "-ca", "--connextra", "mtu=256", env=env)
        tool.ok("-c", "b", "--connstring", peer.port, "echo", "x", env=env)
        tool.refused(PORT, "Cannot open '/nowhere': no such port", "-c", "b",
                     "echo", "x", env=env)
        tool.refused(PORT, "There is no connection profile 'c'", "-c", "c",
                     "echo", "x", env=env)


def broken_file_of_profiles_is_left_alone(cli):
    tool, env = _tool(cli), dict(os.environ, HOME=cli.folder)
    for text in ("{}", "[", "[{\"MyName\":1}]", "[{}", "[] x", "",
                 "[{\"MyName\":\"" + "a" * 200 + "\"}]"):
        cli.write(".mcumgr.cp.json", text)
        tool.refused(1, "The profiles in '", "conn", "add", "x", "type=serial",
                     env=env)
        same(cli.read(".mcumgr.cp.json").decode(), text)


def profile_that_can_not_work_is_refused(cli):
    tool, env = _tool(cli), dict(os.environ, HOME=cli.folder)
    for words, text in (
            (["x"], "Missing argument"),
            (["x", "connstring=a"], "Must specify a connection type"),
            (["x", "type=ble"], "Invalid connection type"),
            (["x", "type=serial", "speed=9"], "Unknown setting 'speed=9'"),
            (["x", "type=serial", "connstring=dev=a,baud=x"], "baud=x"),
            (["n" * 200, "type=serial"], "'nnn")):
        tool.refused(2, text, "conn", "add", *words, env=env)


# ---- the line --------------------------------------------------------------

def noise_around_answers_does_no_harm(cli):
    for noise in (b"ESP-ROM:esp32c3\r\n", b"half a line", b"\x06", b"\x04\x14A",
                  b"\n\n\r\n", b"\x06\x09AA!\n", b"\x06\x09AAsA", b"\xff\x00",
                  smp_peer.pack(bytes.fromhex("030000050000770aa162726300"))):
        with Peer() as peer:
            peer.noise = noise
            same(_ok(cli, peer, "echo", "hello"), "hello\n", noise)
    with Peer() as peer:
        peer.end = b"\r\n"
        same(_ok(cli, peer, "echo", "hello"), "hello\n")


def text_of_the_device_is_shown_on_request(cli):
    with Peer() as peer:
        peer.noise = b"I (12) boot: hello\x1b[31m\n"
        for words in (["-v"], ["-l", "debug"]):
            err = _tool(cli).ok(*_words(peer, *words, "echo", "x")).err
            check(b"I (12) boot: hello" in err and b"\x1b" not in err, err)
        same(_tool(cli).ok(*_words(peer, "echo", "x")).err, b"")


def answer_of_many_lines_is_read(cli):
    text = "0123456789" * 30
    with Peer(packet_max=4096) as peer:
        same(_ok(cli, peer, "echo", text), text + "\n")


def escape_sequences_do_not_reach_the_terminal(cli):
    with Peer({(READ, 1, 0): {"images": [{"slot": 0, "version": "\x1b[2J"}]},
               (WRITE, 0, 5): {"rc": 6, "rsn": "\x1b]0;x\x07"}}) as peer:
        check("\x1b" not in _ok(cli, peer, "image", "list"), "escape")
        check("\x1b" not in _refused(cli, peer, REFUSED, "The device refuses",
                                     "reset"), "escape")


def try_more_has_another_number(cli):
    answers = iter([None, None, {"r": "x"}])
    with Peer({(WRITE, 0, 0): lambda m: next(answers)}) as peer:
        same(_ok(cli, peer, "-t", "0.2", "-r", "3", "echo", "x"), "x\n")
    numbers = [message[6] for message in peer.messages]
    same([(n - numbers[0]) & 255 for n in numbers], [0, 1, 2])


def answer_to_another_request_is_passed_over(cli):
    with Peer() as peer:
        peer.sequence_error = 1
        _refused(cli, peer, SILENT, "No answer on", "-t", "0.2", "echo", "x")


def lines_are_divided_by_a_pause_on_request(cli):
    with Peer() as peer:
        began = time.monotonic()
        same(_ok(cli, peer, "--line-delay", "60", "echo", "x" * 300),
             "x" * 300 + "\n")  # 4 lines, 3 pauses
        check(time.monotonic() - began > 0.18, "no pause")


# ---- what goes wrong -------------------------------------------------------

def silent_port_is_told_with_what_to_do(cli):
    with Peer({(WRITE, 0, 0): None}) as peer:
        began = time.monotonic()
        said = _refused(cli, peer, SILENT, f"No answer on '{peer.port}'",
                        "-t", "0.3", "echo", "x")
        check(time.monotonic() - began < 3, "-t holds")
    check("not in recovery" in said and "115200" in said, said)


def port_that_does_not_open_is_told(cli):
    tool = _tool(cli)
    for dev, text in (("/dev/nowhere", "Cannot open '/dev/nowhere': no such"),
                      ("/dev/null", "Cannot open '/dev/null': not a serial")):
        tool.refused(PORT, text, "--connstring", dev, "echo", "x")
    tool.refused(PORT, "The connection type 'ble' is not supported",
                 "--conntype", "ble", "--connstring", "x", "echo", "x")
    tool.refused(PORT, "This system has no speed of 12345 baud",
                 "--connstring", "dev=/dev/null,baud=12345", "echo", "x")
    for words in (["-t", "0"], ["-t", "x"], ["-r", "0"], ["-l", "loud"]):
        tool.refused(2, "Invalid value", *words, "echo", "x")


def port_in_use_is_told(cli):
    with Peer() as peer:
        with open(peer.port, "rb") as other:
            fcntl.flock(other, fcntl.LOCK_EX)
            _refused(cli, peer, PORT,
                     f"Cannot open '{peer.port}': another program", "echo",
                     "x")
        _ok(cli, peer, "echo", "x")


def port_that_goes_away_is_told(cli):
    cli.write("f", _image(3000))
    with Peer({(WRITE, 0, 0): GONE}) as peer:
        _refused(cli, peer, PORT, f"'{peer.port}' is gone", "echo", "x")
    with Peer({(WRITE, 1, 1): GONE}) as peer:
        said = _refused(cli, peer, PORT, f"'{peer.port}' is gone", "image",
                        "upload", "f")
    check("start again" in said, said)


def reset_that_takes_the_port_away_has_succeeded(cli):
    with Peer({(WRITE, 0, 5): GONE}) as peer:
        same(_ok(cli, peer, "reset"), "Done\n")
    with Peer() as peer:
        same(_ok(cli, peer, "reset", "--to-recovery"), "Done\n")
        same(peer.requests[-1], (WRITE, 0, 5, {"boot_mode": 1}))


def refusal_is_explained(cli):
    for answer, text in (
            ({"rc": 8}, "The device refuses: code 8, not supported: this "
             "device does not know the command\n"),
            ({"rc": 6, "rsn": "a test runs"},
             "The device refuses: code 6, not in this state (a test runs): "
             "'image list' shows what is pending or on test, 'reset' lets it go "
             "on\n"),
            ({"rc": 9, "rsn": "error 0x30c"},
             "The device refuses: code 9, corrupt (error 0x30c: image "
             "signature does not verify): check the file and the key that "
             "signed it\n"),
            ({"rc": 300}, "The device refuses: code 300, a code of its own\n"),
            ({"err": {"group": 1, "rc": 4}},
             "The device refuses: code 4 of group 1\n"),
            (b"\xa1\x61", "The answer on '")):
        with Peer({(WRITE, 1, 5): answer}) as peer:
            _refused(cli, peer, REFUSED, text, "image", "erase")


def hash_and_slot_are_checked_before_anything_is_sent(cli):
    with Peer() as peer:
        for word in ("xy", "123", "00" * 65):
            _refused(cli, peer, 2, f"'{word}' is no hash", "image", "test",
                     word)
        _refused(cli, peer, 2, "'x' is no slot", "image", "erase", "x")
        _refused(cli, peer, 2, "Missing argument 'HASH'", "image", "test")
        same(peer.requests, [])


def enter_needs_a_port_with_lines(cli):
    with Peer() as peer:
        _refused(cli, peer, PORT, f"'{peer.port}' has no lines DTR and RTS",
                 "--enter", "echo", "x")
        _refused(cli, peer, PORT, "--enter-reset and --enter-pin name the",
                 "--enter", "--enter-pin", "rts", "echo", "x")


# ---- the other commands ----------------------------------------------------

def erase_names_its_slot(cli):
    with Peer({(WRITE, 1, 5): {"rc": 0}}) as peer:
        same(_ok(cli, peer, "image", "erase", "3"), "Done\n")
        same(peer.requests[-1], (WRITE, 1, 5, {"slot": 3}))


def params_and_slots_are_shown(cli):
    slots = {"images": [{
        "image": 0,
        "slots": [{"slot": 0, "size": 1048576, "upload_image_id": 1},
                  {"slot": 1, "size": 1048576, "upload_image_id": 2},
                  {"slot": 2, "rc": 5}],
        "max_image_size": 1036288}]}
    with Peer({(READ, 0, 6): {"buf_size": 4096, "buf_count": 1},
               (READ, 1, 6): slots}) as peer:
        same(_ok(cli, peer, "params"), "buf_size: 4096\nbuf_count: 1\n")
        same(_ok(cli, peer, "slots"),
             "Slots:\n image=0 max_image_size=1036288\n"
             "    slot=0 size=1048576 upload=1\n"
             "    slot=1 size=1048576 upload=2\n    slot=2 error=5\n")


# ---- upload ----------------------------------------------------------------

def upload_works_against_mcuboot_s_recovery(cli):
    """Conformance check 7: no params, 512 bytes, indefinite maps."""
    image = _image(20001)
    cli.write("f", image)
    with Peer() as peer:
        same(_ok(cli, peer, "image", "upload", "f"), "Done\n")
    same(peer.flash, image)
    same(peer.dropped, 0)
    same(max(map(len, peer.messages)), 508)
    first, *later = _uploads(peer)
    same(list(first), ["data", "image", "len", "off", "sha"])
    same(first["sha"], hashlib.sha256(image).digest())
    check(all(list(m) == ["data", "image", "off"] for m in later), later[0])


def upload_fills_the_buffer_of_the_device(cli):
    image = _image(20000)
    cli.write("f", image)
    for size, extra, longest in ((4096, "", 4092), (4096, ",mtu=4096", 3059),
                                 (4096, ",mtu=512", 371), (600, "", 596),
                                 (600, ",mtu=4096", 596),
                                 (1 << 33, "", 16000), (0, "", 508)):
        with Peer({(READ, 0, 6): {"buf_size": size, "buf_count": 1}},
                  packet_max=65536) as peer:
            _ok(cli, peer, "image", "upload", "f", extra=extra)
        same(peer.flash, image)
        found = max(map(len, peer.messages))
        check(found >= longest if size > 4096 else found == longest,
              (size, extra, found))


def upload_goes_on_where_the_device_says(cli):
    image = _image(9000)
    cli.write("f", image)
    with Peer() as peer:
        def resume(request):
            if request["off"] == 0 and not peer.flash:
                peer.flash, peer.size = image[:4096], request["len"]
                return {"rc": 0, "off": 4096}
            return peer.take_chunk(request)
        peer.answers[WRITE, 1, 1] = resume
        _ok(cli, peer, "image", "upload", "f")
    same(peer.flash, image)
    same([m["off"] for m in _uploads(peer)][:2], [0, 4096])


def complete_upload_needs_one_packet(cli):
    cli.write("f", _image(9000))
    with Peer({(WRITE, 1, 1): {"rc": 0, "off": 9000}}) as peer:
        _ok(cli, peer, "image", "upload", "f")
    same(len(_uploads(peer)), 1)


def lost_answers_are_made_up_for(cli):
    image = _image(6000)
    cli.write("f", image)
    with Peer() as peer:
        count = [0]

        def lossy(request):
            answer = peer.take_chunk(request)
            count[0] += 1
            return None if count[0] % 4 == 0 else answer
        peer.answers[WRITE, 1, 1] = lossy
        _ok(cli, peer, "-t", "0.2", "-r", "6", "image", "upload", "f")
    same(peer.flash, image)


def device_that_begins_anew_is_followed_once(cli):
    image = _image(6000)
    cli.write("f", image)
    for times, done in ((1, True), (9, False)):
        with Peer() as peer:
            left = [times]

            def forgets(request, peer=peer, left=left):
                if request["off"] > 2000 and left[0] > 0:
                    left[0] -= 1
                    peer.flash = b""
                    return {"rc": 0, "off": 0}
                return peer.take_chunk(request)
            peer.answers[WRITE, 1, 1] = forgets
            if done:
                _ok(cli, peer, "image", "upload", "f")
                same(peer.flash, image)
                again = [m for m in _uploads(peer) if m["off"] == 0]
                same([list(m) for m in again],
                     [["data", "image", "len", "off", "sha"]] * 2)
            else:
                _refused(cli, peer, REFUSED, "The device asks for byte 0",
                         "image", "upload", "f")


def device_that_stands_still_is_given_up(cli):
    cli.write("f", _image(6000))
    for answer in ({"rc": 0, "off": 0}, {"rc": 0, "off": 6001}, {"rc": 0},
                   {"off": -1}):
        with Peer({(WRITE, 1, 1): answer}) as peer:
            _refused(cli, peer, REFUSED, "The device asks for byte", "image",
                     "upload", "f")
        check(len(_uploads(peer)) <= 5, len(_uploads(peer)))


def refused_upload_ends_at_once(cli):
    cli.write("f", _image(6000))
    with Peer({(WRITE, 1, 1): {"rc": 3, "rsn": "error 0x501"}}) as peer:
        said = _refused(cli, peer, REFUSED, "The device refuses: code 3",
                        "image", "upload", "f")
    check("image version is lower than the present" in said, said)
    same(len(_uploads(peer)), 1)


def mismatch_has_a_status_of_its_own(cli):
    cli.write("f", _image(400))
    for match, status in ((False, MISMATCH), (True, 0)):
        with Peer() as peer:
            peer.answers[WRITE, 1, 1] = lambda m, p=peer, match=match: dict(
                p.take_chunk(m), match=match)
            same(_tool(cli).run(*_words(peer, "image", "upload", "f")).status,
                 status)


def buffer_that_is_too_short_is_told(cli):
    cli.write("f", _image(6000))
    with Peer(packet_max=256) as peer:
        said = _refused(cli, peer, SILENT, "No answer to the first packet of "
                        "508 bytes", "-t", "0.2", "-r", "1", "image", "upload",
                        "f")
        check("mtu=256" in said, said)
        _ok(cli, peer, "image", "upload", "f", extra=",mtu=256")


def silent_device_is_not_waited_for_as_for_an_erase(cli):
    cli.write("f", _image(6000))
    with Peer({(READ, 0, 6): None, (READ, 1, 0): None}) as peer:
        _refused(cli, peer, SILENT, "No answer on", "-t", "0.3", "image",
                 "upload", "f")
        same(_uploads(peer), [])
    with Peer({(READ, 0, 6): None}) as peer:
        _ok(cli, peer, "-t", "1", "image", "upload", "f")


def file_is_looked_at_before_the_device_is_asked(cli):
    cli.write("none", b"")
    cli.write("text", b"hello" * 100)
    cli.write("cut", _image(6000)[:-1])
    with Peer() as peer:
        for name, text in (("absent", ""), ("none", "'none' is empty"),
                           ("text", "'text' is no MCUboot image"),
                           ("cut", "'cut' is cut short")):
            _refused(cli, peer, 1, text, "image", "upload", name)
        same(peer.requests, [])
        _ok(cli, peer, "image", "upload", "text", "--any-file")
        same(peer.flash, b"hello" * 100)


def options_of_upload_reach_the_device(cli):
    cli.write("f", _image(400))
    with Peer({(WRITE, 1, 5): {"rc": 0}}) as peer:
        _ok(cli, peer, "image", "upload", "-e", "-n", "2", "f")
        same(_uploads(peer)[-1]["image"], 2)
        check((WRITE, 1, 5, {}) not in peer.requests, "no erase")
        _ok(cli, peer, "image", "upload", "--noerase=false", "f", "-w", "3")
        same([r[:3] for r in peer.requests[-2:]],
             [(WRITE, 1, 5), (WRITE, 1, 1)])
        _ok(cli, peer, "image", "upload", "-e=false", "f")
        same(peer.requests[-2][:3], (WRITE, 1, 5))
        _ok(cli, peer, "image", "upload", "-u", "--no-sha", "f")
        same(list(_uploads(peer)[-1]),
             ["data", "image", "len", "off", "upgrade"])
        _refused(cli, peer, 2, "Invalid value for '-n'", "image", "upload",
                 "-n", "256", "f")
        _refused(cli, peer, 2, "Invalid value for '-e'", "image", "upload",
                 "--noerase=maybe", "f")


def progress_in_a_log_is_a_line_for_each_tenth(cli):
    cli.write("f", _image(20000))
    with Peer() as peer:
        err = _tool(cli).ok(*_words(peer, "image", "upload", "f")).err.decode()
    lines = err.splitlines()
    same(lines[0], "erasing...")
    same(lines[-3], "verifying...")
    check(lines[-2].startswith("100 %  20000 of 20000 bytes"), err)
    check(lines[-1].startswith("20000 bytes in "), err)
    same(len(lines), 13, err)
    check("\r" not in err, err)


def progress_on_a_terminal_is_one_line(cli):
    cli.write("f", _image(20000))
    master, slave = pty.openpty()
    with Peer() as peer:
        done = subprocess.run(
            [cli.program, "mcumgr", *_words(peer, "image", "upload", "f")],
            stderr=slave, stdout=subprocess.PIPE, cwd=cli.folder, check=True)
    os.close(slave)
    text = os.read(master, 65536).decode()
    os.close(master)
    same(done.stdout, b"Done\n")
    check("\rerasing..." in text and "\rverifying..." in text, text)
    check("[====================] 100 %  20000/20000" in text, text)
    same(text.count("\n"), 2)
    check(max(map(len, text.replace("\n", "\r").split("\r"))) < 80, text)
