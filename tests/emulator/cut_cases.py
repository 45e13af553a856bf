# SPDX-License-Identifier: Apache-2.0
"""Power cuts: the emulator is killed at a flash operation of the boot code,
started again on the same files, and has to finish what was begun."""
import random

from cli import Failure
from rig import expect_hello, press, reset

LENGTH = 48000       # bytes: twelve sectors, some thousand flash operations
SPARE = 40           # operations at the end that the trace may hold back
TWICE = 4            # every so many cuts, the recovery is cut as well


def _given(rig, folder, product, key):
    """Version 1 asks for version 2 and is switched off."""
    device = rig.device(folder, product)
    old = device.install("primary", "1.0.0", length=LENGTH)
    new = device.install("secondary", "2.0.0", length=LENGTH - 9000)
    with device.run() as run:
        expect_hello(run, "1.0.0", "confirmed")
        press(run, key, "update")
    return device, old, new


def _operations(device, version, state):
    """How many flash operations the boot takes without a cut."""
    with device.run(trace=True) as run:
        expect_hello(run, version, state)
        return run.changes


def _cut(device, rig, change, total):
    with device.run(trace=True) as run:
        done = run.kill_at(change)
        run.never("hello:")
    rig.shared.cuts.append((done, total))
    return done


def _cut_all(rig, device, count, version, state):
    """Cuts spread over the whole boot; yields after each recovery."""
    device.keep("ready.bin")
    total = _operations(device, version, state)
    if total < 500:
        raise Failure(f"only {total} flash operations: nothing to cut")
    dice = random.Random(f"{device.product} {version}")
    for index in range(count):
        device.take("ready.bin")
        step = (total - SPARE) / count
        done = _cut(device, rig, int((index + dice.random()) * step), total)
        left = total - done - SPARE
        if index % TWICE == 1 and left > 100:
            _cut(device, rig, dice.randrange(left // 2), total)
        try:
            with device.run() as run:
                expect_hello(run, version, state)
        except Failure as failure:
            raise Failure(f"cut at operation {done} of {total}: "
                          f"{failure}") from failure
        yield


def _update(rig, folder, product, count):
    device, old, new = _given(rig, folder, product, "t")
    for _ in _cut_all(rig, device, count, "2.0.0", "on trial"):
        device.holds("primary", new)
        device.holds("secondary", old)


def _revert(rig, folder, product, count):
    device, old, new = _given(rig, folder, product, "t")
    with device.run() as run:
        expect_hello(run, "2.0.0", "on trial")
    for _ in _cut_all(rig, device, count, "1.0.0", "confirmed"):
        device.holds("primary", old)
        device.holds("secondary", new)


def cut_update_with_scratch_is_finished(rig, folder):
    _update(rig, folder, "none", 16)


def cut_update_with_move_is_finished(rig, folder):
    _update(rig, folder, "move", 16)


def cut_revert_with_scratch_is_finished(rig, folder):
    _revert(rig, folder, "none", 10)


def cut_revert_with_move_is_finished(rig, folder):
    _revert(rig, folder, "move", 10)


def cut_overwrite_is_finished(rig, folder):
    device, _, new = _given(rig, folder, "overwrite", "p")
    for _ in _cut_all(rig, device, 12, "2.0.0", "on trial"):
        device.holds("primary", new)


def finished_update_is_still_taken_back(rig, folder):
    device, old, _ = _given(rig, folder, "none", "t")
    device.keep("start.bin")
    total = _operations(device, "2.0.0", "on trial")
    device.take("start.bin")
    _cut(device, rig, total // 2, total)
    with device.run() as run:
        expect_hello(run, "2.0.0", "on trial")
        reset(run)
        run.expect("not confirmed: taking the update back")
        expect_hello(run, "1.0.0", "confirmed")
    device.holds("primary", old)
