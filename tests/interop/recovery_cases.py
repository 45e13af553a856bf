# SPDX-License-Identifier: Apache-2.0
"""Real clients and serial recovery, on the virtual device's line."""
import json

from box import check
from recovery_clients import CLIENTS
from recovery_rig import (Recovery, Relay, device_with, digest, image,
                          kill_after, packet_lengths, sent_by)
from table import each

ALL = list(CLIENTS)
WITH_STATE = [name for name in ALL if name != "smpclient"]
SETTINGS = [(f"{name}.{'.'.join(setting) or 'default'}", name, setting)
            for name in ALL for setting in CLIENTS[name].settings]
LONG = 45000  # bytes of a file that is sent for a while
ENOUGH = LONG  # bytes on the line after which more than a half is there


def TOOL(client, *_):
    """The tool of a claim: the client, its first argument."""
    return client[1] if isinstance(client, tuple) else client


def _client(box):
    return CLIENTS[box.peer.tool](box)


@each([name for name in ALL if name != "mcumgr-client"])
def echo_comes_back(box, _):
    client = _client(box)
    with Recovery(device_with(box), "--pin") as line:
        for text in ("hello", "x" * 60):
            check(text in client.good(line.port, "echo", text), "no echo")


@each(ALL)
def list_shows_what_runs(box, name):
    client = _client(box)
    device = device_with(box, "1.2.3")
    with Recovery(device, "--pin") as line:
        text = client.good(line.port, "list")
    check("1.2.3" in text, text)
    if name != "mcumgr-client":  # it prints bytes as a list of numbers
        check(digest(box, "v1.2.3.bin") in text.lower().replace(" ", ""), text)


@each(ALL)
def blank_device_lists_nothing(box, _):
    client = _client(box)
    with Recovery(device_with(box, None)) as line:
        text = client.good(line.port, "list")
    check("hash" not in text.lower(), text)


@each(SETTINGS)
def upload_is_installed(box, row):
    _, _, setting = row
    client = _client(box)
    device = device_with(box)
    new = image(box, "2.0.0")
    with Recovery(device, "--pin", "--expect", "2.0.0") as line:
        client.good(line.port, *setting, "upload", new)
        client.good(line.port, "reset")
        line.ends()
    device.boot("2.0.0")


@each(ALL)
def dead_device_takes_an_image(box, _):
    client = _client(box)
    device = device_with(box, None)
    with Recovery(device, "--expect", "2.0.0") as line:
        client.good(line.port, "upload", image(box, "2.0.0"))
        client.good(line.port, "reset")
        line.ends()
    device.boot("2.0.0")


@each(WITH_STATE)
def image_that_is_tested_is_taken_back(box, _):
    client = _client(box)
    device = device_with(box)
    new = image(box, "2.0.0")
    with Recovery(device, "--pin", "--expect", "2.0.0") as line:
        client.good(line.port, "upload", new, "2")
        client.good(line.port, "test", digest(box, new))
        client.good(line.port, "reset")
        check("on trial" in line.ends(), "not on trial")
    device.boot("1.0.0")


@each(WITH_STATE)
def image_that_is_confirmed_stays(box, _):
    client = _client(box)
    device = device_with(box)
    new = image(box, "2.0.0")
    with Recovery(device, "--pin", "--expect", "2.0.0") as line:
        client.good(line.port, "upload", new, "2")
        client.good(line.port, "confirm", digest(box, new))
        client.good(line.port, "reset")
        line.ends()
    device.boot("2.0.0")


@each(WITH_STATE)
def erased_slot_is_not_installed(box, _):
    client = _client(box)
    device = device_with(box)
    with Recovery(device, "--pin", "--expect", "1.0.0") as line:
        client.good(line.port, "upload", image(box, "2.0.0"), "2")
        check("2.0.0" in client.good(line.port, "list"), "not uploaded")
        client.good(line.port, "erase")
        check("2.0.0" not in client.good(line.port, "list"), "not erased")
        client.good(line.port, "reset")
        line.ends()


