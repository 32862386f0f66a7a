"""From something that lies in the inbox to the sources in it: opened, recognised by content, cut into units of work.

Whatever cannot be read becomes a value with a reason that a person can act on; the rest goes on.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from connectors import connector
from connectors.archives import is_archive
from connectors.errors import UnrecognizedFile
from connectors.examined import Examined, Recognized
from connectors.inbox import IgnoredFile, InboxFile, MessageFile, MessageFolder, Quarantined, shown
from connectors.source import Source
from connectors.strangers import (
    PROFILE,
    below_takeout,
    is_unopened,
    linkedin_reason,
    part_of_export,
    reason_by_kind,
    reason_in_apple_mail,
    reason_in_outlook,
    reason_in_profile,
    why_unread,
)

__all__ = ["Examined", "Recognized", "batches", "examine", "examine_batch", "examine_file", "export_day", "exported_on"]


def examine(found: InboxFile, spool: Path) -> Examined:
    """Open, recognise and split a file; members of archives are unpacked into ``spool``. What goes wrong is a value."""
    examined = Examined()
    try:
        with found.path.open("rb") as stream:
            head = stream.read(512)
        name = found.path.name
        if is_archive(head) and not (
            is_unopened(name)
            or (reason_by_kind(name) and _reason_ignored(found))
            or connector("olm").recognizes(Source(found.path))
        ):
            from connectors.archives.packed import examine_archive

            examine_archive(found, spool, examined)
        else:
            examined.add(examine_file(Source(found.path, observed_on=export_day(found)), found))
    except Exception as error:
        examined.refuse(found.source_path, found.size, error)
    return examined


def export_day(found: InboxFile) -> date | None:
    """Return the day of the export from the name of a LinkedIn archive, or of the folder in which it was unpacked."""
    return next(filter(None, map(exported_on, [found.path.name, *_folders(found)])), None)


def exported_on(archive_name: str) -> date | None:
    """Return the day of the export from the name of a LinkedIn archive."""
    from connectors import linkedin

    return linkedin.export_date(archive_name)


def batches(folder: MessageFolder) -> list[MessageFolder]:
    """Cut a folder of messages into batches that stay the same while it grows at its end."""
    from connectors import message_files

    return [folder._replace(files=files) for files in message_files.batches(folder.files)]


def examine_batch(batch: MessageFolder) -> Examined:
    """Return what a batch of message files holds.

    In a Maildir the place of a file is proof that it is a message; elsewhere only its content is.
    """
    examined = Examined()
    files = batch.files
    if not batch.is_maildir:
        files = tuple(file for file in files if _is_message(batch, file, examined))
    if files:
        source = Source(batch.path, files=tuple(file.name for file in files))
        size, mtime_ns = sum(file.size for file in files), max(file.mtime_ns for file in files)
        examined.recognized.append(Recognized("message_files", source, batch.source_path, size, mtime_ns))
    return examined


def _is_message(batch: MessageFolder, file: MessageFile, examined: Examined) -> bool:
    from connectors.message_files import is_message

    # The name says it, and the content agrees: nobody else is asked.
    if is_message(f"{batch.path}/{file.name}", file.name):
        return True
    prefix = "" if batch.source_path == "." else f"{batch.source_path}/"
    found = InboxFile(batch.path / file.name, f"{prefix}{shown(file.name)}", file.size, "")
    examined.add(examine_file(Source(found.path), found))
    return False


def examine_file(source: Source, found: InboxFile) -> Examined:
    """Recognise and split a file that is no archive; what goes wrong is a value."""
    examined = Examined()
    try:
        examined.recognize(source, found.source_path)
    except UnrecognizedFile:
        if reason := _reason_ignored(found):
            examined.ignored.append(IgnoredFile(found.source_path, reason))
        else:
            examined.quarantined.append(Quarantined(found.source_path, why_unread(source, found.size), found.size))
    except Exception as error:
        examined.refuse(found.source_path, found.size, error)
    return examined


def _reason_ignored(found: InboxFile) -> str:
    """Return why a file that nobody knows is ignored as part of an export that was unpacked, ``""`` if it is not."""
    folders = _folders(found)
    if any("linkedin" in folder.lower() for folder in folders) and (reason := linkedin_reason(found.path.name)):
        return reason
    if below_takeout(parts := (*reversed(folders), found.path.name)):
        return part_of_export(parts)
    if reason := reason_in_apple_mail(parts) or reason_in_outlook(parts):
        return reason
    around = found.path.parents[: len(folders)]
    profile = next((folder for folder in around if (folder / PROFILE).is_file()), None)
    return reason_in_profile(found.path.relative_to(profile).as_posix()) if profile else ""


def _folders(found: InboxFile) -> Sequence[str]:
    """The names of the folders around a file, the nearest first, up to the inbox itself but not above."""
    depth = found.source_path.count("/") + 1
    return found.path.parts[-2 : -depth - 2 : -1]
