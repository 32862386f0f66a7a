"""Message files: Maildir, Maildir++, folders of ``.eml`` and Apple Mail's ``.emlx``, one message (RFC 5322) a file.

A folder is read in batches, because a unit per message would cost more than the messages. In a Maildir the name of a
file holds a unique part, then ``:2,`` and flags (``;`` or ``!`` where colons are forbidden): D is a draft, T is to go.
Format: https://cr.yp.to/proto/maildir.html

The unit of a batch: flags, and the move from ``new`` to ``cur``, change the path of a message, not the message. So a
batch is known by the bare name without flags (`inbox.without_flags`) and the header block of each of its files
(`survey`); beside them stands `context`: the folder, and the flags that count. Marking messages as read or answered
then costs nothing. Locations are without flags for the same reason.
"""

from __future__ import annotations

import io
import os
import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path, PurePosixPath

from connectors.inbox import FLAGS, shown, without_flags
from connectors.mail import folders, headers
from connectors.mail.folders import Folder
from connectors.records import Ignored, Interaction, Record
from connectors.source import Source

VERSION = 1

# A batch ends after a file whose name says so, one in this many: a file that comes or goes changes its own batch alone.
FILES_PER_BATCH = 1_000
# A batch of which none of the first files is a message is not recognised; one broken file must not hide the others.
FILES_TRIED = 10
FIRST_READ_BYTES = 8 * 1024
SECOND_READ_BYTES = 64 * 1024
LONGEST_HEADER = 1024 * 1024

MESSAGE_SUFFIXES = frozenset({".eml", ".emlx"})
# A byte order mark, the length in bytes that opens an .emlx, blank lines.
BEFORE_HEADER = re.compile(rb"(?:\xef\xbb\xbf)?(?:\d{1,12}[ \t]*\r?\n(?=[A-Za-z]))?\s*+")
END_OF_HEADER = re.compile(rb"\n\r*\n")
FIELD = re.compile(rb"\n([A-Za-z][A-Za-z0-9_-]*)[ \t]*:")
FIRST_LINE = re.compile(rb"\n[A-Za-z][A-Za-z0-9_-]*[ \t]*:|From ")
READ_ONLY = os.O_RDONLY | getattr(os, "O_BINARY", 0)
ENVELOPE = re.compile(rb"From (?![ \t]*:)")
NO_FIELD = re.compile(rb"\n(?![!-9;-~]+[ \t]*:|[ \t]|>?From |\Z)")
# What only messages have, and what other text (settings, notes) may have as well.
TELLING = frozenset(b"received message-id return-path delivered-to mime-version x-mailer x-unsent".split())
PLAUSIBLE = frozenset(b"from to cc date subject sender reply-to received message-id".split())


def recognizes(source: Source) -> bool:
    """Tell whether the file, or one of the first files of a batch, begins with the header of a message."""
    if not source.files:
        return _is_message(source, source.name)
    return any(_is_message(replace(source, files=(name,)), name) for name in source.files[:FILES_TRIED])


def context(source: Source) -> str:
    """Return the folders of the messages, and which of them are flagged as drafts or as deleted."""
    parents = {name.rpartition("/")[0]: name for name in source.files or ("",)}
    folders = {_folder(source, name).name for name in parents.values()}
    flagged = {f"{_location(name)}:{flags}" for name in source.files if (flags := _flags(name))}
    return "\n".join([*sorted(filter(None, folders)), *sorted(flagged)])


def split(source: Source) -> Iterator[Source]:
    """Leave a batch, or a file, as it is: `batches` has cut the folder."""
    yield source


def batches(folder: Path, names: Iterable[str]) -> Iterator[Source]:
    """Cut the message files ``names`` below a folder into batches of about a thousand, in the order of bare names.

    Maildir names begin with the time of delivery, so new mail falls into the last batch. Where a batch ends depends on
    the name of its last file alone: a deleted message changes the batch that held it and no other.
    """
    batch: list[str] = []
    for bare_name, name in sorted((without_flags(name), name) for name in names):
        batch.append(name)
        if zlib.crc32(os.fsencode(bare_name)) % FILES_PER_BATCH == 0:
            yield Source(folder, files=tuple(batch))
            batch = []
    if batch:
        yield Source(folder, files=tuple(batch))


