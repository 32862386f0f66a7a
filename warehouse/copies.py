"""Files that hold the same bytes as another: a backup, a second download. They are read once, under one name.

The hash of a unit cannot tell alone, since reading may depend on a name: the date in that of an archive, the folder
that a mailbox is called after.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence, Set
from contextlib import suppress
from datetime import date
from pathlib import Path

from connectors.inbox import InboxFile


def copies(files: Sequence[InboxFile], known: Set[Path], known_copies: Set[Path]) -> dict[Path, InboxFile]:
    """Return the original of each file that is a copy; only files of the same size are compared.

    The original is what bears the date of its export; else, or of several, what was read before; else the first.
    Where all of a size are ``known``, as originals or as ``known_copies``, nothing is opened, and no copy is named.
    """
    by_size: dict[int, list[InboxFile]] = defaultdict(list)
    for file in files:
        by_size[file.size].append(file)
    found: dict[Path, InboxFile] = {}
    read = known - known_copies
    for size, group in by_size.items():
        if size and len(group) > 1 and any(file.path not in known for file in group):
            for same in _by_content(group):
                original = min(same, key=lambda file: (_export_day(file) is None, file.path not in read))
                found |= {file.path: original for file in same if file is not original}
    return found


def _by_content(group: Sequence[InboxFile]) -> list[list[InboxFile]]:
    from connectors.mail import folders  # of which an inbox without files of one size has no need

    by_content: dict[tuple[str, ...], list[InboxFile]] = defaultdict(list)
    for file in group:
        # The bytes of Drafts.mbox, if Sent.mbox has them too, are no drafts.
        states = folders.of_mailbox(file.path).state, folders.of_message(file.path).state
        # What cannot be opened is reported when its turn comes.
        with suppress(OSError), file.path.open("rb") as stream:
            by_content[hashlib.file_digest(stream, "sha256").hexdigest(), *states].append(file)
    return [same for alike in by_content.values() if len(alike) > 1 for same in _by_day(alike)]


def _by_day(alike: Sequence[InboxFile]) -> list[list[InboxFile]]:
    """Tell exports of several days apart, which have found the same; what bears no day is a copy of the newest."""
    days = {file.path: _export_day(file) for file in alike}
    newest = max(filter(None, days.values()), default=None)
    by_day: dict[date | None, list[InboxFile]] = defaultdict(list)
    for file in alike:
        by_day[days[file.path] or newest].append(file)
    return [same for same in by_day.values() if len(same) > 1]


def _export_day(file: InboxFile) -> date | None:
    from connectors.discovery import export_day  # imports parsers, of which an inbox without copies has no need

    return export_day(file)
