# SPDX-License-Identifier: Apache-2.0
"""Serial recovery on a UART of the chips, with a client of our own (smp.py).

The emulator joins UART 1 to a socket whatever pins it has, and each pin reads
as low: a level of 0 asks for recovery, a level of 1 does not.
"""
import os

import debugger
import smp
from cli import check
from rig import command, expect_hello

FAST = "CONFIG_ESP_SERIAL_BOOT_BAUDRATE=921600\n"
SERIAL = "CONFIG_ESP_MCUBOOT_SERIAL=y\n" + FAST + \
         "CONFIG_ESP_SERIAL_BOOT_DETECT_DELAY_S=0\n"
HELD = SERIAL + "CONFIG_ESP_SERIAL_BOOT_GPIO_DETECT_VAL=0\n"
FREE = SERIAL + "CONFIG_ESP_SERIAL_BOOT_GPIO_DETECT_VAL=1\n"
SIGNED = "CONFIG_ESP_SIGN_EC256=y\n"
BEGINS = "serial recovery begins"
IMAGE_LEN = 120000  # bytes: some thirty sectors
PIECE_LEN = 1024    # bytes of memory that a debugger is told at a time

# TX and RX of UART 0: datasheets of the chips, pin overview
CONSOLE = {"esp32": (1, 3), "esp32c3": (21, 20), "esp32s3": (43, 44)}


def _held(rig, folder):
    return rig.device(folder, rig.product("serial-held", HELD))


def _free(rig, folder):
    return rig.device(folder, rig.product("serial-free", FREE))


def _signed(rig, folder):
    """What nothing but its own key lets pass; serves as nothing boots."""
    name = rig.product("serial-ec256", FREE + SIGNED +
                       f"CONFIG_ESP_SIGN_KEY_FILE={rig.key('ec256')}\n")
    return rig.device(folder, name)


class _Session:
    """A board that is switched on, and a client on its recovery line."""

    def __init__(self, device, more=()):
        self.path = os.path.join(device.folder, "line")
        self.run = device.run(more=[*smp.Socket.options(self.path), *more])

    def __enter__(self):
        self.client = smp.Client(smp.Socket(self.path))
        return self.run, self.client

    def __exit__(self, *ignored):
        self.run.stop()
        self.client.line.socket.close()
        if os.path.exists(self.path):
            os.remove(self.path)


def _read(path):
    with open(path, "rb") as file:
        return file.read()


def _serve(run, client):
    run.expect(BEGINS)
    return client.ready()


def _expect(client, request, answer):
    got = client.exchange(request)
    check(got == answer, f"{request!r}: {got!r}, not {answer!r}")


# ---- how it is asked for ----

def recovery_is_asked_for_by_its_pin(rig, folder):
    device = _held(rig, folder)
    device.install("primary", "1.0.0")
    with _Session(device) as (run, client):
        answer = _serve(run, client)
        check(answer == {"buf_size": 4096, "buf_count": 1}, f"{answer}")
        run.never("hello:")


def recovery_is_not_entered_by_a_pin_at_rest(rig, folder):
    device = _free(rig, folder)
    device.install("primary", "1.0.0")
    with _Session(device) as (run, client):
        expect_hello(run, "1.0.0", "confirmed")
        run.never(BEGINS)
        check(client.exchange(b"", 0.2) == b"", "a byte on recovery's line")
        check(client.heard == b"", f"recovery's line says {client.heard!r}")


def recovery_is_asked_for_by_the_application_once(rig, folder):
    """Its word survives the reset that follows, and no further one."""
    device = _free(rig, folder)
    device.install("primary", "1.0.0")
    with _Session(device) as (run, client):
        expect_hello(run, "1.0.0", "confirmed")
        run.send("m")
        _serve(run, client)
        client.reset()
        expect_hello(run, "1.0.0", "confirmed")


def recovery_is_asked_for_by_a_client_again(rig, folder):
    """A reset with boot_mode 1 comes back to recovery, one without does
    not."""
    device = _free(rig, folder)
    device.install("primary", "1.0.0")
    with _Session(device) as (run, client):
        expect_hello(run, "1.0.0", "confirmed")
        run.send("m")
        _serve(run, client)
        client.reset(boot_mode=1)
        _serve(run, client)
        client.reset()
        expect_hello(run, "1.0.0", "confirmed")


def recovery_begins_where_nothing_boots(rig, folder):
    with _Session(_free(rig, folder)) as (run, client):
        run.expect("nothing boots")
        _serve(run, client)
        check(client.images() == [], "an empty chip lists an image")


