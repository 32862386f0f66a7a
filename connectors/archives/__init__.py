"""Files that hold files, as they come from the internet: zip, tar, gzip, bzip2 and xz.

Every member is taken out by itself, within limits, or refused. What an archive declares about itself is checked first,
and what really comes out is counted while it is read. A name is never used as a path; one that tries to escape is
refused all the same, since an export never holds one.

A zip archive tells the size and the checksum of each member in advance, so a damaged member is refused. Of a stream
(tar, gzip, bzip2, xz) that breaks off, what stands before the break is read, and the archive is reported.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from connectors.archives.members import Archive, Member
from connectors.archives.unpacking import BZIP2, GZIP, XZ, Budget, Counted, Inflated, Overflown, Readable

ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
COMPRESSED = (GZIP, BZIP2, XZ)
BLOCK = 512
SHORT_SUFFIXES = {".tgz": ".tar", ".tbz": ".tar", ".tbz2": ".tar", ".txz": ".tar"}
SUFFIXES = frozenset({".gz", ".bz2", ".xz", *SHORT_SUFFIXES})


@contextmanager
def opened(path: Path, name: str, budget: Budget) -> Iterator[Archive]:
    """Open an archive of this name; raise `UnreadableFile` if it cannot be read at all."""
    with path.open("rb") as stream:
        head = stream.read(BLOCK)
        stream.seek(0)
        if head.startswith(ZIP):
            from connectors.archives.zips import opened_zip

            with opened_zip(path, budget) as archive:
                yield archive
        elif head.startswith(COMPRESSED):
            yield _decompressed(path, stream, head, name, budget)
        else:
            yield _tar(stream)


def is_archive(head: bytes) -> bool:
    """Tell by its first 512 bytes whether a file is an archive or compressed."""
    return head.startswith((*ZIP, *COMPRESSED)) or is_tar(head)


def is_tar(head: bytes) -> bool:
    """Tell whether this is the first block of a tar archive, by its checksum; in old ones, nothing else speaks."""
    block = head[:BLOCK]
    if len(block) < BLOCK or not block[0]:
        return False
    try:
        told = int(block[148:156].replace(b"\0", b" ").strip() or b"x", 8)
    except ValueError:
        return False
    return told == sum(block[:148]) + 8 * ord(" ") + sum(block[156:])


def without_coat(name: str) -> str:
    """Return the name of what a compressed file holds: ``mail.mbox`` for ``mail.mbox.gz``."""
    stem, dot, suffix = name.rpartition(".")
    ending = dot + suffix.lower()
    return stem + SHORT_SUFFIXES.get(ending, "") if stem and ending in SUFFIXES else name


def _tar(stream: Readable) -> Archive:
    from connectors.archives.tars import tar_members

    archive = Archive(iter(()))
    archive.members = tar_members(stream, archive)
    return archive


def _decompressed(path: Path, stream: Readable, head: bytes, name: str, budget: Budget) -> Archive:
    magic = next(magic for magic in COMPRESSED if head.startswith(magic))
    with path.open("rb") as again:
        is_tarball = is_tar(_filled(Inflated(again, magic), BLOCK))
    inflated = Inflated(stream, magic)
    counted = Counted(inflated, path.stat().st_size, budget, Overflown)
    if is_tarball:
        archive = _tar(counted)
    else:
        whole = Member(without_coat(name), 0, "", None, lambda: _as_it_is(counted))
        archive = Archive(iter((whole,)), is_coat=True)
    archive.members = _until_flawed(archive.members, inflated, archive)
    archive.finish = partial(_finish, inflated, counted, archive)
    return archive


def _filled(stream: Readable, size: int) -> bytes:
    content = b""
    while len(content) < size and (piece := stream.read(size - len(content))):
        content += piece
    return content


def _until_flawed(members: Iterator[Member], inflated: Inflated, archive: Archive) -> Iterator[Member]:
    yield from members
    archive.flaw = inflated.flaw or archive.flaw


def _finish(inflated: Inflated, counted: Counted, archive: Archive) -> None:
    while counted.read():
        pass
    archive.flaw = inflated.flaw or archive.flaw


@contextmanager
def _as_it_is(stream: Readable) -> Iterator[Readable]:
    yield stream
