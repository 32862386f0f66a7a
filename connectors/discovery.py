"""From something that lies in the inbox to the sources in it: opened, recognised by content, cut into units of work.

Whatever cannot be read becomes a value with a reason that a person can act on; the rest goes on.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path, PurePosixPath
from typing import NamedTuple
from zipfile import ZipInfo

from connectors import connector, recognize
from connectors.archive import Archive, is_archive, opened
from connectors.errors import ConnectorError, UnrecognizedFile
from connectors.inbox import (
    IgnoredFile,
    InboxFile,
    MessageFile,
    MessageFolder,
    Quarantined,
    explained,
    reason_left_out,
    shown,
)
from connectors.source import Source

# Enough for any connector to recognise a member before all of it is unpacked.
HEAD_BYTES = 1024 * 1024

UNKNOWN = "no connector recognizes its content"
# Kinds of file that people do drop into the inbox, and what to do instead.
FOREIGN = (
    (b"PK", "an archive inside an archive is not opened; unpack it, and put what it holds in the inbox"),
    (b"\x1f\x8b", "a gzip archive (.gz, .tgz); unpack it, or ask for .zip when exporting"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive; unpack it"),
    (b"Rar!", "a RAR archive; unpack it"),
    (b"!BDN", "an Outlook data file (.pst, .ost); export the mail as .mbox or .eml"),
    (b"\xd0\xcf\x11\xe0", "an Outlook message or an old Office document; export it as .eml, .ics, .vcf or .csv"),
)
# What large exports (Google Takeout, LinkedIn) hold besides: listed as ignored, not as a failure.
OTHER_KINDS = {
    **dict.fromkeys((".jpg", ".jpeg", ".png", ".gif", ".heic", ".webp", ".svg", ".bmp", ".tif", ".tiff"), "a picture"),
    **dict.fromkeys((".mp4", ".mov", ".avi", ".mkv", ".webm", ".m4v", ".3gp"), "a film"),
    **dict.fromkeys((".mp3", ".m4a", ".wav", ".ogg", ".opus", ".flac"), "a sound"),
    **dict.fromkeys((".pdf", ".html", ".htm", ".docx", ".xlsx", ".pptx", ".odt", ".rtf", ".css", ".js"), "a document"),
}


class Recognized(NamedTuple):
    """A unit of work and the connector that reads it."""

    connector: str
    source: Source
    source_path: str


@dataclass(slots=True)
class Examined:
    """What a file or folder turned out to hold."""

    recognized: list[Recognized] = field(default_factory=list)
    quarantined: list[Quarantined] = field(default_factory=list)
    ignored: list[IgnoredFile] = field(default_factory=list)

    def refuse(self, source_path: str, size: int, error: Exception) -> None:
        """Add a value for what went wrong; anything but an expected error is a bug of the reader."""
        if isinstance(error, OSError):
            self.quarantined.append(Quarantined(source_path, explained(error), size, "access"))
        elif isinstance(error, ConnectorError):
            cause = error.__cause__
            is_access = isinstance(cause, OSError) and cause.errno is not None
            self.quarantined.append(Quarantined(source_path, error.reason, size, "access" if is_access else "content"))
        else:
            reason = f"reader failed ({type(error).__name__})"
            self.quarantined.append(Quarantined(source_path, reason, size, "bug"))


def examine(found: InboxFile, spool: Path) -> Examined:
    """Open, recognise and split a file; members of archives are unpacked into ``spool``. What goes wrong is a value."""
    examined = Examined()
    try:
        with found.path.open("rb") as stream:
            head = stream.read(8)
        if is_archive(head):
            with opened(found.path, spool) as archive:
                _examine_archive(found, archive, examined)
        else:
            _examine_file(Source(found.path, observed_on=export_day(found)), found, examined)
    except Exception as error:
        examined.refuse(found.source_path, found.size, error)
    return examined


def export_day(found: InboxFile) -> date | None:
    """Return the day of the export from the name of a LinkedIn archive, or of the folder in which it was unpacked."""
    from connectors import linkedin

    return next(filter(None, map(linkedin.export_date, [found.path.name, *_folders(found)])), None)


def batches(folder: MessageFolder) -> list[MessageFolder]:
    """Cut a folder of messages into batches that stay the same while it grows at its end."""
    from connectors import message_files

    files = {file.name: file for file in folder.files}
    return [
        folder._replace(files=tuple(files[name] for name in batch.files))
        for batch in message_files.batches(folder.path, list(files))
    ]


def examine_batch(batch: MessageFolder) -> Examined:
    """Return what a batch of message files holds.

    In a Maildir the place of a file is proof that it is a message; elsewhere only its content is.
    """
    examined = Examined()
    names = tuple(file.name for file in batch.files)
    if not batch.is_maildir:
        names = tuple(file.name for file in batch.files if _is_message(batch, file, examined))
    if names:
        source = Source(batch.path, files=names)
        examined.recognized.append(Recognized("message_files", source, batch.source_path))
    return examined


def _is_message(batch: MessageFolder, file: MessageFile, examined: Examined) -> bool:
    prefix = "" if batch.source_path == "." else f"{batch.source_path}/"
    found = InboxFile(batch.path / file.name, f"{prefix}{shown(file.name)}", file.size, "")
    # The name says it, and the content agrees: nobody else is asked.
    if connector("message_files").recognizes(Source(found.path)):
        return True
    alone = Examined()
    try:
        _examine_file(Source(found.path), found, alone)
    except Exception as error:
        alone.refuse(found.source_path, found.size, error)
    examined.recognized += alone.recognized
    examined.quarantined += alone.quarantined
    examined.ignored += alone.ignored
    return False


def _examine_file(source: Source, found: InboxFile, examined: Examined) -> None:
    try:
        _recognize(source, found.source_path, examined)
    except UnrecognizedFile:
        if reason := _is_part_of_linkedin(found) and _linkedin_reason(found.path.name):
            examined.ignored.append(IgnoredFile(found.source_path, reason))
        else:
            examined.quarantined.append(Quarantined(found.source_path, _why_unread(source, found.size), found.size))


def _recognize(source: Source, source_path: str, examined: Examined) -> None:
    name = recognize(source)
    units = list(connector(name).split(source))
    examined.recognized.extend(Recognized(name, unit, source_path) for unit in units)


def _examine_archive(found: InboxFile, archive: Archive, examined: Examined) -> None:
    if archive.is_document:
        examined.quarantined.append(Quarantined(found.source_path, "a document, not an export", found.size))
        return
    if not archive.members:
        examined.quarantined.append(Quarantined(found.source_path, "the archive holds no files", found.size))
        return
    observed_on = export_day(found) or archive.made_on
    strangers: list[Quarantined] = []
    for info in archive.members:
        source_path = f"{found.source_path}!{shown(info.filename)}"
        reason = next(filter(None, map(reason_left_out, PurePosixPath(info.filename).parts)), "")
        if reason:
            examined.ignored.append(IgnoredFile(source_path, reason))
        elif reason := archive.refusal(info):
            examined.quarantined.append(Quarantined(source_path, reason, info.file_size))
        else:
            source = Source(found.path, member=info.filename, observed_on=observed_on)
            strangers += _examine_member(archive, info, source, source_path, examined)
    _sort_out(strangers, examined)


def _examine_member(
    archive: Archive, info: ZipInfo, source: Source, source_path: str, examined: Examined
) -> list[Quarantined]:
    """Unpack and recognise; a member that no connector knows is returned, since the other members say what it is."""
    strangers = []
    try:
        source = replace(source, unpacked=archive.unpack(info, HEAD_BYTES))
        recognize(source)
        if info.file_size > HEAD_BYTES:
            archive.unpack(info)
        _recognize(source, source_path, examined)
        return []
    except UnrecognizedFile:
        strangers.append(Quarantined(source_path, _why_unread(source, info.file_size), info.file_size))
    except Exception as error:
        examined.refuse(source_path, info.file_size, error)
    if source.unpacked:
        source.unpacked.unlink(missing_ok=True)
    return strangers


def _sort_out(strangers: list[Quarantined], examined: Examined) -> None:
    is_linkedin = any(unit.connector == "linkedin" for unit in examined.recognized)
    for stranger in strangers:
        member = stranger.source_path.partition("!")[2]
        kind = OTHER_KINDS.get(PurePosixPath(member).suffix.lower(), "")
        reason = (is_linkedin and _linkedin_reason(member)) or (kind and f"{kind}, neither contacts nor messages")
        if reason:
            examined.ignored.append(IgnoredFile(stranger.source_path, reason))
        else:
            examined.quarantined.append(stranger)


def _why_unread(source: Source, size: int) -> str:
    if size == 0:
        return "the file is empty"
    with suppress(OSError):
        head = source.head(8)
        return next((reason for magic, reason in FOREIGN if head.startswith(magic)), UNKNOWN)
    return UNKNOWN


def _is_part_of_linkedin(found: InboxFile) -> bool:
    return any("linkedin" in folder.lower() for folder in _folders(found))


def _folders(found: InboxFile) -> Sequence[str]:
    """The names of the folders around a file, the nearest first, up to the inbox itself but not above."""
    depth = found.source_path.count("/") + 1
    return found.path.parts[-2 : -depth - 2 : -1]


def _linkedin_reason(name: str) -> str:
    from connectors import linkedin

    return linkedin.ignored_member(name)
