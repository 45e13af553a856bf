# SPDX-License-Identifier: Apache-2.0
"""The boot log on other consoles, and none. The sample prints on UART 0, so
that it is seen to start in any case."""
import os

import chips
from cli import check
from rig import expect_hello

PINS = ("CONFIG_ESP_CONSOLE_UART_NUM=1\nCONFIG_ESP_CONSOLE_UART_CUSTOM=y\n"
        "CONFIG_ESP_CONSOLE_UART_TX_GPIO=4\n"
        "CONFIG_ESP_CONSOLE_UART_RX_GPIO=5\n")
USB = "CONFIG_ESP_CONSOLE_UART=n\nCONFIG_ESP_CONSOLE_USB_SERIAL_JTAG=y\n"


def _starts_without_a_word_on_uart_0(device, more=()):
    device.install("primary", "1.0.0")
    with device.run(more=more) as run:
        expect_hello(run, "1.0.0", "confirmed")
        run.never(f"[{device.chip.name}]")


def log_on_uart_1_with_pins_of_its_own(rig, folder):
    device = rig.device(folder, rig.product("uart1", PINS))
    log = os.path.join(folder, "uart1.log")
    _starts_without_a_word_on_uart_0(device, ("-serial", f"file:{log}"))
    with open(log, encoding="utf-8") as file:
        text = file.read()
    check(text.startswith(device.chip.banner), f"UART 1 says {text!r}")
    check("starting the application" in text, f"UART 1 says {text!r}")


def uart_0_with_pins_of_its_own_still_logs(rig, folder):
    device = rig.device(folder, rig.product(
        "uart0pins", PINS.replace("NUM=1", "NUM=0")))
    device.install("primary", "1.0.0")
    with device.run() as run:
        run.expect(f"{device.chip.banner} ")
        expect_hello(run, "1.0.0", "confirmed")


@chips.only("esp32c3", "esp32s3")
def log_on_usb_without_a_host_holds_nothing_up(rig, folder):
    """The emulator's USB Serial/JTAG is never ready."""
    _starts_without_a_word_on_uart_0(
        rig.device(folder, rig.product("usb", USB)))


def without_a_log_the_application_starts_all_the_same(rig, folder):
    _starts_without_a_word_on_uart_0(
        rig.device(folder, rig.product("silent", "CONFIG_ESP_LOG_LEVEL=0\n")))


def errors_alone_are_told_where_nothing_else_is(rig, folder):
    device = rig.device(folder, rig.product("errors",
                                            "CONFIG_ESP_LOG_LEVEL=1\n"))
    with device.run() as run:
        run.expect(f"[{device.chip.name}] [ERR] nothing boots")
        run.never("[INF]")
        run.never("[WRN]")
