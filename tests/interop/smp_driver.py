# SPDX-License-Identifier: Apache-2.0
"""A command line over clients of serial recovery that are libraries.

usage: smp_driver.py toolkit|mcumgr-client|smpclient PORT COMMAND [WORD]...

toolkit        mcumgr-toolkit, Rust
mcumgr-client  the library of Rust's mcumgr-client
smpclient      Python; fills the buffer that the device tells of

Started by the Python of the environment that holds them (venv.sh clients).
Prints what the library returned, as JSON; an exception is a failure. Options
of a library stand in front of a command: NAME=NUMBER.
"""
import asyncio
import json
import sys


def _text(value):
    """Bytes as hexadecimal digits, objects by what they tell of themselves."""
    if isinstance(value, (bytes, bytearray)):
        return bytes(value).hex()
    if hasattr(value, "model_dump"):
        return value.model_dump()
    return {name: getattr(value, name) for name in dir(value)
            if not name.startswith("_") and not callable(getattr(value, name))}


def _show(value):
    print(json.dumps(value, default=_text))


def _file(name):
    with open(name, "rb") as file:
        return file.read()


# ---- mcumgr-toolkit -------------------------------------------------------

def _toolkit_upload(client, name, image=None):
    client.image_upload(_file(name), None if image is None else int(image))


def _toolkit_state(client, digest, confirm="no"):
    return client.image_set_state(bytes.fromhex(digest) or None,
                                  confirm == "confirm")


TOOLKIT = {
    "echo": lambda client, text: client.os_echo(text),
    "params": lambda client: client.os_mcumgr_parameters(),
    "loader": lambda client: client.os_bootloader_info(),
    "list": lambda client: client.image_get_state(),
    "slots": lambda client: client.image_slot_info(),
    "upload": _toolkit_upload,
    "state": _toolkit_state,
    "erase": lambda client, slot=None:
        client.image_erase(None if slot is None else int(slot)),
    "update": lambda client, name, confirm="no":
        client.firmware_update(_file(name),
                               force_confirm=confirm == "confirm"),
    "reset": lambda client: client.os_system_reset(),
    "recovery": lambda client: client.os_system_reset(boot_mode=1),
    "raw": lambda client, write, group, number, data:
        client.raw_command(write == "write", int(group), int(number),
                           json.loads(data)),
}


def toolkit(port, options, command, words):
    import mcumgr_toolkit
    client = mcumgr_toolkit.MCUmgrClient.serial(port, timeout_ms=10000)
    if "frame" in options:
        client.set_frame_size(options["frame"])
    elif "auto" in options:
        client.use_auto_frame_size()
    return TOOLKIT[command](client, *words)


# ---- mcumgr-client --------------------------------------------------------

CLIENT = {
    "list": lambda client: client.list(),
    "upload": lambda client, name, slot="0": client.upload(name, int(slot)),
    "test": lambda client, digest: client.test(bytes.fromhex(digest)),
    "confirm": lambda client, digest:
        client.test(bytes.fromhex(digest), True),
    "erase": lambda client, slot: client.erase(int(slot)),
    "reset": lambda client: client.reset(),
}


def mcumgr_client(port, options, command, words):
    import mcumgr_client as library
    return CLIENT[command](library.SerialSession(port, **options), *words)


# ---- smpclient ------------------------------------------------------------

async def _smpclient(port, options, command, words):
    from smpclient import SMPClient
    from smpclient.requests import image_management as image
    from smpclient.requests import os_management as system
    from smpclient.transport.serial import BufferParams, SMPSerialTransport

    transport = SMPSerialTransport()  # it asks how much the device takes
    if options:
        transport = SMPSerialTransport(BufferParams(**options))
    async with SMPClient(transport, port) as client:
        if command == "upload":
            offsets = []
            async for offset in client.upload(_file(words[0])):
                offsets.append(offset)
            return offsets
        request = {
            "echo": lambda: system.EchoWrite(d=words[0]),
            "params": system.MCUMgrParametersRead,
            "loader": system.BootloaderInformationRead,
            "list": image.ImageStatesRead,
            "reset": system.ResetWrite,
        }[command]()
        return await client.request(request)


def smpclient(port, options, command, words):
    return asyncio.run(_smpclient(port, options, command, words))


LIBRARIES = {"toolkit": toolkit, "mcumgr-client": mcumgr_client,
             "smpclient": smpclient}


def main(library, port, *words):
    options = {}
    words = list(words)
    while "=" in words[0]:
        name, _, number = words.pop(0).partition("=")
        options[name] = int(number)
    _show(LIBRARIES[library](port, options, words[0], words[1:]))


if __name__ == "__main__":
    main(*sys.argv[1:])