# ---- what it says ----

def recovery_answers_as_the_worked_examples(rig, folder):
    """Byte for byte; an image list of an empty chip is the empty array."""
    with _Session(_held(rig, folder)) as (run, client):
        _serve(run, client)
        _expect(client, b"\x06\x09ABMCAAAJAABCAKFhZGVoZWxsb8EJ\n",
                b"\x06\x09ABMDAAAJAABCAKFhcmVoZWxsb0e1\n")
        _expect(client, b"\x06\x09AAsCAAABAAlCAKC2lw==\n",
                b"\x06\x09AA8DAAAFAAlCAKFicmMItEU=\n")
        _expect(client, b"\x06\x09AAsAAAABAAFCAKD1Mw==\n",
                smp.frame(bytes.fromhex("010000090001" "4200") +
                          smp.encode({"images": {}}).replace(b"\xa0",
                                                             b"\x80")))
        _expect(client, b"\x06\x09AAoCAAAAAABCBbSt\n",
                b"\x06\x09AA8DAAAFAABCBaFicmMAL0U=\n")


def recovery_is_silent_to_what_is_no_request(rig, folder):
    """A CRC off by one, a length off by one, a response; then a request."""
    with _Session(_held(rig, folder)) as (run, client):
        _serve(run, client)
        for line in (b"\x06\x09AAsAAAABAAFCAKD1Mg==\n",
                     b"\x06\x09AAwAAAABAAFCAKD1Mw==\n",
                     b"\x06\x09AAsBAAABAAFCAKAeEA==\n", b"\n\r\nnoise\n"):
            check(client.exchange(line, 0.3) == b"", f"an answer to {line!r}")
        check(client.left == b"", f"stray bytes: {client.left!r}")
        _expect(client, b"\x06\x09ABMCAAAJAABCAKFhZGVoZWxsb8EJ\n",
                b"\x06\x09ABMDAAAJAABCAKFhcmVoZWxsb0e1\n")


def recovery_on_the_console_says_nothing_else(rig, folder):
    """From its line in the log on UART 0 bears answers alone, and the log
    comes back with the reset. At 115200 baud, SMP v1."""
    sends, receives = CONSOLE[rig.chip.name]
    device = rig.device(folder, rig.product("serial-console", FREE.replace(
        FAST, f"CONFIG_ESP_SERIAL_BOOT_UART_NUM=0\n"
        f"CONFIG_ESP_SERIAL_BOOT_GPIO_TX={sends}\n"
        f"CONFIG_ESP_SERIAL_BOOT_GPIO_RX={receives}\n")))
    image = _read(device.sign("1.0.0"))
    with device.run() as run:
        run.line(BEGINS)
        client = smp.Client(smp.Console(run), version=0)
        client.left = run.log[run.seen:].lstrip("\n").encode()
        client.ready()
        client.upload(image)
        client.images()
        client.reset()
        check(client.left == b"", f"stray bytes {client.left!r}")
        for line in client.heard.split(b"\n")[:-1]:
            check(line[:2] in (smp.FIRST, smp.NEXT), f"stray line {line!r}")
        run.expect("image 0: updating for good")
        expect_hello(run, "1.0.0", "confirmed")


def recovery_on_uart_1_leaves_the_log_on_uart_0(rig, folder):
    device = _free(rig, folder)
    image = _read(device.sign("1.0.0"))
    with _Session(device) as (run, client):
        _serve(run, client)
        client.upload(image)
        client.reset()
        expect_hello(run, "1.0.0", "confirmed")
        check(b"INF" not in client.heard, f"a log line: {client.heard!r}")
        check("updating for good" in run.log, "no log of the update")


# ---- what it installs ----

def upload_into_an_empty_chip_boots_after_a_reset(rig, folder):
    device = _free(rig, folder)
    image = _read(device.sign("1.0.0", length=IMAGE_LEN))
    with _Session(device) as (run, client):
        _serve(run, client)
        _, answer = client.upload(image)
        check(answer.get("off") == len(image) and
              answer.get("match") is True, f"the last answer is {answer}")
        client.reset()
        run.expect("updating for good")
        expect_hello(run, "1.0.0", "confirmed")
    device.holds("primary", os.path.join(folder, "v1.0.0.bin"))


