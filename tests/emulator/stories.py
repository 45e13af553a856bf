# SPDX-License-Identifier: Apache-2.0
"""Updates and power cuts as stories of (rig, folder, product): what several
files of claims tell of different boards."""
import random

from cli import Failure
from rig import expect_hello, press, reset

UPDATE_LEN = 200000  # bytes: more than the scratch area, so it takes two turns


def shorter(rig, length):
    """Where the emulator takes long for a board, a part of what others get."""
    return length // getattr(rig, "slowness", 1)


def two_versions(rig, folder, product):
    device = rig.device(folder, product)
    length = shorter(rig, UPDATE_LEN)
    old = device.install("primary", "1.0.0", length=length)
    new = device.install("secondary", "2.0.0", length=length // 2)
    return device, old, new


def ask(run, key, answer):
    """Version 1 asks for version 2 and resets."""
    expect_hello(run, "1.0.0", "confirmed")
    press(run, key, answer)
    reset(run)


def on_trial(run):
    ask(run, "t", "update on trial asked for")


def for_good(run):
    ask(run, "p", "update for good asked for")


def swap_and_revert(rig, folder, product):
    device, old, new = two_versions(rig, folder, product)
    with device.run() as run:
        on_trial(run)
        run.expect("updating on trial")
        expect_hello(run, "2.0.0", "on trial")
        reset(run)
        run.expect("not confirmed: taking the update back")
        expect_hello(run, "1.0.0", "confirmed")
        reset(run)
        expect_hello(run, "1.0.0", "confirmed")
    device.holds("primary", old)
    device.holds("secondary", new)


def swap_and_confirm(rig, folder, product):
    device, old, new = two_versions(rig, folder, product)
    with device.run() as run:
        on_trial(run)
        expect_hello(run, "2.0.0", "on trial")
        press(run, "c", "confirmed now")
        reset(run)
        expect_hello(run, "2.0.0", "confirmed")
        run.never("taking the update back")
    device.holds("primary", new)
    device.holds("secondary", old)


# ---- power cuts ----

CUT_LEN = 48000      # bytes: twelve sectors, some thousand flash operations
SPARE = 40           # operations at the end that the trace may hold back
TWICE = 4            # every so many cuts, the recovery is cut as well


def given_request(rig, folder, product, key):
    """Version 1 asks for version 2 and is switched off."""
    device = rig.device(folder, product)
    length = shorter(rig, CUT_LEN)
    old = device.install("primary", "1.0.0", length=length)
    new = device.install("secondary", "2.0.0", length=length * 4 // 5)
    with device.run() as run:
        expect_hello(run, "1.0.0", "confirmed")
        press(run, key, "update")
    return device, old, new


def operations(device, version, state):
    """How many flash operations the boot takes without a cut."""
    with device.run(trace=True) as run:
        expect_hello(run, version, state)
        return run.changes


def cut(device, rig, change, total):
    with device.run(trace=True) as run:
        done = run.kill_at(change)
        run.never("hello:")
    rig.shared.cuts.append((done, total))
    return done


def cut_all(rig, device, count, version, state):
    """Cuts spread over the whole boot; yields after each recovery."""
    device.keep("ready.bin")
    total = operations(device, version, state)
    if total < 500:
        raise Failure(f"only {total} flash operations: nothing to cut")
    dice = random.Random(f"{device.product} {version}")
    count = max(shorter(rig, count), 2)
    for index in range(count):
        device.take("ready.bin")
        step = (total - SPARE) / count
        done = cut(device, rig, int((index + dice.random()) * step), total)
        left = total - done - SPARE
        if index % TWICE == 1 and left > 100:
            cut(device, rig, dice.randrange(left // 2), total)
        try:
            with device.run() as run:
                expect_hello(run, version, state)
        except Failure as failure:
            raise Failure(f"cut at operation {done} of {total}: "
                          f"{failure}") from failure
        yield


def cut_updates(rig, folder, product, count):
    device, old, new = given_request(rig, folder, product, "t")
    for _ in cut_all(rig, device, count, "2.0.0", "on trial"):
        device.holds("primary", new)
        device.holds("secondary", old)


def cut_reverts(rig, folder, product, count):
    device, old, new = given_request(rig, folder, product, "t")
    with device.run() as run:
        expect_hello(run, "2.0.0", "on trial")
    for _ in cut_all(rig, device, count, "1.0.0", "confirmed"):
        device.holds("primary", old)
        device.holds("secondary", new)
