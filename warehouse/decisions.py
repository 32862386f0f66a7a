"""What the user decided: one append-only file of JSON lines, the only thing in a home that cannot be recomputed.

A line is an object with the fields of `Decision`. People are named by what identifies them in the exports (an e-mail
address or a profile URL), never by a person id, so that a decision outlives every rebuild and moves to a new machine.
Undoing something is another line. ``suggested`` lines are the journal of what was put before the user, and when.
"""

from __future__ import annotations

import codecs
import json
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

from connectors.errors import WarehouseError
from warehouse.files import write_privately


class Decision(NamedTuple):
    """One line of the file.

    ``decision`` is

    - of ``key`` and ``other_key``: ``same`` or ``different``, ``undecided``, which takes either back, or ``skip``
      (asked, and not answered);
    - of a person (``other_key`` is the action meant): ``done``, ``snooze``, ``dismiss``, ``reopen``, which takes these
      back, or ``note``; of an action (``other_key`` is the person): ``dismiss``;
    - of a person: ``pin``, ``unpin``, ``tag`` or ``untag`` (``value`` is the tag), or ``cadence`` (``value`` is the
      number of days, empty to take it back; the key may be a tag, like ``#friends``);
    - the journal: ``suggested`` or ``held out`` (``other_key`` is the action, ``value`` its family and occasion), and
      ``holdout`` (``value`` is the seed by which some are held out, empty to stop);
    - ``forget`` and ``mine``, which have a digest as key: see `warehouse.forgotten`.

    ``decided_at`` is aware, and the same in lines that belong together; ``until`` is the day a snooze ends. Where an
    edited list said it, ``value`` is the name of that file.
    """

    decision: str
    key: str
    decided_at: datetime
    other_key: str = ""
    until: date | None = None
    note: str = ""
    value: str = ""


class DecisionsUnreadable(WarehouseError):
    """A line of the decisions file makes no sense, and nothing may be guessed about it."""

    def __init__(self, path: Path, line_number: int, reason: str) -> None:
        """Remember the file, the line (from 1) and what is wrong with it."""
        super().__init__(path, line_number, reason)
        self.path = path
        self.line_number = line_number
        self.reason = reason

    def __str__(self) -> str:
        """Say which line is wrong, why, and what to do."""
        return f"{self.path.name}, line {self.line_number}: {self.reason}. Correct or remove that line, and run again."


def read(path: Path) -> list[Decision]:
    """Return the decisions in the order they were taken; none where there is no file; raise `DecisionsUnreadable`."""
    return [_parse(path, number, line) for number, line in enumerate(_complete_lines(path), start=1) if line.strip()]


def append(path: Path, decisions: Iterable[Decision]) -> None:
    """Add lines, all in one write that is on disk on return; the file is its owner's alone (0600)."""
    text = "".join(f"{_format(decision)}\n" for decision in decisions)
    if not text:
        return
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        _drop_unfinished_line(descriptor)
        os.write(descriptor, text.encode(errors="replace"))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def in_force(decisions: Iterable[Decision], as_of: date) -> list[Decision]:
    """Leave out suggestions of ``as_of`` and later: the journal of a run must not change the same run made again."""
    return [
        decision
        for decision in decisions
        if decision.decision not in ("suggested", "held out") or decision.decided_at.date() < as_of
    ]


def last_words(decisions: Iterable[Decision]) -> dict[frozenset[str], Decision]:
    """Return what holds of each pair of keys, ``same`` or ``different``, the newest last; the last word counts."""
    return {pair: line for pair, line in _latest(decisions).items() if line.decision != "undecided"}


def undoing(decisions: Sequence[Decision], moments: Collection[datetime], now: datetime) -> list[Decision]:
    """Return the lines that bring back what held before these moments of the pairs on which nothing was said since."""
    before = _latest(line for line in decisions if line.decided_at not in moments)
    undone = [(pair, line) for pair, line in _latest(decisions).items() if line.decided_at in moments]
    words = [before[pair].decision if pair in before else "undecided" for pair, _ in undone]
    return [Decision(word, line.key, now, line.other_key) for word, (_, line) in zip(words, undone, strict=True)]


