# SPDX-License-Identifier: Apache-2.0
"""Updates, asked for and confirmed by the application itself."""
import stories
from rig import expect_hello, press, reset


def trial_with_scratch_is_taken_back_unless_confirmed(rig, folder):
    stories.swap_and_revert(rig, folder, "none")


def trial_with_move_is_taken_back_unless_confirmed(rig, folder):
    stories.swap_and_revert(rig, folder, "move")


def trial_with_scratch_stays_once_confirmed(rig, folder):
    stories.swap_and_confirm(rig, folder, "none")


def trial_with_move_stays_once_confirmed(rig, folder):
    stories.swap_and_confirm(rig, folder, "move")


def signed_trial_is_taken_back_under_downgrade_prevention(rig, folder):
    stories.swap_and_revert(rig, folder, "ec256")


def overwrite_updates_for_good(rig, folder):
    """SPEC, Overwrite only: image_ok stays erased, so the application believes
    itself on trial until it confirms; nothing takes it back."""
    device, _, new = stories.two_versions(rig, folder, "overwrite")
    with device.run() as run:
        stories.for_good(run)
        expect_hello(run, "2.0.0", "on trial")
        reset(run)
        expect_hello(run, "2.0.0", "on trial")
        press(run, "c", "confirmed now")
        reset(run)
        expect_hello(run, "2.0.0", "confirmed")
    device.holds("primary", new)


def permanent_update_with_scratch_is_confirmed_at_once(rig, folder):
    device, _, _ = stories.two_versions(rig, folder, "none")
    with device.run() as run:
        stories.for_good(run)
        run.expect("updating for good")
        expect_hello(run, "2.0.0", "confirmed")
        reset(run)
        expect_hello(run, "2.0.0", "confirmed")


def update_with_a_stranger_s_key_is_refused(rig, folder):
    device = rig.device(folder, "ec256")
    device.install("primary", "1.0.0")
    device.install("secondary", "2.0.0", "--pad", key="stranger")
    with device.run() as run:
        run.expect("secondary slot: error 0x30b")  # IMAGE_E_NO_SIGNATURE
        expect_hello(run, "1.0.0", "confirmed")


def downgrade_is_refused(rig, folder):
    device = rig.device(folder, "ec256")
    device.install("primary", "2.0.0")
    device.install("secondary", "1.9.9")
    with device.run() as run:
        expect_hello(run, "2.0.0", "confirmed")
        press(run, "p", "update for good asked for")
        reset(run)
        run.expect("update refused, error 0x501")  # ROLLBACK_E_VERSION
        expect_hello(run, "2.0.0", "confirmed")


def the_same_downgrade_is_done_where_it_is_not_prevented(rig, folder):
    device = rig.device(folder)
    device.install("primary", "2.0.0")
    device.install("secondary", "1.9.9", "--pad")
    with device.run() as run:
        expect_hello(run, "1.9.9", "on trial")
