"""Taking files out of what comes from the internet: streams that are counted, and files that are the owner's alone.

What is unpacked is written below a folder of our own (0700) to files of our own naming (0600), a megabyte at a time, so
that a mailbox of any size passes through little memory. Everything that comes out of one file of the inbox, however
deeply nested, is counted against one budget.
"""

from __future__ import annotations

import bz2
import lzma
import os
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol, Self

# Deflate reaches 1032:1 on zeros; mail and CSV stay below 20:1.
MAX_RATIO = 100
# Below this a member can do no harm, whatever its ratio: short files of blanks are none of our business.
HARMLESS_BYTES = 8 * 1024 * 1024
HARMLESS_TOTAL = 1024 * 1024 * 1024
MOST_FILES = 1_000_000
# Each takes milliseconds to open or to ask every connector about, and a small archive may hold very many.
MOST_ARCHIVES = 2_000
MOST_UNKNOWN = 10_000
CHUNK = 1024 * 1024
PIECE = 64 * 1024
# `xz -9` needs 65 MB; more is asked for by nobody who means well.
MOST_MEMORY = 128 * 1024 * 1024

TRUNCATED = "it is truncated"
DAMAGED = "it is damaged"

GZIP, BZIP2, XZ = b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00"


class Flawed(Exception):
    """A member cannot be unpacked; ``reason`` says why."""

    reason = "it is damaged and cannot be unpacked; download the archive again"


class TooLarge(Flawed):
    """One member unpacks to far more than its size."""

    reason = "it unpacks to more than a hundred times its size"


class Overflown(Flawed):
    """An archive unpacks to far more than its size, and is not read on."""

    reason = "it unpacks to more than a hundred times its size; the rest of it was not read"


class Exhausted(Overflown):
    """A file of the inbox unpacks to far more than its size, or to more files than an export has."""

    reason = "it unpacks to far more bytes or files than an export has; the rest of it was not read"


class Readable(Protocol):
    """What bytes can be read from."""

    def read(self, size: int = ..., /) -> bytes:
        """Return at most so many bytes; none at the end."""


