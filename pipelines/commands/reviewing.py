"""``keepwarm review``: the pairs of which the exports do not tell whether they are one person, the most useful first."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from json import loads
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple, get_args

from cyclopts import Parameter

from connectors.errors import KeepwarmError
from pipelines.commands import DEFAULTS, Options
from pipelines.commands.running import bring_up_to_date
from pipelines.console import json_text, plain, print_table, say, shown, warn
from pipelines.home import Home
from pipelines.published import published, query, stored
from pipelines.settings import remember_me
from warehouse import decisions
from warehouse.decisions import Decision, normal

if TYPE_CHECKING:
    import duckdb

Word = Literal["same", "different", "skip"]

_KEYS: dict[str, Word | None] = {"s": "same", "d": "different", "k": "skip", "q": None, "": None}
_SHOWN = ("names", "addresses", "companies", "sources", "last_contact_on", "last_contact_kind", "interaction_count")


class AnswerUnreadable(KeepwarmError):
    """An answer of a program makes no sense; what it says stays out of the message."""

    def __init__(self, number: int, reason: str) -> None:
        """Remember which answer (from 1) and what is wrong with it."""
        super().__init__(number, reason)
        self.number = number
        self.reason = reason

    def __str__(self) -> str:
        """Say what an answer looks like."""
        return (
            f"answer {self.number}: {self.reason}. Nothing was changed. On standard input, each line is an object with "
            "identity_id_a, identity_id_b and answer (same, different or skip), as `keepwarm review --json` names them."
        )


class Answer(NamedTuple):
    """What was said of two identities."""

    identity_id_a: str
    identity_id_b: str
    answer: Word


def review(
    *,
    limit: int = 20,
    answer: Annotated[tuple[tuple[str, str, Word], ...], Parameter(negative_iterable=())] = (),
    json: bool = False,
    options: Options = DEFAULTS,
) -> int:
    """Answer the questions that the exports leave open, those first that change most: one person, or two?

    Without a terminal, answers are read from standard input, a JSON object a line.

    Example: keepwarm review --json

    Args:
        limit: How many pairs to ask about or list.
        answer: Two identity ids, and same, different or skip. May be repeated; nothing is asked then.
        json: List the pairs as JSON, and ask nothing.
    """
    home = options.chosen_home()
    with published(home.warehouse) as connection:
        if answer:
            lines = list(_lines(connection, [Answer(*each) for each in answer]))
        elif not json and not sys.stdin.isatty():
            lines = list(_lines(connection, _read_answers()))
        else:
            questions = _questions(connection, home)[:limit]
            if json:
                say(json_text(questions).rstrip("\n"))
                return 0
            lines = list(_asked(connection, questions))
    return _conclude(home, lines)


def _questions(connection: duckdb.DuckDBPyConnection, home: Home) -> list[dict[str, Any]]:
    """Return the open questions with both sides; what was skipped before comes last."""
    skipped = {_pair(line.key, line.other_key) for line in decisions.read(home.decisions) if line.decision == "skip"}
    questions = query(connection, stored("pairs_to_review")).records()
    people = sorted({question[f"person_id_{side}"] for question in questions for side in "ab"})
    summaries = query(connection, stored("people_summed_up"), [people]).records()
    sides = {summary["person_id"]: _side(connection, summary) for summary in summaries}
    for question in questions:
        for side in "ab":
            question[side] = sides[question[f"person_id_{side}"]]
        keys = [_key(connection, question[f"identity_id_{side}"]) for side in "ab"]
        question["is_skipped"] = _pair(*keys) in skipped
    return sorted(questions, key=lambda question: bool(question["is_skipped"]))


def _side(connection: duckdb.DuckDBPyConnection, summary: dict[str, Any]) -> dict[str, Any]:
    identities = query(connection, stored("identities_fitting"), [summary["person_id"], ""]).records()
    told = {column: list(dict.fromkeys(each[column] for each in identities)) for column in ("full_name", "company")}
    return {
        "person_id": summary["person_id"],
        "names": [name for name in told["full_name"] if name] or [summary["full_name"]],
        "addresses": [*summary["emails"], *summary["profile_urls"]],
        "companies": [company for company in told["company"] if company],
        "sources": sorted({source for identity in identities for source in identity["sources"]}),
        **{name: summary[name] for name in ("last_contact_on", "last_contact_kind", "interaction_count")},
    }


def _asked(connection: duckdb.DuckDBPyConnection, questions: list[dict[str, Any]]) -> Iterator[Decision]:
    """Ask on the terminal until the questions or the user's patience end; leave out what earlier answers tell."""
    told = _Told()
    if not questions:
        say("There is nothing to ask: who is who is clear, or you have said it.")
    for number, question in enumerate(questions, start=1):
        people = question["person_id_a"], question["person_id_b"]
        if told.settles(*people):
            continue
        a, b = question["a"], question["b"]
        rows = [(name.replace("_", " "), shown(a[name]), shown(b[name])) for name in _SHOWN if a[name] or b[name]]
        print_table(("", "one", "other"), rows, f"{number} of {len(questions)}: one person, or two?")
        say(f"{plain(question['reason'])} ({question['match_probability']:.0%})")
        word = _asked_once()
        if word is None:
            return
        told.note(*people, word)
        yield from _lines(connection, [Answer(question["identity_id_a"], question["identity_id_b"], word)])


