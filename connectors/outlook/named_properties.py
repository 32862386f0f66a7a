"""Named properties: from 8000 on, the number of a property means something else in each file, which says what.

Both kinds of file keep the same table (MS-OXMSG 2.2.3.1, MS-PST 2.4.7): the number that a property has in its set, the
set, and which of the numbers from 8000 on stands for it here. Sets share numbers: only both together name a property.
What is named by a text is of no use here.
"""

from __future__ import annotations

import struct
from uuid import UUID

ADDRESS, APPOINTMENT, MEETING, SHARED = (number << 16 for number in range(1, 5))
"""The sets of properties, as what is added to a number to tell it from those of other sets and from plain ones."""
SETS = {
    UUID("00062004-0000-0000-C000-000000000046").bytes_le: ADDRESS,
    UUID("00062002-0000-0000-C000-000000000046").bytes_le: APPOINTMENT,
    UUID("6ED8DA90-450B-101B-98DA-00AA003F1305").bytes_le: MEETING,
    UUID("00062008-0000-0000-C000-000000000046").bytes_le: SHARED,  # PSETID_Common
}
FIRST_NUMBER, LAST_NUMBER = 0x8000, 0xFFFE
FIRST_SET = 3  # of the list; 1 and 2 are sets that every file knows


def numbers(entries: bytes, sets: bytes) -> dict[int, int]:
    """Return what the numbers from 8000 on stand for: a number of one of the `SETS`; others are left out."""
    found = {}
    for number, told, index in struct.iter_unpack("<IHH", entries[: len(entries) // 8 * 8]):
        at = ((told >> 1) - FIRST_SET) * 16
        own = SETS.get(sets[at : at + 16]) if at >= 0 else None
        if own is not None and not told & 1 and number <= 0xFFFF:
            found[FIRST_NUMBER + index] = own | number
    return found


def known_as(number: int, names: dict[int, int]) -> int:
    """Return the number that a property is known by; 0 of a named one that is of none of the sets."""
    return names.get(number, 0) if FIRST_NUMBER <= number < LAST_NUMBER else number
