"""Makes compound files and Outlook messages for tests: just enough of MS-CFB and MS-OXMSG to be read anywhere."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from connectors.outlook.named_properties import SETS

SECTOR, MINI, CUTOFF = 512, 64, 4096
END, FREE, TABLE_SECTOR, NOTHING = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD, 0xFFFFFFFF
EPOCH = datetime(1601, 1, 1, tzinfo=UTC)


def compound_file(streams: Mapping[tuple[str, ...], bytes]) -> bytes:
    """Return a compound file; storages are made as paths need them, siblings hang in one line to the right."""
    storages = sorted({path[:depth] for path in streams for depth in range(1, len(path))})
    paths: list[tuple[str, ...]] = [(), *storages, *sorted(streams)]
    sectors: list[bytes] = []
    table: list[int] = []
    mini, mini_table = bytearray(), list[int]()
    placed: dict[tuple[str, ...], int] = {}

    def place(content: bytes) -> int:
        first = len(sectors)
        count = -(-len(content) // SECTOR)
        sectors.extend(content[n * SECTOR : (n + 1) * SECTOR].ljust(SECTOR, b"\0") for n in range(count))
        table.extend(range(first + 1, first + count))
        table.extend([END] if count else [])
        return first if count else END

    for path, content in streams.items():
        if len(content) >= CUTOFF:
            placed[path] = place(content)
        elif content:
            first, count = len(mini) // MINI, -(-len(content) // MINI)
            placed[path] = first
            mini += content.ljust(count * MINI, b"\0")
            mini_table += [*range(first + 1, first + count), END]
    mini_start = place(bytes(mini))
    mini_table_start = place(b"".join(struct.pack("<I", number) for number in mini_table))
    entries = b""
    for number, path in enumerate(paths):
        siblings = [other for other in paths[1:] if other[:-1] == path[:-1]] if path else []
        right = siblings[siblings.index(path) + 1 :] if path else []
        children = [other for other in paths[1:] if other[:-1] == path]
        content = streams.get(path, b"")
        kind = 5 if number == 0 else 2 if path in streams else 1
        start, size = (mini_start, len(mini)) if number == 0 else (placed.get(path, END), len(content))
        entries += _entry(
            path[-1] if path else "Root Entry",
            kind,
            paths.index(right[0]) if right else NOTHING,
            paths.index(children[0]) if children and kind != 2 else NOTHING,
            start,
            size,
        )
    directory = place(entries)
    count = -(-(len(table) + len(table) // 64 + 1) // (SECTOR // 4))
    first_of_table = len(sectors)
    table += [TABLE_SECTOR] * count
    packed = b"".join(struct.pack("<I", number) for number in table).ljust(count * SECTOR, b"\xff")
    sectors += [packed[n * SECTOR : (n + 1) * SECTOR] for n in range(count)]
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, count, directory, 0, CUTOFF, mini_table_start, 1, END, 0)
    header += struct.pack("<109I", *range(first_of_table, first_of_table + count), *[FREE] * (109 - count))
    return header + b"".join(sectors)


def message(properties: Mapping[int, Any], recipients: Sequence[Mapping[int, Any]] = (), page: int = 0) -> bytes:
    """Return an Outlook message: texts in UTF-16, or in a code page; times; numbers; bytes; named ones by their set."""
    streams: dict[tuple[str, ...], bytes] = {}
    entries, sets, own_numbers = named(number for number in properties if number >= 0x10000)
    streams["__nameid_version1.0", "__substg1.0_00020102"] = sets
    streams["__nameid_version1.0", "__substg1.0_00030102"] = entries
    streams["__nameid_version1.0", "__substg1.0_00040102"] = b""
    own = {own_numbers.get(number, number): value for number, value in properties.items()}
    _put(streams, (), own, 32, page)
    for number, recipient in enumerate(recipients):
        _put(streams, (f"__recip_version1.0_#{number:08X}",), recipient, 8, page)
    return compound_file(streams)


def named(numbers: Iterable[int]) -> tuple[bytes, bytes, dict[int, int]]:
    """Return the table of named properties, the sets that it names, and the number that each has in the file."""
    known = sorted(numbers)
    sets = list(dict.fromkeys(number >> 16 for number in known))
    entries = b"".join(
        struct.pack("<IHH", number & 0xFFFF, (3 + sets.index(number >> 16)) << 1, index)
        for index, number in enumerate(known)
    )
    of_number = {own: guid for guid, own in SETS.items()}
    guids = b"".join(of_number.get(number << 16, bytes([number]) * 16) for number in sets)
    return entries, guids, {number: 0x8000 + index for index, number in enumerate(known)}


def _put(
    streams: dict[tuple[str, ...], bytes], storage: tuple[str, ...], told: Mapping[int, Any], header: int, page: int
) -> None:
    table = bytes(header)
    if page:
        table += struct.pack("<HHIQ", 0x03, 0x3FFD, 6, page)
    for number, value in told.items():
        if isinstance(value, str):
            kind = 0x1E if page else 0x1F
            content = value.encode(f"cp{page}") if page else value.encode("utf-16-le")
            streams[(*storage, f"__substg1.0_{number:04X}{kind:04X}")] = content
            table += struct.pack("<HHIQ", kind, number, 6, len(content))
        elif isinstance(value, bytes):
            streams[(*storage, f"__substg1.0_{number:04X}0102")] = value
            table += struct.pack("<HHIQ", 0x102, number, 6, len(value))
        elif isinstance(value, datetime):
            ticks = round((value - EPOCH).total_seconds()) * 10_000_000
            table += struct.pack("<HHIQ", 0x40, number, 6, ticks)
        else:
            table += struct.pack("<HHIQ", 0x03, number, 6, value)
    streams[(*storage, "__properties_version1.0")] = table


def _entry(name: str, kind: int, right: int, child: int, start: int, size: int) -> bytes:
    raw = name.encode("utf-16-le") + b"\0\0"
    left = struct.pack("<HBBIII", len(raw), kind, 1, NOTHING, right, child)
    return raw.ljust(64, b"\0") + left + bytes(36) + struct.pack("<IQ", start, size)
