"""Archives of Outlook for Mac (``.olm``): messages, contacts and calendars, each account in a folder of its own.

A zip archive of XML documents. Microsoft has not published the format; it is read as the programs agree that read
archives of 2011 to 2026: the schemas of github.com/teverett/OLMReader (learned from real archives), olm-convert,
OfficeIMO (tested with an archive that Outlook made), the Guardian's giant; goerke.tech/Mac/Olminator for times.

==============================================================  ==============================================
``Accounts/<address>/com.microsoft.__Messages/<folder>/….xml``  a document of messages, mostly of one
``Accounts/<address>/Address Book/Contacts.xml``                contacts; groups are ignored
``Accounts/<address>/Calendar/Calendar.xml``                    appointments
``…/Tasks/Tasks.xml``, ``…/Notes/Notes.xml``, ``Categories``    ignored: nobody in particular
``…/com.microsoft.__Attachments/…``                             never opened
``Local/…``                                                     the same, of what lies "On My Computer"
==============================================================  ==============================================

What a document holds, its elements tell, and not its name. All may stand in one folder more, as where somebody packed
the unpacked archive again. Some archives hold every message twice, below a folder of their own: it counts once, by its
Message-ID.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import suppress

from connectors.archives import ZIP
from connectors.records import Record
from connectors.source import Source

VERSION = 1

SUFFIX = ".olm"
# An entry of the archive, where its content stands or in the table at the end, by a name that no other archive has.
ENTRY = re.compile(
    rb"PK(?:\x03\x04.{26}|\x01\x02.{42})(?:[^/\0]{1,200}/)?(?:Accounts/[^/\0]{1,255}|Local)/"
    rb"(?:com\.microsoft\.__(?:Messages|Attachments)/|Address Book/Contacts\.xml"
    rb"|Calendar/(?:[^/\0]{1,255}/)?Calendar\.xml)",
    re.DOTALL,
)
LOCAL_HEADER = 30
TAIL_BYTES = 64 * 1024
# The end of an archive (APPNOTE 4.3.16) tells how many bytes of table stand before it.
END, TABLE_BYTES = b"PK\x05\x06", slice(12, 16)


def recognizes(source: Source) -> bool:
    """Tell whether this is an archive of Outlook's for Mac: by what it holds, or a zip archive of that suffix."""
    if source.files or source.offset or source.length is not None:
        return False
    with suppress(Exception):  # whatever is wrong with the file, it is not recognized
        head = source.head()
        if not head.startswith(ZIP) or len(head) < LOCAL_HEADER:
            return False
        return source.name.lower().endswith(SUFFIX) or ENTRY.match(head) is not None or _is_told(source, head)
    return False


def split(source: Source) -> Iterator[Source]:
    """Yield the archive whole: its table of contents stands at its end."""
    yield source


def context(source: Source) -> str:
    """Return ``""``: the names of accounts and folders stand in the archive."""
    return ""


def read(source: Source) -> Iterator[Record]:
    """Yield the records of each document, one after the other; raise `UnreadableFile` where there is no archive."""
    from connectors.olm.reading import records  # every file is asked for, and few are such archives

    yield from records(source.unpacked or source.path)


def _is_told(source: Source, head: bytes) -> bool:
    """Tell whether an entry says so: one of the table, since an archive may lie in another as it is."""
    with (source.unpacked or source.path).open("rb") as stream:
        stream.seek(max(0, stream.seek(0, os.SEEK_END) - TAIL_BYTES))
        tail = stream.read()
    end = tail.rfind(END)
    if end < 0:  # cut off, or not unpacked yet but for its beginning
        return ENTRY.search(head) is not None
    size = int.from_bytes(tail[end:][TABLE_BYTES], "little")
    return ENTRY.search(tail, max(0, end - size), end) is not None
