# SPDX-License-Identifier: Apache-2.0
"""Two images: each is verified, updated and taken back by itself; the host
operating system of image 0, here the sample, would start image 1."""
import os
import random

from chips import only
from cli import Failure
from rig import DRAM, IRAM, ROOT, press, reset, with_words, words_of

CONF = "app/samples/hello/two.conf"
TWO = f"-DSAMPLE_CONFIG_FILE={CONF}"
with open(os.path.join(ROOT, CONF), encoding="utf-8") as layout:
    LAYOUT = layout.read()
MOVE = "CONFIG_ESP_BOOT_SWAP_USING_MOVE=y\n"
HASH_ERROR = "error 0x309"      # IMAGE_E_HASH
TOO_OLD = "error 0x601"         # DEPEND_E_VERSION
LENGTH = 30000                  # bytes behind the sample: some ten sectors
CUTS = 8
TRIES = 50


def _device(rig, folder, product=None):
    device = rig.device(folder, product or rig.product("two", LAYOUT))
    device.app = rig.sample("hello", TWO)
    return device


def _given(device):
    """Versions 1 and 5 run."""
    return (device.install("primary", "1.0.0", length=LENGTH),
            device.install("1:primary", "5.0.0", length=LENGTH))


def _expect_image(run, start, version, state):
    run.expect(f"hello: {start} version {version}+0 in the slot")
    prefix = "hello: " if start == "running" else f"hello: {start[:9]}"
    run.expect(f"{prefix}waiting ")
    got = run.line(prefix)
    if got != state:
        raise Failure(f"version {version} is '{got}', not '{state}'\n"
                      f"{run.tail()}")


def _expect(run, first, second):
    """Waits for the sample; first, second: (version, state)."""
    _expect_image(run, "running", *first)
    _expect_image(run, "image 1: present", *second)
    run.expect("hello: ready")


def _choose(run, image):
    press(run, str(image), f"keys act on image {image}")


def _ask(run, image, key):
    prefix = f"image {image}: " if image else ""
    _choose(run, image)
    press(run, key, prefix + {"t": "update on trial asked for",
                              "p": "update for good asked for",
                              "c": "confirmed now"}[key])


# ---- booting ----

def both_images_are_verified_and_the_first_is_started(rig, folder):
    device = _device(rig, folder)
    _given(device)
    with device.run() as run:
        run.expect("image 1: primary slot verified\n")
        run.expect("image 0: primary slot verified, booting\n")
        _expect(run, ("1.0.0", "confirmed"), ("5.0.0", "confirmed"))


def damaged_second_image_bars_the_boot_and_is_named(rig, folder):
    device = _device(rig, folder)
    _given(device)
    device.change("1:primary", 20000)
    with device.run() as run:
        for _ in range(2):
            run.expect(rig.chip.banner)
            run.expect(f"image 1: primary slot: {HASH_ERROR}")
            run.expect(f"nothing boots: image 1, primary slot: {HASH_ERROR}")
        run.never("hello:")


def missing_second_image_bars_the_boot_and_is_named(rig, folder):
    device = _device(rig, folder)
    device.install("primary", "1.0.0")
    with device.run() as run:
        run.expect("nothing boots: image 1, primary slot: error 0x301")
        run.never("hello:")


# ---- updates ----