def upload_over_a_running_image_is_staged_and_installed(rig, folder):
    device = _free(rig, folder)
    old = device.install("primary", "1.0.0")
    new = device.sign("2.0.0", length=IMAGE_LEN)
    with _Session(device) as (run, client):
        expect_hello(run, "1.0.0", "confirmed")
        run.send("m")
        _serve(run, client)
        client.upload(_read(new))
        shown = [(image["slot"], image["version"], image.get("pending", False))
                 for image in client.images()]
        check(shown == [(0, "1.0.0", False), (1, "2.0.0", True)], f"{shown}")
        client.reset()
        run.expect("updating for good")
        expect_hello(run, "2.0.0", "confirmed")
    device.holds("primary", new)
    device.holds("secondary", old)


def upload_that_was_cut_goes_on_and_boots(rig, folder):
    """Power goes off in the middle, twice: each time the old image boots, and
    the upload goes on from what stands in the flash."""
    device = _free(rig, folder)
    device.install("primary", "1.0.0")
    new = _read(device.sign("2.0.0", length=IMAGE_LEN))
    reached = 0
    for share in (1, 2, 3):
        stop = len(new) * share // 3 if share < 3 else None
        with _Session(device) as (run, client):
            expect_hello(run, "1.0.0", "confirmed")
            run.send("m")
            _serve(run, client)
            began, answer = client.upload(new, stop=stop)
            check(began >= reached, f"begins at {began}, not {reached}")
            check(share == 1 or began > 0, "begins anew")
            if stop is not None:
                reached = (answer["off"] // 4096 - 3) * 4096
                continue
            check(answer.get("match") is True, f"the last answer is {answer}")
            client.reset()
            expect_hello(run, "2.0.0", "confirmed")


def upload_of_a_strangers_image_is_refused_with_a_reason(rig, folder):
    """Told at the end of the upload, not at the next boot; nothing of it can
    boot, and an image that is signed well is taken afterwards."""
    device = _signed(rig, folder)
    bad = _read(device.sign("2.0.0", key="stranger"))
    good = _read(device.sign("3.0.0", key="ec256"))
    with _Session(device) as (run, client):
        _serve(run, client)
        _, answer = client.upload(bad)
        check(answer.get("rc") == 9 and len(answer.get("rsn", "")) > 3,
              f"the last answer is {answer}")
        check(client.images() == [], "the stranger's image is listed")
        client.reset(boot_mode=1)
        _serve(run, client)
        _, answer = client.upload(good)
        check(answer.get("rc", 0) == 0, f"the last answer is {answer}")
        client.reset()
        expect_hello(run, "3.0.0", "confirmed")


# ---- what it takes ----

def recovery_keeps_a_quarter_of_its_stack_free(rig, folder):
    """The emulator's memory is 0 at power on, so the lowest word that is not
    shows how deep a list and an upload with a signature went."""
    device = _signed(rig, folder)
    image = _read(device.sign("1.0.0", key="ec256", length=IMAGE_LEN))
    stop = os.path.join(folder, "debugger")
    with _Session(device, ("-gdb", f"unix:{stop},server=on,wait=off")) as (
            run, client):
        _serve(run, client)
        _, answer = client.upload(image)
        check(answer.get("rc", 0) == 0, f"the last answer is {answer}")
        check(len(client.images()) == 1, "the image is not listed")
        names = debugger.symbols(
            rig.bootloader(device.product)[:-len("bin")] + "elf")
        low, high = names["bss_end"], names["stack_end"]
        stopped = debugger.Debugger(stop)
        stack = b"".join(stopped.read(at, min(PIECE_LEN, high - at))
                         for at in range(low, high, PIECE_LEN))
        free = len(stack) - len(stack.lstrip(b"\0"))
        check(free * 4 >= len(stack), f"{len(stack) - free} bytes of "
              f"{len(stack)} were used")


# ---- our own client ----

def recovery_serves_the_clients_of_this_project(rig, folder):
    """`sallyport mcumgr` on a terminal, with its default settings."""
    device = _free(rig, folder)
    image = device.sign("1.0.0")
    line = os.path.join(folder, "tty")
    mcumgr = [rig.sallyport, "mcumgr", "--conntype", "serial", "--connstring",
              f"dev={line},baud=921600"]
    with device.run(more=["-chardev", f"pty,id=line,path={line}", "-serial",
                          "chardev:line"]) as run:
        run.expect(BEGINS)
        check("hi" in command([*mcumgr, "echo", "hi"]), "no echo")
        command([*mcumgr, "image", "upload", image])
        check("1.0.0" in command([*mcumgr, "image", "list"]), "not listed")
        command([*mcumgr, "reset"])
        run.expect("updating for good")
        expect_hello(run, "1.0.0", "confirmed")
