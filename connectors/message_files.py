"""Message files: Maildir, Maildir++, folders of ``.eml`` and Apple Mail's ``.emlx``, one message (RFC 5322) a file.

A folder is read in batches, because a unit per message would cost more than the messages. In a Maildir the name of a
file holds a unique part, then ``:2,`` and flags (``;`` or ``!`` where colons are forbidden): D is a draft, T is to go.
Format: https://cr.yp.to/proto/maildir.html

The unit of a batch: flags, and the move from ``new`` to ``cur``, change the path of a message, not the message. So a
batch is known by the bare name without flags (`inbox.without_flags`) and the header block of each of its files
(`survey`); beside them stands `context`: the folder, the flags that count, and what Proton tells of each message in a
file beside it. To mark messages as read or answered then costs nothing. Locations are without flags for that reason.

Dovecot compresses messages, and names them as before; of those that Python cannot decompress, it is said what they are.
"""

from __future__ import annotations

import os
import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import partial
from itertools import chain
from pathlib import PurePosixPath

from connectors.inbox import FLAGS, MessageFile, shown, without_flags
from connectors.mail import folders, headers, proton
from connectors.mail.folders import Folder
from connectors.records import Ignored, Interaction, Record, Rejected
from connectors.source import Source, Taker, unheard

VERSION = 5

# A batch ends after a file whose name says so, one in this many: a file that comes or goes changes its own batch alone.
FILES_PER_BATCH = 1_000
# A batch of which none of the first files is a message is not recognised; one broken file must not hide the others.
FILES_TRIED = 10
FIRST_READ_BYTES = 8 * 1024
# Where the header is longer: what is read next, and after that. To recognize a message, so much is enough.
MORE_BYTES = (64 * 1024, 1024 * 1024)
RECOGNIZED_BYTES = 64 * 1024

MESSAGE_SUFFIXES = (".eml", ".emlx")
# A byte order mark, the length in bytes that opens an .emlx, blank lines.
BEFORE_HEADER = re.compile(rb"(?:\xef\xbb\xbf)?(?:\d{1,12}[ \t]*\r?\n(?=[A-Za-z]))?\s*+")
END_OF_HEADER = re.compile(rb"\n\r*\n")
FIELD = re.compile(rb"\n([A-Za-z][A-Za-z0-9_-]*)[ \t]*:")
FIRST_LINE = re.compile(rb"\n(?:[A-Za-z][A-Za-z0-9_-]*[ \t]*:|>From )|From ")
COMPRESSED = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0")
# By what an excerpt of them begins with.
UNOPENED = {
    "(\N{MICRO SIGN}/\N{LATIN SMALL LETTER Y WITH ACUTE}": "compressed with Zstandard; decompress the messages",
    "Dovecot-LZ4": "compressed by Dovecot with LZ4; copy the messages with `doveadm backup`",
    "CRYPTED": "encrypted by Dovecot; copy the messages with `doveadm backup`",
}
READ_ONLY = os.O_RDONLY | getattr(os, "O_BINARY", 0)
ENVELOPE = re.compile(rb"From (?![ \t]*:)")
NO_FIELD = re.compile(rb"\n(?![!-9;-~]+[ \t]*:|[ \t]|>?From |\Z)")
# What only messages have, and what other text (settings, notes) may have as well.
TELLING = frozenset(b"received message-id return-path delivered-to mime-version x-mailer x-unsent".split())
PLAUSIBLE = frozenset(b"from to cc date subject sender reply-to received message-id".split())
PLAUSIBLE_FIELD = re.compile(rb"\n(?:%s)[ \t]*:" % b"|".join(sorted(PLAUSIBLE)), re.IGNORECASE)


def recognizes(source: Source) -> bool:
    """Tell whether the file, or one of the first files of a batch, begins with the header of a message."""
    if not source.files:
        return is_message(str(source.unpacked or source.path), source.name)
    tried = source.files[:FILES_TRIED]
    return any(is_message(f"{source.path}/{name}", name, is_in_batch=True) for name in tried)


