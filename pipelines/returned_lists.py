"""Lists that come back: what the user wrote into an exported list and dropped in the inbox is taken as decisions.

The later edit wins, be it in a list or on the command line, and a row that says what it said before adds nothing:
neither a list that stays in the inbox nor a copy of it is taken twice.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from connectors.inbox import shown
from pipelines import edited_lists
from pipelines.console import plain
from pipelines.edited_lists import EditedList, Row
from pipelines.home import Home
from pipelines.published import keys_of_people, published, query, stored
from pipelines.workbook_cells import NotAWorkbook
from warehouse import decisions
from warehouse.decisions import Decision
from warehouse.files import write_privately

CLAIM = "a list of keepwarm's own, read for the decisions in it"

_WORDS = {
    "": "open", "open": "open", "done": "done", "snooze": "snooze", "snoozed": "snooze", "dismiss": "dismiss",
    "dismissed": "dismiss",
}  # fmt: skip
_STATES = {"open": "open", "done": "done", "snoozed": "snooze", "dismissed": "dismiss"}
_OF_LISTS = frozenset({"done", "snooze", "dismiss", "reopen", "note"})
# As long as `done` holds: after that, the same word is a new one.
_SAME_WORD_FOR = timedelta(days=60)


class Refused(NamedTuple):
    """A row that could not be taken: its number in the file, and why. Nothing of its text."""

    row: int
    reason: str


class Returned(NamedTuple):
    """What a list that came back held: rows, new decisions, and rows that could not be taken."""

    source_path: str
    row_count: int
    decision_count: int
    refused: tuple[Refused, ...]

    def as_record(self) -> dict[str, Any]:
        """Return it as plain dictionaries."""
        return {**self._asdict(), "refused": [row._asdict() for row in self.refused]}


class Known(NamedTuple):
    """What is known of a listed action: whose it is (as decisions name them), and what holds of it now."""

    key: str
    first_listed_on: date
    decision: str = "open"
    until: date | None = None


class Claims(Mapping[Path, str]):
    """The files of an inbox that are lists of keepwarm's, found out when they are asked for, with what to report."""

    def __init__(self) -> None:
        """Claim nothing yet."""
        self._paths: dict[Path, bool] = {}

    def __getitem__(self, path: Path) -> str:
        """Return the reason for which a file is claimed; raise KeyError for others."""
        if path not in self._paths:
            self._paths[path] = edited_lists.is_list(path)
        if not self._paths[path]:
            raise KeyError(path)
        return CLAIM

    def __iter__(self) -> Iterator[Path]:
        """Iterate over the files claimed so far."""
        return (path for path, is_claimed in self._paths.items() if is_claimed)

    def __len__(self) -> int:
        """Count them."""
        return sum(self._paths.values())


def take(home: Home, paths: Sequence[Path], as_of: date) -> tuple[Returned, ...]:
    """Append what these lists say to the decisions, the earliest edit first; return what became of each."""
    known = _known(home) if paths else {}
    returned = {}
    for path in sorted(paths, key=_edited_at):
        name = shown(path.name)
        try:
            edited = edited_lists.read(path)
            said = _List(name, edited, _edited_at(path), as_of, known)
        except (OSError, ValueError, NotAWorkbook):
            returned[path] = Returned(name, 0, 0, (Refused(0, "the list could not be read again"),))
            continue
        by_lists = [line for line in decisions.read(home.decisions) if line.value and line.decision in _OF_LISTS]
        lines, refused = said.decisions(by_lists)
        decisions.append(home.decisions, lines)
        returned[path] = Returned(name, len(edited.rows), len(lines), tuple(refused))
    found = [_record(path, each) for path, each in returned.items()]
    replaced = {each["path"] for each in found}
    elsewhere = [each for each in last_returned(home) if _is_unchanged(each, replaced)]
    _remember(home, returned=elsewhere + found)
    return tuple(returned.values())


def remember_listed(home: Home, people: Mapping[str, str], as_of: date) -> None:
    """Remember which actions were listed, for whom (action → person id), and since when."""
    issued = _lists(home).get("issued", {})
    _remember(home, issued={**{each: [person, as_of.isoformat()] for each, person in people.items()}, **issued})


def last_returned(home: Home) -> list[dict[str, Any]]:
    """Return what runs found in the edited lists that are still where they were, one record a file."""
    found: list[dict[str, Any]] = _lists(home).get("returned", [])
    return found


def refused_rows(home: Home) -> list[dict[str, str]]:
    """Return the rows that could not be taken, as the warehouse lists them: file, place in it, reason."""
    return [
        {
            "source_path": each["source_path"],
            "location": f"row {row['row']}" if row["row"] else "the whole file",
            "reason": row["reason"],
        }
        for each in last_returned(home)
        for row in each["refused"]
    ]


