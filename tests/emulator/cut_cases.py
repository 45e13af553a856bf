# SPDX-License-Identifier: Apache-2.0
"""Power cuts: the emulator is killed at a flash operation of the boot code,
started again on the same files, and has to finish what was begun."""
import stories
from rig import expect_hello, reset


def cut_update_with_scratch_is_finished(rig, folder):
    stories.cut_updates(rig, folder, "none", 16)


def cut_update_with_move_is_finished(rig, folder):
    stories.cut_updates(rig, folder, "move", 16)


def cut_revert_with_scratch_is_finished(rig, folder):
    stories.cut_reverts(rig, folder, "none", 10)


def cut_revert_with_move_is_finished(rig, folder):
    stories.cut_reverts(rig, folder, "move", 10)


def cut_overwrite_is_finished(rig, folder):
    device, _, new = stories.given_request(rig, folder, "overwrite", "p")
    for _ in stories.cut_all(rig, device, 12, "2.0.0", "on trial"):
        device.holds("primary", new)


def finished_update_is_still_taken_back(rig, folder):
    device, old, _ = stories.given_request(rig, folder, "none", "t")
    device.keep("start.bin")
    total = stories.operations(device, "2.0.0", "on trial")
    device.take("start.bin")
    stories.cut(device, rig, total // 2, total)
    with device.run() as run:
        expect_hello(run, "2.0.0", "on trial")
        reset(run)
        run.expect("not confirmed: taking the update back")
        expect_hello(run, "1.0.0", "confirmed")
    device.holds("primary", old)