def _latest(decisions: Iterable[Decision]) -> dict[frozenset[str], Decision]:
    latest: dict[frozenset[str], Decision] = {}
    for decision in decisions:
        if decision.decision in ("same", "different", "undecided"):
            pair = frozenset((normal(decision.key), normal(decision.other_key)))
            latest.pop(pair, None)
            latest[pair] = decision
    return latest


def normal(key: str) -> str:
    """Return a key as two lines are compared by."""
    return key.strip().lower()


def rewrite(path: Path, amend: Callable[[Decision], Decision | None]) -> int:
    """Amend every line, or drop it (``None``); return how many went. Only to forget somebody: all else is appended."""
    lines = [(line, _parse(path, number, line)) for number, line in enumerate(_complete_lines(path), 1) if line.strip()]
    amended = [(line, decision, amend(decision)) for line, decision in lines]
    kept = [line if left == decision else _format(left) for line, decision, left in amended if left is not None]
    if kept != [line for line, _ in lines]:
        write_privately(path, "".join(f"{line}\n" for line in kept).encode(errors="replace"))
    return len(lines) - len(kept)


def _complete_lines(path: Path) -> Iterator[str]:
    if not path.exists():
        return
    # An editor may have put a mark before the first line, or have saved it in another encoding: which line, is told.
    text = path.read_bytes().removeprefix(codecs.BOM_UTF8).decode(errors="surrogateescape")
    lines = text.split("\n")
    # A last line without newline is an edit by hand, or an append that was cut off and so was never confirmed.
    if lines[-1] and not _is_object(lines[-1]):
        lines.pop()
    yield from lines


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _drop_unfinished_line(descriptor: int) -> None:
    content = b""
    while chunk := os.read(descriptor, 1 << 20):
        content += chunk
    tail = content.rpartition(b"\n")[2]
    if not tail:
        return
    if _is_object(tail.decode(errors="replace")):
        os.write(descriptor, b"\n")
    else:
        os.ftruncate(descriptor, len(content) - len(tail))


def _format(decision: Decision) -> str:
    fields: dict[str, str] = {"decision": decision.decision, "key": decision.key}
    if decision.other_key:
        fields["other_key"] = decision.other_key
    if decision.until:
        fields["until"] = decision.until.isoformat()
    if decision.value:
        fields["value"] = decision.value
    if decision.note:
        fields["note"] = decision.note
    fields["decided_at"] = decision.decided_at.astimezone(UTC).isoformat()
    return json.dumps(fields, ensure_ascii=False)


def _parse(path: Path, number: int, line: str) -> Decision:
    try:
        line.encode()
        fields = json.loads(line)
    except (ValueError, RecursionError):
        raise DecisionsUnreadable(path, number, "it is not JSON in UTF-8") from None
    if not isinstance(fields, dict):
        raise DecisionsUnreadable(path, number, "it is not a JSON object")
    for name in ("decision", "key", "decided_at"):
        if not isinstance(fields.get(name), str) or not fields[name].strip():
            raise DecisionsUnreadable(path, number, f"it has no {name}")
    try:
        decided_at = datetime.fromisoformat(fields["decided_at"])
        until = date.fromisoformat(fields["until"]) if fields.get("until") else None
    except (TypeError, ValueError):
        raise DecisionsUnreadable(path, number, "it holds a date that cannot be read") from None
    if decided_at.tzinfo is None:
        decided_at = decided_at.replace(tzinfo=UTC)
    return Decision(
        decision=fields["decision"],
        key=fields["key"],
        decided_at=decided_at,
        other_key=str(fields.get("other_key") or ""),
        until=until,
        note=str(fields.get("note") or ""),
        value=str(fields.get("value") or ""),
    )