def survey(source: Source, take: Callable[[bytes], object]) -> Source:
    """Hand over what the records depend on: the name of each file, and its header block."""
    if not source.files:
        take(_stream_header(source))
    for name in source.files:
        take(os.fsencode(without_flags(name)) + b"\0" + _file_header(f"{source.path}/{name}"))
    return source


def read(source: Source) -> Iterator[Record]:
    """Yield a record for each message file."""
    if not source.files:
        yield _record(_stream_header(source), source.name, _folder(source))
    folders: dict[str, Folder] = {}
    for name in source.files:
        parent, _, bare_name = name.rpartition("/")
        if parent not in folders:
            folders[parent] = _folder(source, name)
        try:
            block = _file_header(f"{source.path}/{name}")
        except OSError as error:
            yield headers.rejected(f"cannot be opened: {error.strerror}", b"", _location(bare_name))
        else:
            yield _record(block, bare_name, folders[parent])


def _record(block: bytes, name: str, folder: Folder) -> Record:
    location = _location(name)
    flags = _flags(name) if len(location) < len(name) else ""
    if "T" in flags:
        return Ignored("marked as deleted in its Maildir", location)
    if not block:
        return headers.rejected("empty file", b"", location)
    record = headers.message(block, headers.fields(block), location, folder)
    return record._replace(state="draft") if "D" in flags and isinstance(record, Interaction) else record


def _stream_header(source: Source) -> bytes:
    with source.open() as stream:
        return _header(stream.read)


def _file_header(path: str) -> bytes:
    # The plain calls of the system take half the time of `Path.open`, and there may be a hundred thousand files.
    descriptor = os.open(path, READ_ONLY)
    try:
        return _header(partial(os.read, descriptor))
    finally:
        os.close(descriptor)


def _header(read_bytes: Callable[[int], bytes]) -> bytes:
    """Return the header block of a file, each field after a line feed; ``b""`` where the file is empty."""
    content = read_bytes(FIRST_READ_BYTES)
    if b"\n" not in content:
        content = content.replace(b"\r", b"\n")
    begin = _begin(content)
    end = _end(content, begin)
    for more in (SECOND_READ_BYTES, LONGEST_HEADER):
        if end < 0 and (rest := read_bytes(more) if content else b""):
            content += rest
            end = _end(content, begin)
    if not content:
        return b""
    block = content[begin : end if end >= 0 else len(content)]
    return block if block.startswith(b"From ") and ENVELOPE.match(block) else b"\n" + block


def _end(content: bytes, begin: int) -> int:
    """Return where the blank line begins, at the line feed before it; -1 if there is none."""
    blank = content.find(b"\n\n", begin)
    if content.find(b"\r", begin, len(content) if blank < 0 else blank) < 0:
        return blank
    other = END_OF_HEADER.search(content, begin)
    return other.start() if other else -1


def _begin(content: bytes) -> int:
    if content[:1].isalpha():
        return 0
    before = BEFORE_HEADER.match(content)
    return before.end() if before else 0


def _is_message(source: Source, name: str) -> bool:
    with suppress(Exception):  # whatever is wrong with the file, it is not recognized
        return _has_header(source, name)
    return False


def _has_header(source: Source, name: str) -> bool:
    block = _header(io.BytesIO(source.head()).read)
    if ENVELOPE.match(block) and not source.files:
        return False
    names = {field.lower() for field in FIELD.findall(block)}
    likely = names & PLAUSIBLE
    if not likely or not FIRST_LINE.match(block):
        return False
    path = PurePosixPath(name)
    if path.suffix.lower() in MESSAGE_SUFFIXES or FLAGS.search(name) or not TELLING.isdisjoint(names):
        return True
    return len(likely) > 1 and b"@" in block and NO_FIELD.search(block) is None


def _folder(source: Source, name: str = "") -> Folder:
    """Return the folder that holds a file of a batch, or the file that the source is."""
    return folders.of_message(PurePosixPath(source.member) if source.member else source.path / name)


def _location(name: str) -> str:
    """Return the name of a file as text, without flags."""
    bare_name = without_flags(name)
    return bare_name if bare_name.isascii() else shown(bare_name)


def _flags(name: str) -> str:
    """Return the flags that count for more than the owner's reading: D, a draft, and T, deleted."""
    flags = FLAGS.search(name) if "2," in name else None
    return "".join(flag for flag in "DT" if flag in flags[0]) if flags else ""