class _List(NamedTuple):
    name: str
    edited: EditedList
    edited_at: datetime
    as_of: date
    known: Mapping[str, Known]

    def decisions(self, earlier: Sequence[Decision]) -> tuple[list[Decision], list[Refused]]:
        """Return what is new in this list, given all that was said before, and what makes no sense."""
        lines: dict[str, Decision] = {}
        refused = []
        for row in self.edited.rows:
            told = self._told(row, [line for line in earlier if row.action_id in (line.key, line.other_key)])
            if isinstance(told, Refused):
                refused.append(told)
            elif told:
                lines[row.action_id] = told
        return list(lines.values()), refused

    def _told(self, row: Row, earlier: Sequence[Decision]) -> Decision | Refused | None:
        word = _WORDS.get(row.state.lower())
        until = self.edited.day(row.snooze_until) if row.snooze_until else None
        if not row.action_id:
            return Refused(row.number, "it has no action_id")
        if word is None:
            return Refused(row.number, "its state is none of open, done, snoozed and dismissed")
        if word == "open" and until:
            word = "snooze"
        said = self._is_said(word, until if word == "snooze" else None, earlier)
        known = self.known.get(row.action_id)
        if known is None:
            return None if said else Refused(row.number, "its action_id is of no action in this home")
        moment = self._moment(known)
        if word == "snooze" and not said:
            if until is None:
                return Refused(row.number, "a snoozed row needs its day in snooze_until, as YYYY-MM-DD")
            if until <= moment.date():
                return Refused(row.number, "its snooze_until is not after the day of the edit")
        return self._line(row, word, until, known, moment, earlier, is_said=said)

    def _line(
        self, row: Row, word: str, until: date | None, known: Known, moment: datetime, earlier: Sequence[Decision],
        *, is_said: bool,
    ) -> Decision | None:  # fmt: skip
        note = plain(row.note)
        is_new_note = bool(note) and note not in {line.note for line in earlier}
        if word == "open":
            mine = [line for line in earlier if line.value == self.name and line.decision != "note"]
            word = "reopen" if mine and mine[-1].decision != "reopen" and mine[-1].decided_at < moment else ""
        elif is_said or (word, until if word == "snooze" else None) == (known.decision, known.until):
            word = ""
        if not word and not is_new_note:
            return None
        line = Decision(
            word or "note", known.key or row.action_id, moment, row.action_id if known.key else "",
            until if word == "snooze" else None, note if is_new_note else "", self.name,
        )  # fmt: skip
        # Of a list, the action is dismissed, not the person.
        return line._replace(key=row.action_id, other_key=known.key) if word == "dismiss" else line

    def _is_said(self, word: str, until: date | None, earlier: Sequence[Decision]) -> bool:
        mine = [line for line in earlier if line.value == self.name and line.decision != "note"]
        if mine and mine[-1].decision == "reopen":
            return mine[-1].decided_at >= self.edited_at
        return any(
            (line.decision, line.until) == (word, until) and self.edited_at - line.decided_at < _SAME_WORD_FOR
            for line in earlier
            if not mine or line.value != self.name or line == mine[-1]
        )

    def _moment(self, known: Known) -> datetime:
        """Return when the row was edited: after it was listed, and by ``as_of``, whatever the clock of the machine."""
        day = min(max(self.edited_at.date(), known.first_listed_on), self.as_of)
        return datetime.combine(day, self.edited_at.timetz())


def _edited_at(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _known(home: Home) -> dict[str, Known]:
    if not home.warehouse.exists():
        return {}
    with published(home.warehouse) as connection:
        keys = keys_of_people(connection)
        actions = query(connection, stored("states_of_actions")).records()
    known = {
        action_id: Known(keys[person_id], date.fromisoformat(day))
        for action_id, (person_id, day) in _lists(home).get("issued", {}).items()
        if person_id in keys
    }
    for action in actions:
        before = known.get(action["action_id"])
        known[action["action_id"]] = Known(
            keys[action["person_id"]],
            before.first_listed_on if before else date.min,
            _STATES[action["state"]],
            action["snoozed_until"],
        )
    return known


def _lists(home: Home) -> dict[str, Any]:
    try:
        found = json.loads(home.lists.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _remember(home: Home, **entries: Any) -> None:
    before = _lists(home)
    after = {**before, **entries}
    if after != before:
        write_privately(home.lists, json.dumps(after, indent=1).encode())


def _record(path: Path, returned: Returned) -> dict[str, Any]:
    return {"path": str(path.absolute()), "edited_at": _edited_at(path).isoformat(), **returned.as_record()}


def _is_unchanged(record: Mapping[str, Any], replaced: Collection[str]) -> bool:
    path = record.get("path", "")
    return path not in replaced and Path(path).is_file() and _edited_at(Path(path)).isoformat() == record["edited_at"]