# Go's mcumgr does not look at codes: it would ask for ever.
@each([name for name in ALL if name != "mcumgr"])
def refused_image_is_told(box, _):
    client = _client(box)
    device = device_with(box)
    new = image(box, "2.0.0")
    data = bytearray(box.read(new))
    data[5000] ^= 1
    box.write(new, bytes(data))
    with Recovery(device, "--pin", "--expect", "1.0.0") as line:
        client.bad(line.port, "upload", new)
        client.good(line.port, "reset")
        line.ends()


@each(ALL)
def killed_client_goes_on_where_it_was(box, _):
    client = _client(box)
    device = device_with(box)
    new = image(box, "2.0.0", LONG)
    with Recovery(device, "--pin", "--expect", "2.0.0") as line:
        kill_after(client, line.port, [*client.quick, "upload", new], ENOUGH)
        sent = sent_by(client, line.port, [*client.quick, "upload", new])
        check(sent < ENOUGH, f"{sent} bytes for the rest of {LONG}")
        client.good(line.port, "reset")
        line.ends()
    device.boot("2.0.0")


@each(ALL)
def reset_in_an_upload_costs_a_part_of_it(box, _):
    client = _client(box)
    device = device_with(box)
    new = image(box, "2.0.0", LONG)
    with Recovery(device, "--pin") as line:
        kill_after(client, line.port, [*client.quick, "upload", new], ENOUGH)
    device.boot("1.0.0")
    with Recovery(device, "--pin", "--expect", "2.0.0") as line:
        sent = sent_by(client, line.port, [*client.quick, "upload", new])
        check(sent < ENOUGH, f"{sent} bytes for the rest of {LONG}")
        client.good(line.port, "reset")
        line.ends()
    device.boot("2.0.0")


@each(["toolkit", "smpclient"])
def device_describes_itself(box, _):
    client = _client(box)
    with Recovery(device_with(box), "--pin") as line:
        params = json.loads(client.good(line.port, "params"))
        check(params["buf_size"] == 4096, params)
        check(params["buf_count"] == 1, params)
        loader = json.loads(client.good(line.port, "loader"))
        check("MCUboot" in str(loader), loader)


@each(["toolkit"])
def slots_tell_how_they_are_reached(box, _):
    client = _client(box)
    with Recovery(device_with(box), "--pin") as line:
        images = json.loads(client.good(line.port, "slots"))
    check(len(images) == 1, images)
    check([slot["upload_image_id"] for slot in images[0]["slots"]] == [1, 2],
          images)
    check([slot["size"] for slot in images[0]["slots"]] == [0x20000] * 2,
          images)


@each(["toolkit"], [[], ["confirm"]])
def whole_update_in_one_command(box, _, confirm):
    client = _client(box)
    device = device_with(box)
    new = image(box, "2.0.0")
    with Recovery(device, "--pin", "--expect", "2.0.0") as line:
        client.good(line.port, "update", new, *confirm)
        line.ends()


@each(["smpmgr"], [[], ["--confirm"]])
def upgrade_in_one_command(box, _, confirm):
    client = _client(box)
    device = device_with(box)
    new = image(box, "2.0.0")
    with Recovery(device, "--pin", "--expect", "2.0.0") as line:
        client.good(line.port, "upgrade", *confirm, new)
        line.ends()
    device.boot("2.0.0")


@each(["toolkit"])
def reset_may_ask_for_recovery_again(box, _):
    client = _client(box)
    with Recovery(device_with(box), "--pin", "--expect", "1.0.0") as line:
        client.good(line.port, "recovery")
        client.good(line.port, "echo", "still there")
        client.good(line.port, "reset")
        check(line.ends().count("it talks on") == 2, line.text)


@each(["smpclient"])
def advertised_buffer_is_filled_and_never_more(box, _):
    client = _client(box)
    new = image(box, "2.0.0", LONG)
    with Recovery(device_with(box), "--pin") as line, \
            Relay(line.port) as relay:
        client.good(relay.port, "upload", new)
        lengths = packet_lengths(relay.sent)
    check(max(lengths) == 4096, lengths)
    check(lengths.count(4096) >= LONG // 4096 - 1, lengths)
