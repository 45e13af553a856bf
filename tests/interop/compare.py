# SPDX-License-Identifier: Apache-2.0
"""Compares two signed images; signatures that are drawn anew are left out."""
import struct

from box import check, same

SIGNATURES = (0x20, 0x22, 0x23, 0x24)


def area_of(image, order="<"):
    """Offset of the unprotected area."""
    size, protected, length = struct.unpack(order + "HHI", image[8:16])
    return size + protected + length


def entries_of(image, order="<"):
    """[(offset of the data, type, length)] of the unprotected entries."""
    start = area_of(image, order)
    end = start + struct.unpack(order + "H", image[start + 2:start + 4])[0]
    at = start + 4
    while at < end:
        # a standard type is a byte and a zero in either order
        kind, count = image[at], struct.unpack(
            order + "H", image[at + 2:at + 4])[0]
        yield at + 4, kind, count
        at += 4 + count
    check(at == end, "the entries do not end with their area")


def without_signature(image, order="<"):
    """The parts of an image that do not depend on the signature, which may
    have another length: not the area's total, not the padding behind."""
    for at, kind, count in entries_of(image, order):
        if kind in SIGNATURES:
            area = area_of(image, order)
            return (image[:area + 2], image[area + 4:at - 2],
                    image[at + count:].lstrip(b"\xff\0"))
    return (image,)


def from_hex(text):
    """The image at the lowest address of an Intel HEX file, up to a gap, and
    the pieces behind it: [(address, bytes)]."""
    base = 0
    pieces = []
    for line in text.decode("ascii").split():
        record = bytes.fromhex(line[1:])
        check(sum(record) & 0xff == 0, f"checksum of {line}")
        count, address, kind = struct.unpack(">BHB", record[:4])
        data = record[4:4 + count]
        if kind == 4:
            base = int.from_bytes(data, "big") << 16
        elif kind == 0 and pieces and sum(map(len, pieces[-1][1])) \
                + pieces[-1][0] == base + address:
            pieces[-1][1].append(data)
        elif kind == 0:
            pieces.append((base + address, [data]))
    return [(address, b"".join(parts)) for address, parts in pieces]


def same_images(ours, theirs, words):
    """The contents of two files agree as far as the scheme lets them.

    words: the command line that made them.
    """
    key = words[words.index("-k") + 1] if "-k" in words else ""
    if key == "" or "ed25519" in key or "--vector-to-sign" in words:
        return same(ours, theirs, "bytes")
    order = ">" if "big" in words else "<"
    if ours.startswith(b":"):
        pieces = from_hex(ours), from_hex(theirs)
        same(pieces[0][1:], pieces[1][1:], "pieces behind the image")
        same(pieces[0][0][0], pieces[1][0][0], "address")
        ours, theirs = pieces[0][0][1], pieces[1][0][1]
    if "--pad-sig" in words and "p256" in key:
        same(list(entries_of(ours, order)), list(entries_of(theirs, order)),
             "padded lengths")
    return same(without_signature(ours, order),
                without_signature(theirs, order), "all but the signature")