def _asked_once() -> Word | None:
    while True:
        sys.stdout.write("[s]ame, [d]ifferent, s[k]ip, [q]uit: ")
        sys.stdout.flush()
        line = sys.stdin.readline()
        key = line.strip().lower()[:1]
        if key in _KEYS and (key or not line):
            return _KEYS[key]


class _Told:
    """What the answers of this session say, also through third parties."""

    def __init__(self) -> None:
        self.groups: dict[str, str] = {}
        self.apart: list[tuple[str, str]] = []

    def group(self, person: str) -> str:
        while person in self.groups:
            person = self.groups[person]
        return person

    def settles(self, a: str, b: str) -> bool:
        pair = {self.group(a), self.group(b)}
        return len(pair) == 1 or any({self.group(c), self.group(d)} == pair for c, d in self.apart)

    def note(self, a: str, b: str, word: Word) -> None:
        if word == "same":
            self.groups[self.group(a)] = self.group(b)
        elif word == "different":
            self.apart.append((a, b))


def _read_answers() -> list[Answer]:
    answers = []
    for number, line in enumerate(filter(str.strip, sys.stdin), start=1):
        try:
            said = loads(line)
            found = Answer(*(str(said[name]) for name in Answer._fields))  # type: ignore[arg-type]  # checked below
        except (ValueError, KeyError, TypeError):
            raise AnswerUnreadable(number, "it is no JSON object, or lacks something") from None
        if found.answer not in get_args(Word):
            raise AnswerUnreadable(number, "it is neither same nor different nor skip")
        answers.append(found)
    return answers


def _lines(connection: duckdb.DuckDBPyConnection, answers: list[Answer]) -> Iterator[Decision]:
    for number, (a, b, word) in enumerate(answers, start=1):
        key, other_key = _key(connection, a), _key(connection, b)
        if not key or not other_key or key == other_key:
            raise AnswerUnreadable(number, "these are not two identities of people in this warehouse")
        yield Decision(word, key, datetime.now(UTC), other_key)


def _key(connection: duckdb.DuckDBPyConnection, identity_id: str) -> str:
    """Return what names an identity in the decisions file; nothing where it is unknown or nobody's."""
    found = query(connection, "select person_id from identities where identity_id = $1", [identity_id]).rows
    if not found or not found[0][0]:
        return ""
    identities = query(connection, stored("identities_fitting"), [found[0][0], ""]).records()
    return next(str(each["keys"][0]) for each in identities if each["identity_id"] == identity_id)


def _pair(key: str, other_key: str) -> frozenset[str]:
    return frozenset((normal(key), normal(other_key)))


def _conclude(home: Home, lines: list[Decision]) -> int:
    if not lines:
        say("Nothing was changed.")
        return 0
    decisions.append(home.decisions, lines)
    bring_up_to_date(home)
    counted = Counter(line.decision for line in lines)
    say(", ".join(f"{count} {'skipped' if word == 'skip' else word}" for word, count in counted.items()))
    return 0