class Pieces:
    """Bytes that come in pieces, of whatever sizes."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        """Read these, one after the other."""
        self._pieces = pieces

    def read(self, _size: int = 0, /) -> bytes:
        """Return the next piece; none at the end."""
        return next(self._pieces, b"")


class Budget:
    """What may still come out of a file of the inbox: a hundred times its own size, and a gigabyte in any case."""

    def __init__(self, size: int) -> None:
        """Set the limits for a file of ``size`` bytes."""
        self._bytes = max(HARMLESS_TOTAL, MAX_RATIO * size)
        self._files, self._archives, self._unknown = MOST_FILES, MOST_ARCHIVES, MOST_UNKNOWN

    def allows(self, size: int) -> bool:
        """Tell whether so many bytes may still come out."""
        return size <= self._bytes

    def take(self, size: int) -> None:
        """Count bytes that came out; raise `Exhausted`."""
        self._bytes -= size
        if self._bytes < 0:
            raise Exhausted

    def take_file(self) -> None:
        """Count a file; raise `Exhausted`."""
        self._files -= 1
        if self._files < 0:
            raise Exhausted

    def take_archive(self) -> None:
        """Count an archive in an archive; raise `Exhausted`."""
        self._archives -= 1
        if self._archives < 0:
            raise Exhausted

    def take_unknown(self) -> None:
        """Count a file that nobody knows; raise `Exhausted`."""
        self._unknown -= 1
        if self._unknown < 0:
            raise Exhausted


@contextmanager
def damage_told() -> Iterator[None]:
    """Turn whatever fails in here into `Flawed`, but for refusals of the system."""
    try:
        yield
    except Flawed:
        raise
    except Exception as error:
        # Damage surfaces in zlib, lzma, struct, zipfile and more, each with errors of its own.
        if isinstance(error, OSError) and error.errno is not None:
            raise
        raise Flawed from error


class Counted:
    """A stream of unpacked bytes: raises ``error`` where they are too many for ``packed``, `Flawed` where damaged."""

    def __init__(self, stream: Readable, packed: int, budget: Budget, error: type[Flawed]) -> None:
        """Count what is read from ``stream``."""
        self._error = error
        self._stream = stream
        self._packed = packed
        self._budget = budget
        self._count = 0

    def read(self, size: int = CHUNK, /) -> bytes:
        """Return at most ``size`` bytes; none at the end."""
        with damage_told():
            data = self._stream.read(size)
        self._count += len(data)
        if is_bomb(self._count, self._packed):
            raise self._error
        self._budget.take(len(data))
        return data


class Inflated:
    """The bytes in a gzip, bzip2 or xz stream, or in several that follow each other.

    A stream that breaks off ends early instead of raising, and ``flaw`` says why: nothing that was readable is lost.
    What follows the last stream is passed over, as gzip does.
    """

    def __init__(self, stream: Readable, magic: bytes) -> None:
        """Inflate ``stream``, which begins with ``magic``."""
        self.flaw = ""
        self._stream = stream
        self._magic = magic
        self._inflate = _INFLATORS[magic]()
        self._has_ended = False

    def read(self, size: int = PIECE, /) -> bytes:
        """Return at most ``size`` bytes, as many as one step gives; none at the end."""
        data = b""
        while not data and not self._has_ended:
            try:
                data = self._inflate(self._stream, min(size, PIECE))
                if self._inflate.rest is not None:
                    self._begin_next(self._inflate.rest)
            except EOFError:
                self._end(TRUNCATED)
            except OSError as error:
                if error.errno is not None:
                    raise
                self._end(DAMAGED)
            except (zlib.error, lzma.LZMAError, ValueError):
                self._end(DAMAGED)
        return data

    def _begin_next(self, rest: bytes) -> None:
        rest = rest.lstrip(b"\0")
        while len(rest) < len(self._magic) and (more := self._stream.read(PIECE)):
            rest = (rest + more).lstrip(b"\0")
        if rest.startswith(self._magic):
            self._inflate = _INFLATORS[self._magic](rest)
        else:
            self._has_ended = True

    def _end(self, flaw: str) -> None:
        self.flaw, self._has_ended = flaw, True


class _Inflator:
    """One compressed stream; ``rest`` is what follows it, ``None`` before its end."""

    def __init__(self, make: Callable[[], Any], waiting: bytes = b"") -> None:
        self._decompressor = make()
        self._waiting = waiting
        self._is_zlib = not hasattr(self._decompressor, "needs_input")
        self.rest: bytes | None = None

    def __call__(self, stream: Readable, size: int) -> bytes:
        """Return at most ``size`` bytes, perhaps none; raise EOFError where the stream breaks off."""
        has_read = False
        if not self._waiting and (self._is_zlib or self._decompressor.needs_input):
            self._waiting, has_read = stream.read(PIECE), True
        given, self._waiting = self._waiting, b""
        before = self._decompressor.copy() if self._is_zlib else None
        try:
            data: bytes = self._decompressor.decompress(given, size)
        except zlib.error:
            # With the fault goes all that this step would have given: take it again, in smaller ones.
            if size == 1:
                raise
            self._decompressor, self._waiting = before, given
            return self(stream, max(size // 16, 1))
        if self._decompressor.eof:
            self.rest = self._decompressor.unused_data
        elif self._is_zlib:
            self._waiting = self._decompressor.unconsumed_tail
        if has_read and not given and not data and self.rest is None:
            raise EOFError
        return data


_INFLATORS: dict[bytes, Callable[..., _Inflator]] = {
    GZIP: lambda rest=b"": _Inflator(lambda: zlib.decompressobj(31), rest),
    BZIP2: lambda rest=b"": _Inflator(bz2.BZ2Decompressor, rest),
    XZ: lambda rest=b"": _Inflator(lambda: lzma.LZMADecompressor(memlimit=MOST_MEMORY), rest),
}


class Unpacking:
    """A member on its way into a file: first its head, to tell what it is, then all of it or nothing."""

    def __init__(self, stream: Readable, path: Path) -> None:
        """Begin to write ``stream`` to ``path``, which must not exist."""
        self.path = path
        self.size = 0
        self._stream = stream
        path.parent.mkdir(parents=True, exist_ok=True)  # below a folder that is private
        self._out = os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")

    def take(self, size: int | None = None) -> None:
        """Write on, until ``size`` bytes are written, or all."""
        while size is None or self.size < size:
            chunk = self._stream.read(CHUNK if size is None else min(CHUNK, size - self.size))
            if not chunk:
                break
            self._out.write(chunk)
            self.size += len(chunk)
        self._out.flush()

    def discard(self) -> None:
        """End the writing, and remove what was written."""
        self._out.close()
        self.path.unlink(missing_ok=True)

    def __enter__(self) -> Self:
        """Write while this lasts."""
        return self

    def __exit__(self, error: object, *_: object) -> None:
        """End the writing; of what went wrong, nothing stays."""
        if error is None:
            self._out.close()
        else:
            self.discard()


def is_bomb(size: int, packed: int) -> bool:
    """Tell whether so many bytes cannot honestly come out of ``packed`` bytes."""
    return size > HARMLESS_BYTES and size > MAX_RATIO * max(packed, 1)
