# SPDX-License-Identifier: Apache-2.0
"""Updates, asked for and confirmed by the application itself."""
from rig import expect_hello, press, reset

LENGTH = 200000  # bytes: more than the scratch area, so it takes two turns


def _two_versions(device):
    old = device.load("primary", device.sign("1.0.0", length=LENGTH))
    new = device.load("secondary", device.sign("2.0.0", length=LENGTH // 2))
    return old, new


def _test_swap_and_revert(rig, folder, product):
    device = rig.device(folder, product)
    old, new = _two_versions(device)
    with device.run() as run:
        expect_hello(run, "1.0.0", "confirmed")
        press(run, "t", "update on trial asked for")
        reset(run)
        run.expect("updating on trial")
        expect_hello(run, "2.0.0", "on trial")
        reset(run)
        run.expect("not confirmed: taking the update back")
        expect_hello(run, "1.0.0", "confirmed")
        reset(run)
        expect_hello(run, "1.0.0", "confirmed")
    device.holds("primary", old)
    device.holds("secondary", new)


def _test_swap_and_confirm(rig, folder, product):
    device = rig.device(folder, product)
    old, new = _two_versions(device)
    with device.run() as run:
        expect_hello(run, "1.0.0", "confirmed")
        press(run, "t", "update on trial asked for")
        reset(run)
        expect_hello(run, "2.0.0", "on trial")
        press(run, "c", "confirmed now")
        reset(run)
        expect_hello(run, "2.0.0", "confirmed")
        run.never("taking the update back")
    device.holds("primary", new)
    device.holds("secondary", old)


def trial_with_scratch_is_taken_back_unless_confirmed(rig, folder):
    _test_swap_and_revert(rig, folder, "none")


def trial_with_move_is_taken_back_unless_confirmed(rig, folder):
    _test_swap_and_revert(rig, folder, "move")


def trial_with_scratch_stays_once_confirmed(rig, folder):
    _test_swap_and_confirm(rig, folder, "none")


def trial_with_move_stays_once_confirmed(rig, folder):
    _test_swap_and_confirm(rig, folder, "move")


def signed_trial_is_taken_back_under_downgrade_prevention(rig, folder):
    _test_swap_and_revert(rig, folder, "ec256")


def overwrite_updates_for_good(rig, folder):
    """SPEC, Overwrite only: image_ok stays erased, so the application believes
    itself on trial until it confirms; nothing takes it back."""
    device = rig.device(folder, "overwrite")
    _, new = _two_versions(device)
    with device.run() as run:
        expect_hello(run, "1.0.0", "confirmed")
        press(run, "p", "update for good asked for")
        reset(run)
        expect_hello(run, "2.0.0", "on trial")
        reset(run)
        expect_hello(run, "2.0.0", "on trial")
        press(run, "c", "confirmed now")
        reset(run)
        expect_hello(run, "2.0.0", "confirmed")
    device.holds("primary", new)


def permanent_update_with_scratch_is_confirmed_at_once(rig, folder):
    device = rig.device(folder)
    _two_versions(device)
    with device.run() as run:
        expect_hello(run, "1.0.0", "confirmed")
        press(run, "p", "update for good asked for")
        reset(run)
        run.expect("updating for good")
        expect_hello(run, "2.0.0", "confirmed")
        reset(run)
        expect_hello(run, "2.0.0", "confirmed")


def update_with_a_stranger_s_key_is_refused(rig, folder):
    device = rig.device(folder, "ec256")
    device.load("primary", device.sign("1.0.0"))
    device.load("secondary", device.sign("2.0.0", "--pad", key="stranger"))
    with device.run() as run:
        run.expect("secondary slot: error 0x30b")  # IMAGE_E_NO_SIGNATURE
        expect_hello(run, "1.0.0", "confirmed")


def downgrade_is_refused(rig, folder):
    device = rig.device(folder, "ec256")
    device.load("primary", device.sign("2.0.0"))
    device.load("secondary", device.sign("1.9.9"))
    with device.run() as run:
        expect_hello(run, "2.0.0", "confirmed")
        press(run, "p", "update for good asked for")
        reset(run)
        run.expect("update refused, error 0x501")  # ROLLBACK_E_VERSION
        expect_hello(run, "2.0.0", "confirmed")


def the_same_downgrade_is_done_where_it_is_not_prevented(rig, folder):
    device = rig.device(folder)
    device.load("primary", device.sign("2.0.0"))
    device.load("secondary", device.sign("1.9.9", "--pad"))
    with device.run() as run:
        expect_hello(run, "1.9.9", "on trial")