def _second_is_updated_alone(rig, folder, product=None):
    device = _device(rig, folder, product)
    first, old = _given(device)
    new = device.install("1:secondary", "6.0.0", length=LENGTH // 2)
    with device.run() as run:
        _expect(run, ("1.0.0", "confirmed"), ("5.0.0", "confirmed"))
        _ask(run, 1, "t")
        reset(run)
        run.expect("image 1: updating on trial")
        _expect(run, ("1.0.0", "confirmed"), ("6.0.0", "on trial"))
        reset(run)
        run.expect("image 1: not confirmed: taking the update back")
        _expect(run, ("1.0.0", "confirmed"), ("5.0.0", "confirmed"))
        _ask(run, 1, "t")
        reset(run)
        _expect(run, ("1.0.0", "confirmed"), ("6.0.0", "on trial"))
        _ask(run, 1, "c")
        reset(run)
        _expect(run, ("1.0.0", "confirmed"), ("6.0.0", "confirmed"))
        run.never("image 0: updating")
    device.holds("primary", first)
    device.holds("1:primary", new)
    device.holds("1:secondary", old)


def second_image_alone_is_updated_with_scratch(rig, folder):
    _second_is_updated_alone(rig, folder)


def second_image_alone_is_updated_with_move(rig, folder):
    _second_is_updated_alone(rig, folder,
                             rig.product("two-move", LAYOUT + MOVE))


def images_that_need_each_other_are_updated_together(rig, folder):
    device = _device(rig, folder)
    _given(device)
    device.install("secondary", "2.0.0", "-d", "(1, 6.0.0+0)")
    device.install("1:secondary", "6.0.0")
    with device.run() as run:
        _expect(run, ("1.0.0", "confirmed"), ("5.0.0", "confirmed"))
        _ask(run, 0, "t")
        reset(run)
        run.expect(f"updates held back: images do not fit, {TOO_OLD}")
        _expect(run, ("1.0.0", "confirmed"), ("5.0.0", "confirmed"))
        _ask(run, 1, "t")
        reset(run)
        run.expect("image 0: updating on trial")
        run.expect("image 1: updating on trial")
        _expect(run, ("2.0.0", "on trial"), ("6.0.0", "on trial"))
        reset(run)
        run.expect("image 0: not confirmed: taking the update back")
        run.expect("image 1: not confirmed: taking the update back")
        _expect(run, ("1.0.0", "confirmed"), ("5.0.0", "confirmed"))


def damaged_update_of_the_second_image_is_refused_alone(rig, folder):
    device = _device(rig, folder)
    _, second = _given(device)
    first = device.install("secondary", "2.0.0", length=LENGTH)
    device.install("1:secondary", "6.0.0", length=LENGTH)
    device.change("1:secondary", 20000)
    with device.run() as run:
        _expect(run, ("1.0.0", "confirmed"), ("5.0.0", "confirmed"))
        _ask(run, 0, "p")
        _ask(run, 1, "p")
        reset(run)
        run.expect(f"image 1: secondary slot: {HASH_ERROR}")
        run.expect(f"image 1: update refused, {HASH_ERROR}; slot erased")
        _expect(run, ("2.0.0", "confirmed"), ("5.0.0", "confirmed"))
    device.holds("primary", first)
    device.holds("1:primary", second)


# ---- two CPUs ----

def _two_cpus(rig, folder, more="", name="two-cpus"):
    """A bootloader that starts image 1 itself; that image is the sample for
    the second CPU."""
    device = _device(rig, folder, rig.product(
        name, LAYOUT + "CONFIG_ESP_MULTI_PROCESSOR_BOOT=y\n" + more))
    device.second = rig.sample("second")
    return device


def _given_two_cpus(device, second=None):
    device.install("primary", "1.0.0")
    device.install("1:primary", "5.0.0", app=second or device.second)


def _expect_second_cpu(run):
    """On a busy machine it may be slow to show itself: asked again."""
    for _ in range(TRIES):
        run.expect("hello: image 1: next boot: ")
        got = run.line("hello: image 1: ")
        run.expect("hello: ready")
        if got == "runs on processor 0xabab":
            return
        run.send("s")
    raise Failure(f"image 1 '{got}'\n{run.tail()}")


def _expect_two_cpus(run, first, second):
    _expect_image(run, "running", *first)
    _expect_image(run, "image 1: present", *second)
    _expect_second_cpu(run)


@only("esp32", "esp32s3")
def second_cpu_runs_image_1_and_the_first_cpu_image_0(rig, folder):
    device = _two_cpus(rig, folder)
    _given_two_cpus(device)
    with device.run() as run:
        for _ in range(2):
            run.expect("image 1: primary slot verified\n")
            run.expect("image 0: primary slot verified, booting\n")
            run.expect("starting image 1 on the second CPU at 0x")
            run.expect("starting the application at 0x")
            _expect_two_cpus(run, ("1.0.0", "confirmed"),
                             ("5.0.0", "confirmed"))
            reset(run)


@only("esp32", "esp32s3")
def second_cpu_is_left_alone_unless_it_is_asked_for(rig, folder):
    device = _device(rig, folder)
    device.install("primary", "1.0.0")
    device.install("1:primary", "5.0.0", app=rig.sample("second"))
    with device.run() as run:
        run.expect("hello: image 1: does not run\n")
        run.never("second CPU")


@only("esp32", "esp32s3")
def images_of_both_cpus_are_updated_and_taken_back(rig, folder):
    device = _two_cpus(rig, folder)
    _given_two_cpus(device)
    device.install("secondary", "2.0.0", "-d", "(1, 6.0.0+0)", length=LENGTH)
    device.install("1:secondary", "6.0.0", app=device.second, length=LENGTH)
    with device.run() as run:
        _expect_two_cpus(run, ("1.0.0", "confirmed"), ("5.0.0", "confirmed"))
        _ask(run, 1, "t")
        _ask(run, 0, "t")
        reset(run)
        _expect_two_cpus(run, ("2.0.0", "on trial"), ("6.0.0", "on trial"))
        reset(run)
        _expect_two_cpus(run, ("1.0.0", "confirmed"), ("5.0.0", "confirmed"))


@only("esp32", "esp32s3")
def signed_images_run_on_both_cpus(rig, folder):
    device = _two_cpus(rig, folder, "CONFIG_ESP_SIGN_EC256=y\n"
                       f"CONFIG_ESP_SIGN_KEY_FILE={rig.key('ec256')}\n",
                       "two-cpus-ec256")
    device.install("primary", "1.0.0", key="ec256")
    device.install("1:primary", "5.0.0", app=device.second, key="ec256")
    with device.run() as run:
        _expect_two_cpus(run, ("1.0.0", "confirmed"), ("5.0.0", "confirmed"))


@only("esp32", "esp32s3")
def damaged_image_1_starts_neither_cpu(rig, folder):
    device = _two_cpus(rig, folder)
    _given_two_cpus(device)
    device.change("1:primary", 140)
    with device.run() as run:
        run.expect(f"nothing boots: image 1, primary slot: {HASH_ERROR}")
        run.never("starting")


@only("esp32", "esp32s3")
def images_that_want_the_same_memory_are_both_refused(rig, folder):
    """The sample twice: linked for the same addresses."""
    device = _two_cpus(rig, folder)
    _given_two_cpus(device, second=device.app)
    addr = words_of(device.app, IRAM, 1)[0]
    with device.run() as run:
        run.expect("image 0: primary slot verified, booting")
        run.expect(f"image 0 at {addr:#x} and image 1 at {addr:#x} overlap in "
                   "memory")
        run.expect(rig.chip.banner)
        run.never("starting")


@only("esp32", "esp32s3")
def image_1_over_the_loader_is_refused(rig, folder):
    device = _two_cpus(rig, folder)
    _given_two_cpus(device, second=with_words(
        device.second, DRAM, [rig.chip.loader_data]))
    with device.run() as run:
        run.expect("image 1 refused: error 0xa03, segment 1")
        run.expect(f"address {rig.chip.loader_data:#x}")
        run.never("starting")


# ---- power cuts ----

def _operations(device):
    """(flash operations until the second image's swap, of the whole boot)"""
    with device.run(trace=True) as run:
        run.expect("image 1: updating on trial")
        before = run.changes
        _expect(run, ("2.0.0", "on trial"), ("6.0.0", "on trial"))
        return before, run.changes


def _cut(device, change):
    with device.run(trace=True) as run:
        done = run.kill_at(change)
        run.never("hello:")
    return done


def _cut_all(rig, device):
    before, total = _operations(device)
    if total - before < 300:
        raise Failure(f"{total - before} flash operations: nothing to cut")
    dice = random.Random("two images")
    step = (total - before - 40) / CUTS
    for index in range(CUTS):
        device.take("ready.bin")
        done = _cut(device, before + int((index + dice.random()) * step))
        rig.shared.cuts.append((done, total))
        yield done


def _cut_swap_of_the_second_is_finished(rig, folder, product=None):
    """Both images are on the new side then, and go back together."""
    device = _device(rig, folder, product)
    _given(device)
    device.install("secondary", "2.0.0", "-d", "(1, 6.0.0+0)", length=LENGTH)
    device.install("1:secondary", "6.0.0", "-d", "(0, 2.0.0+0)",
                   length=LENGTH)
    with device.run() as run:
        _expect(run, ("1.0.0", "confirmed"), ("5.0.0", "confirmed"))
        _ask(run, 0, "t")
        _ask(run, 1, "t")
    device.keep("ready.bin")
    for done in _cut_all(rig, device):
        try:
            with device.run() as run:
                _expect(run, ("2.0.0", "on trial"), ("6.0.0", "on trial"))
                reset(run)
                _expect(run, ("1.0.0", "confirmed"), ("5.0.0", "confirmed"))
        except Failure as failure:
            raise Failure(f"cut at operation {done}: {failure}") from failure


def cut_swap_of_the_second_image_with_scratch_is_finished(rig, folder):
    _cut_swap_of_the_second_is_finished(rig, folder)


def cut_swap_of_the_second_image_with_move_is_finished(rig, folder):
    _cut_swap_of_the_second_is_finished(
        rig, folder, rig.product("two-move", LAYOUT + MOVE))