def is_message(path: str, name: str, *, is_in_batch: bool = False) -> bool:
    """Tell whether a file begins with the header of a message; in a batch, a From_ line may stand before it."""
    with suppress(Exception):  # whatever is wrong with the file, it is not recognized
        descriptor = os.open(path, READ_ONLY)
        try:
            block = _header(partial(os.read, descriptor), (RECOGNIZED_BYTES - FIRST_READ_BYTES,))
        finally:
            os.close(descriptor)
        return (is_in_batch or not ENVELOPE.match(block)) and _has_header(block, name)
    return False


def context(source: Source) -> str:
    """Return the folders of the messages, and which of them are flagged as drafts or as deleted."""
    folders = {_folder(source, name).name for name in _parents(source).values()}
    flagged = {f"{_location(without_flags(name))}:{flags}" for name in source.files if (flags := _flags(name))}
    filed = {f"{_location(name)}: {folder.name}" for name, folder in proton.filed(source.path, source.files).items()}
    return "\n".join([*sorted(filter(None, folders)), *sorted(flagged | filed)])


def split(source: Source) -> Iterator[Source]:
    """Leave a batch, or a file, as it is: `batches` has cut the folder."""
    yield source


def batches(files: Iterable[MessageFile]) -> Iterator[tuple[MessageFile, ...]]:
    """Cut the message files of a folder, which are in order, into batches of about a thousand.

    Maildir names begin with the time of delivery, so new mail falls into the last batch. Where a batch ends depends on
    the name of its last file alone: a deleted message changes the batch that held it and no other.
    """
    batch: list[MessageFile] = []
    for file in files:
        batch.append(file)
        if zlib.crc32(os.fsencode(file.bare_name)) % FILES_PER_BATCH == 0:
            yield tuple(batch)
            batch = []
    if batch:
        yield tuple(batch)


def survey(source: Source, take: Taker) -> None:
    """Hand over what the records depend on: the name of each file, and its header block; raise OSError."""
    for _ in _told(source, take):
        pass


def read(source: Source, take: Taker = unheard) -> Iterator[Record]:
    """Yield a record for each message file, and hand over what `survey` does; raise OSError."""
    names = source.files or (source.name,)
    folders = {parent: _folder(source, name) for parent, name in _parents(source).items()}
    filed = proton.filed(source.path, source.files)
    told = (
        (block, _location(bare_name), (filed and filed.get(name)) or folders[name.rpartition("/")[0]])
        for name, (bare_name, block) in zip(names, _told(source, take), strict=True)
    )
    for name, record in zip(names, headers.messages(told), strict=True):
        yield _as_filed(record, name)


def _told(source: Source, take: Taker) -> Iterator[tuple[str, bytes]]:
    """Yield all that each record depends on: the name without flags, and the header block."""
    if not source.files:
        with source.open() as stream:
            block = _header(stream.read)
        take(block)
        yield without_flags(source.name), block
    for name in source.files:
        bare_name = without_flags(name)
        # The plain calls of the system take half the time of `Path.open`, and there may be a hundred thousand files.
        descriptor = os.open(f"{source.path}/{name}", READ_ONLY)
        try:
            block = _header(partial(os.read, descriptor))
        finally:
            os.close(descriptor)
        take(b"%b\0%b" % (os.fsencode(bare_name), block))
        yield bare_name, block


def _as_filed(record: Record, name: str) -> Record:
    """Return a record as its file and the flags in its name change it."""
    if (flags := _flags(name)) and "T" in flags:
        return Ignored("marked as deleted in its Maildir", record.location)
    if isinstance(record, Rejected) and not record.excerpt:
        return record._replace(reason="empty file")
    if isinstance(record, Rejected) and record.excerpt.startswith(tuple(UNOPENED)):
        reason = next(reason for beginning, reason in UNOPENED.items() if record.excerpt.startswith(beginning))
        return record._replace(reason=reason)
    return record._replace(state="draft") if flags and isinstance(record, Interaction) else record


