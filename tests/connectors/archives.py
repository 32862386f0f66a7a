"""Makes archives for tests, and looks at what they hold."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Mapping
from pathlib import Path

from connectors import connector
from connectors.discovery import Examined, examine
from connectors.inbox import InboxFile, walk
from connectors.records import Interaction
from tests.inboxes import write_zip

MARCH = 1_709_640_000  # 2024-03-05


def tar_of(members: Mapping[str, bytes], form: int = tarfile.PAX_FORMAT) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w", format=form) as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size, info.mtime = len(content), MARCH
            archive.addfile(info, io.BytesIO(content))
    return stream.getvalue()


def zip_of(members: Mapping[str, bytes], tmp_path: Path) -> bytes:
    return write_zip(tmp_path / "made.zip", members).read_bytes()


def look(path: Path, tmp_path: Path) -> Examined:
    (found,) = walk([path])
    assert isinstance(found, InboxFile)
    return examine(found, tmp_path / "spool")


def look_at(content: bytes, name: str, tmp_path: Path) -> Examined:
    (tmp_path / name).write_bytes(content)
    return look(tmp_path / name, tmp_path)


def recognized(examined: Examined) -> list[tuple[str, str]]:
    return [(unit.source_path, unit.connector) for unit in examined.recognized]


def reasons(examined: Examined) -> dict[str, str]:
    return {refused.source_path: refused.reason for refused in examined.quarantined}


def subjects(examined: Examined) -> list[str]:
    records = [record for unit in examined.recognized for record in connector(unit.connector).read(unit.source)]
    return [record.subject for record in records if isinstance(record, Interaction)]
