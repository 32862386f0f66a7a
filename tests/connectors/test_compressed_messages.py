"""Messages in files of their own that a mail server has compressed."""

from __future__ import annotations

import bz2
import gzip
import lzma
from collections.abc import Callable
from pathlib import Path

import pytest

from connectors import message_files
from connectors.records import Interaction, Rejected
from connectors.source import Source
from tests.connectors.test_message_files import MESSAGE, only, write


def surveyed(source: Source) -> list[bytes]:
    told: list[bytes] = []
    message_files.survey(source, told.append)
    return told


@pytest.mark.parametrize("compress", [gzip.compress, bz2.compress, lzma.compress])
@pytest.mark.parametrize(
    "content",
    [MESSAGE, MESSAGE.replace("\n", "\r\n"), f"X-Long: {'x' * 300_000}\n{MESSAGE}", f"{MESSAGE}{'y' * 99_999}"],
)
def test_a_message_that_dovecot_compressed_is_read_as_it_was(
    tmp_path: Path, compress: Callable[[bytes], bytes], content: str
) -> None:
    write(tmp_path, "plain/cur/1.host,S=9:2,S", content)
    write(tmp_path, "packed/cur/1.host,S=9:2,S", compress(content.encode()))
    plain, packed = (Source(tmp_path / kind, files=("cur/1.host,S=9:2,S",)) for kind in ("plain", "packed"))
    assert message_files.recognizes(packed) == message_files.recognizes(plain) == ("X-Long" not in content)
    assert isinstance(only(packed), Interaction)
    assert only(packed) == only(plain)._replace(folder="packed")  # type: ignore[call-arg]
    assert surveyed(packed) == surveyed(plain)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\x28\xb5\x2f\xfd" + bytes(range(256)), "Zstandard"),
        (b"Dovecot-LZ4\r\x2a\x9b\xc5" + bytes(range(256)), "LZ4"),
        (b"CRYPTED\3\7" + bytes(range(256)), "encrypted"),
        (gzip.compress(MESSAGE.encode(), mtime=0)[:12], "no header fields"),
        (b"\x1f\x8b" + bytes(range(256)), "no header fields"),
        (gzip.compress(b"", mtime=0), "no header fields"),
    ],
)
def test_of_what_cannot_be_decompressed_it_is_said_what_it_is(tmp_path: Path, content: bytes, reason: str) -> None:
    write(tmp_path, "cur/1.host:2,S", content)
    rejected = only(Source(tmp_path, files=("cur/1.host:2,S",)))
    assert isinstance(rejected, Rejected)
    assert reason in rejected.reason


def test_what_is_truncated_is_read_up_to_there(tmp_path: Path) -> None:
    packed = gzip.compress((MESSAGE + "".join(map(chr, range(32, 126))) * 5).encode())
    write(tmp_path, "cur/1.host:2,S", packed[:-20])
    assert isinstance(only(Source(tmp_path, files=("cur/1.host:2,S",))), Interaction)