def _header(read_bytes: Callable[[int], bytes], more_bytes: tuple[int, ...] = MORE_BYTES) -> bytes:
    """Return the header block of a file, each field after a line feed; ``b""`` where the file is empty."""
    content = read_bytes(FIRST_READ_BYTES)
    if not content:
        return b""
    end = content.find(b"\n\n")
    is_usual = end >= 0 and content[:1].isalpha() and content.find(b"\r", 0, end) < 0
    block = content[:end] if is_usual else _unusual_header(content, read_bytes, more_bytes)
    return block if block.startswith(b"From ") and ENVELOPE.match(block) else b"\n" + block


def _unusual_header(content: bytes, read_bytes: Callable[[int], bytes], more_bytes: tuple[int, ...]) -> bytes:
    if content.startswith(COMPRESSED):
        read_inflated = _inflated(content, read_bytes)
        if inflated := read_inflated(FIRST_READ_BYTES):
            content, read_bytes = inflated, read_inflated
    if b"\n" not in content and b"\r" in content[:-1]:
        content, read_bytes = content.replace(b"\r", b"\n"), partial(_read_as_lines, read_bytes)
    before = None if content[:1].isalpha() else BEFORE_HEADER.match(content)
    begin = before.end() if before else 0
    end = _end(content, begin)
    for more in more_bytes:
        if end < 0 and (rest := read_bytes(more)):
            content += rest
            end = _end(content, begin)
    return content[begin : end if end >= 0 else len(content)]


def _read_as_lines(read_bytes: Callable[[int], bytes], size: int) -> bytes:
    return read_bytes(size).replace(b"\r", b"\n")


def _inflated(content: bytes, read_bytes: Callable[[int], bytes]) -> Callable[[int], bytes]:
    """Return what reads the compressed bytes of a file, of which ``content`` is read already."""
    from connectors.archives.unpacking import PIECE, Inflated, Pieces

    pieces = Pieces(chain([content], iter(partial(read_bytes, PIECE), b"")))
    inflated = Inflated(pieces, next(magic for magic in COMPRESSED if content.startswith(magic)))

    def read_inflated(size: int) -> bytes:
        data = b""
        while len(data) < size and (piece := inflated.read(size - len(data))):
            data += piece
        return data

    return read_inflated


def _end(content: bytes, begin: int) -> int:
    """Return where the blank line begins, at the line feed before it; -1 if there is none."""
    blank = content.find(b"\n\n", begin)
    if content.find(b"\r", begin, len(content) if blank < 0 else blank) < 0:
        return blank
    other = END_OF_HEADER.search(content, begin)
    return other.start() if other else -1


def _has_header(block: bytes, name: str) -> bool:
    if not FIRST_LINE.match(block) or not PLAUSIBLE_FIELD.search(block):
        return False
    if name.lower().endswith(MESSAGE_SUFFIXES) or FLAGS.search(name):
        return True
    names = {field.lower() for field in FIELD.findall(block)}
    if not TELLING.isdisjoint(names):
        return True
    return len(names & PLAUSIBLE) > 1 and b"@" in block and NO_FIELD.search(block) is None


def _folder(source: Source, name: str = "") -> Folder:
    """Return the folder that holds a file of a batch, or the file that the source is."""
    return folders.of_message(PurePosixPath(source.member) if source.member else source.path / name)


def _parents(source: Source) -> dict[str, str]:
    """Return a name of each folder in which there are files of a batch."""
    return {name.rpartition("/")[0]: name for name in source.files or ("",)}


def _location(bare_name: str) -> str:
    """Return the name of a file as text."""
    return bare_name if bare_name.isascii() else shown(bare_name)


def _flags(name: str) -> str:
    """Return the flags that count for more than the owner's reading: D, a draft, and T, deleted."""
    # Hardly a name has these letters at all: to see that takes a tenth of the time of a search for flags.
    flags = FLAGS.search(name) if "T" in name or "D" in name else None
    return "".join(flag for flag in "DT" if flag in flags[0]) if flags else ""
