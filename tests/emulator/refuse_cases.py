# SPDX-License-Identifier: Apache-2.0
"""The banner, and hardware that is not what the configuration says."""
import os

from cli import Failure, same
from rig import expect_hello

SMALL_LEN = 0x200000  # bytes: half of what is configured


def banner_tells_version_revision_and_reset_cause(rig, folder):
    device = rig.device(folder)
    device.install("primary", "1.0.0")
    with device.run() as run:
        version = run.line(f"{rig.chip.banner} ")
        if not version.endswith(
                f", chip revision {rig.chip.revision}, reset cause 1"):
            raise Failure(f"the banner says '{version}'")
        expect_hello(run, "1.0.0", "confirmed")


def flash_smaller_than_configured_is_refused_unchanged(rig, folder):
    device = rig.device(folder)
    device.install("primary", "1.0.0")
    device.install("secondary", "2.0.0", "--pad")
    os.truncate(device.flash, SMALL_LEN)
    with open(device.flash, "rb") as file:
        before = file.read()
    with device.run() as run:
        for _ in range(2):
            run.expect(f"[{rig.chip.name}] [ERR] flash has 2 MB, the "
                       "configuration needs 4 MB")
        run.never("hello:")
    with open(device.flash, "rb") as file:
        same(file.read(), before, "flash")


def the_same_flash_boots_where_it_is_configured(rig, folder):
    """The sample looks for slots as they are by default: only its start is
    waited for."""
    small = rig.product("small", "CONFIG_ESP_FLASH_SIZE=2MB\n"
                        "CONFIG_ESP_APPLICATION_SIZE=0xE0000\n"
                        "CONFIG_ESP_IMAGE0_SECONDARY_START_ADDRESS=0x100000\n"
                        "CONFIG_ESP_SCRATCH_OFFSET=0x1E0000\n")
    device = rig.device(folder, small)
    same(os.path.getsize(device.flash), SMALL_LEN, "flash")
    device.install("primary", "1.0.0")
    with device.run() as run:
        run.expect("starting the application")
        run.never("[ERR]")


def chip_older_than_the_bootloader_allows_is_refused(rig, folder):
    """A chip without any eFuse burned; those of v0.0 that are sold may run."""
    if not rig.chip.efuse_bits:
        return
    device = rig.device(folder)
    device.install("primary", "1.0.0")
    with open(device.efuse, "wb") as file:
        file.write(bytes(rig.chip.efuse_len))
    with device.run() as run:
        for _ in range(2):
            run.expect(f"{rig.chip.banner} ")
            run.expect(f"[{rig.chip.name}] [ERR] chip revision v0.0, the "
                       f"bootloader needs {rig.chip.revision}")
        run.never("hello:")
