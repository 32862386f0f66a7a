"""What an archive in the inbox holds, and the archives in it: unpacked member by member, recognised, cut into units.

Members that are messages by their names (a Maildir, a folder of ``.eml``) are unpacked into a tree of their own, and
read together, as in a folder: a unit for each message would cost more than the messages. So are address books of
Apple's, whose databases have journals beside them.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path, PurePosixPath

from connectors import connector, recognize
from connectors.archives import is_archive, opened, without_coat
from connectors.archives.members import Archive, Member
from connectors.archives.unpacking import Budget, Exhausted, Overflown, Unpacking
from connectors.discovery import batches, examine_batch, examine_file, export_day, exported_on
from connectors.errors import UnrecognizedFile
from connectors.examined import Examined
from connectors.inbox import (
    IgnoredFile,
    InboxFile,
    MessageFolder,
    Quarantined,
    needs_its_folder,
    shown,
    walk,
)
from connectors.leftovers import is_companion, reason_in_archive
from connectors.source import Source
from connectors.strangers import (
    WITHOUT_CONNECTIONS,
    is_media,
    is_unopened,
    linkedin_lacks_connections,
    reason_by_kind,
    sort_out,
    why_unread,
)

# Enough for any connector to recognise a member before all of it is unpacked.
HEAD_BYTES = 256 * 1024
# A Takeout may hold a hundred thousand pictures.
PICTURE_HEAD_BYTES = 4 * 1024
DEEPEST = 4
# A protected archive of a thousand files is one thing to say, not a thousand.
NAMED_ONE_BY_ONE = 10
READ_SO_FAR = "; what stands before the break was read"
ONCE_MORE = "; download it again"


@dataclass(frozen=True, slots=True)
class Box:
    """An archive that is being opened: where its bytes lie, what it is called, how old its name says it is."""

    path: Path
    source_path: str
    name: str
    observed_on: date | None
    depth: int
    number: int


@dataclass(slots=True)
class Opening:
    """The opening of one file of the inbox into ``folder``. ``trees`` are what is read by folders, by path on disk."""

    found: InboxFile
    folder: Path
    examined: Examined
    budget: Budget
    mtime_ns: int
    unpacked: int = 0
    strangers: list[Quarantined] = field(default_factory=list)
    trees: dict[Path, Box] = field(default_factory=dict)

    def at_archive(self, box: Box) -> None:
        """Examine what an archive holds; raise `Exhausted` where that is too much."""
        first = len(self.examined.recognized)
        try:
            with opened(box.path, box.name, self.budget) as archive:
                if archive.is_document:
                    self._refuse(box.source_path, "a document, not an export")
                    return
                newest = self._at_members(box, archive)
                if len(self.examined.recognized) > first or self.trees:
                    archive.finish()
        except Overflown as error:
            self._refuse(box.source_path, error.reason)
            if isinstance(error, Exhausted):
                raise
            return
        if archive.flaw:
            is_read = len(self.examined.recognized) > first
            self.strangers = [stranger for stranger in self.strangers if stranger.source_path != box.source_path]
            self._refuse(box.source_path, f"{archive.flaw}{READ_SO_FAR if is_read else ''}{ONCE_MORE}")
        elif newest is None:
            self._refuse(box.source_path, "the archive holds no files")
        if linkedin_lacks_connections(box.name, self.examined.recognized[first:]):
            self.examined.ignored.append(IgnoredFile(box.source_path, WITHOUT_CONNECTIONS))
        for number, unit in enumerate(self.examined.recognized[first:], start=first):
            if not unit.source.observed_on and newest and newest > date.min:
                self.examined.recognized[number] = unit._replace(source=replace(unit.source, observed_on=newest))

    def at_trees(self) -> None:
        """Examine what is read by folders."""
        for root, box in self.trees.items():
            for found in walk([root]):
                path = found.source_path
                name = box.source_path if path == "." else f"{box.source_path}!{path}"
                found = found._replace(source_path=name)
                if isinstance(found, MessageFolder):
                    for batch in batches(found):
                        self.examined.add(examine_batch(batch))
                elif isinstance(found, InboxFile):
                    self.examined.add(examine_file(Source(found.path), found))
                elif isinstance(found, IgnoredFile):
                    self.examined.ignored.append(found)
                else:
                    self.examined.quarantined.append(found)

    def _at_members(self, box: Box, archive: Archive) -> date | None:
        """Return the newest day of a member, ``date.min`` if none has one, ``None`` if there are no members."""
        newest: date | None = None
        refused: dict[str, list[Quarantined]] = defaultdict(list)
        names: Counter[str] = Counter()
        for member in archive.members:
            self.budget.take_file()
            newest = max(newest or date.min, member.made_on or date.min)
            # Some file systems do not tell cases apart.
            name = member.name.casefold()
            names[name] += 1
            path = box.source_path if archive.is_coat else f"{box.source_path}!{shown(member.name)}"
            path = path if names[name] == 1 else f"{path} ({names[name]})"
            parts = PurePosixPath(member.name).parts
            if reason := reason_in_archive(parts):
                self.examined.ignored.append(IgnoredFile(path, reason))
            elif member.refusal:
                refused[member.refusal].append(Quarantined(path, member.refusal, member.size))
            elif needs_its_folder(parts) and not archive.is_coat:
                self._lay_out(box, member, path, names[name])
            else:
                self._at_member(box, member, path)
        for reason, members in refused.items():
            if len(members) > NAMED_ONE_BY_ONE:
                size = sum(member.bytes for member in members)
                members = [Quarantined(box.source_path, f"{len(members)} files in it: {reason}", size)]
            self.examined.quarantined += members
        return newest

    def _at_member(self, box: Box, member: Member, source_path: str) -> None:
        self.unpacked += 1
        target = self.folder / str(self.unpacked)
        with (
            self._guarded(member, source_path),
            member.open() as stream,
            Unpacking(stream, target) as unpacking,
        ):
            name = PurePosixPath(member.name).name
            unpacking.take(PICTURE_HEAD_BYTES if reason_by_kind(name) else HEAD_BYTES)
            # What was packed again lies in a folder that bears the name of the export.
            observed_on = box.observed_on or exported_on(member.name)
            source = Source(self.found.path, member=member.name, observed_on=observed_on, unpacked=target)
            if is_archive(source.head(512)) and not (
                reason_by_kind(name) or is_unopened(name) or connector("olm").recognizes(source)
            ):
                if box.depth == DEEPEST:
                    self._refuse(source_path, "archives are nested too deeply; unpack it")
                else:
                    self.budget.take_archive()
                    unpacking.take()
                    inner = Box(
                        target, source_path, name, exported_on(name) or box.observed_on, box.depth + 1, self.unpacked
                    )
                    self.at_archive(inner)
                unpacking.discard()
                return
            try:
                if is_media(source.head(16)):
                    raise UnrecognizedFile(source.path, "a picture, film or sound")
                # Where a library is missing, that is said before gigabytes are unpacked for nothing.
                next(connector(recognize(source)).split(source), None)
            except UnrecognizedFile:
                size = max(member.size, unpacking.size)
                self.strangers.append(Quarantined(source_path, why_unread(source, size), size))
                unpacking.discard()
                if not (reason_by_kind(name) or is_companion(name)):
                    self.budget.take_unknown()
                return
            unpacking.take()
            self.examined.recognize(source, source_path)

    def _lay_out(self, box: Box, member: Member, source_path: str, occurrence: int) -> None:
        stem = PurePosixPath(without_coat(box.name)).stem
        # A second member of the same name has a tree of its own.
        root = self.folder / f"messages-{box.number}-{occurrence}" / (stem if stem.strip(".") else "archive")
        target = root.joinpath(*PurePosixPath(member.name).parts)
        self.trees[root] = box
        with self._guarded(member, source_path), member.open() as stream:
            with Unpacking(stream, target) as unpacking:
                unpacking.take()
            # What is unpacked is as old as its archive, at whatever time that happens.
            os.utime(target, ns=(self.mtime_ns, self.mtime_ns))

    @contextmanager
    def _guarded(self, member: Member, source_path: str) -> Iterator[None]:
        """Let what goes wrong with a member be told, and go on."""
        try:
            yield
        except Overflown:
            raise
        except Exception as error:
            self.examined.refuse(source_path, member.size, error)

    def _refuse(self, source_path: str, reason: str) -> None:
        self.examined.quarantined.append(Quarantined(source_path, reason, self.found.size))


def examine_archive(found: InboxFile, spool: Path, examined: Examined) -> None:
    """Open an archive of the inbox, unpack what can be read into ``spool``, and add what it held to ``examined``."""
    spool.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=spool))
    # Whoever runs this clears the spool when all is landed; should the run fail, it goes with the process.
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    opening = Opening(found, folder, examined, Budget(found.size), found.path.stat().st_mtime_ns)
    with suppress(Exhausted):  # it is told already, and what was read before counts
        opening.at_archive(Box(found.path, found.source_path, found.path.name, export_day(found), 0, 0))
    opening.at_trees()
    sort_out(opening.strangers, examined)
    _join_reasons(examined)


def _join_reasons(examined: Examined) -> None:
    """Let each path stand once in what was refused: an archive may be truncated, and hold what is protected."""
    by_path: dict[str, Quarantined] = {}
    for refused in examined.quarantined:
        if known := by_path.get(refused.source_path):
            reason = known.reason if refused.reason in known.reason else f"{known.reason}; {refused.reason}"
            cause = refused.cause if known.cause == "content" else known.cause
            refused = known._replace(reason=reason, bytes=max(known.bytes, refused.bytes), cause=cause)
        by_path[refused.source_path] = refused
    examined.quarantined = list(by_path.values())
