"""``keepwarm review``: pairs of which the exports do not tell whether they are one person, the most useful first."""

from __future__ import annotations

import sys
from collections import Counter
from datetime import UTC, datetime
from json import loads
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple, get_args

from cyclopts import Parameter
from cyclopts.validators import Number

from connectors.errors import KeepwarmError
from pipelines.commands import DEFAULTS, Options
from pipelines.commands.running import bring_up_to_date
from pipelines.console import plain, print_json, print_table, say, shown, warn
from pipelines.home import Home
from pipelines.published import published, query, stored
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


Identities = dict[str, dict[str, Any]]


def review(
    *,
    limit: Annotated[int, Parameter(validator=Number(gte=1))] = 20,
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
        if answer or not (json or sys.stdin.isatty()):
            answers = [Answer(*each) for each in answer] or _read_answers()
            identities = _identities(connection, [id for each in answers for id in each[:2]])
            lines = [_line(number, each, identities) for number, each in enumerate(answers, start=1)]
            decisions.append(home.decisions, lines)
        else:
            pairs = query(connection, stored("pairs_to_review")).records()
            identities = _identities(connection, [pair[f"identity_id_{side}"] for pair in pairs for side in "ab"])
            questions = _questions(connection, home, pairs, identities)[:limit]
            if json:
                print_json(questions)
                return 0
            answers = _ask_all(home, questions, identities)
    return _conclude(home, answers, identities)


def _identities(connection: duckdb.DuckDBPyConnection, ids: list[str]) -> Identities:
    """Return all identities of the people behind some of them, with their keys in the decisions file."""
    found = "select distinct person_id from identities where identity_id in (select unnest($1::text[])) order by all"
    people = [person_id for (person_id,) in query(connection, found, [ids]).rows if person_id]
    owners = {person_id for (person_id,) in query(connection, "select person_id from people where is_owner").rows}
    identities = query(connection, stored("identities_fitting"), [people, ""]).records()
    return {each["identity_id"]: each | {"is_owner": each["person_id"] in owners} for each in identities}


def _questions(
    connection: duckdb.DuckDBPyConnection, home: Home, pairs: list[dict[str, Any]], identities: Identities
) -> list[dict[str, Any]]:
    """Return the open questions with both sides; what was skipped before comes last."""
    skipped = {_pair(line.key, line.other_key) for line in decisions.read(home.decisions) if line.decision == "skip"}
    people = sorted({pair[f"person_id_{side}"] for pair in pairs for side in "ab"})
    summaries = query(connection, stored("people_summed_up"), [people]).records()
    own: dict[str, list[dict[str, Any]]] = {person: [] for person in people}
    for each in identities.values():
        own[each["person_id"]].append(each)
    sides = {summary["person_id"]: _side(summary, own[summary["person_id"]]) for summary in summaries}
    questions = []
    for pair in pairs:
        keys = [identities[pair[f"identity_id_{side}"]]["keys"][0] for side in "ab"]
        both = {side: sides[pair[f"person_id_{side}"]] for side in "ab"}
        questions.append({**pair, **both, "is_skipped": _pair(*keys) in skipped})
    return sorted(questions, key=lambda question: bool(question["is_skipped"]))


def _side(summary: dict[str, Any], own: list[dict[str, Any]]) -> dict[str, Any]:
    names, companies = (
        dict.fromkeys(each[column] for each in own if each[column]) for column in ("full_name", "company")
    )
    return {
        "names": list(names) or [summary["full_name"]],
        "addresses": [*summary["emails"], *summary["profile_urls"]],
        "companies": list(companies),
        "sources": sorted({source for each in own for source in each["sources"]}),
        **{name: summary[name] for name in ("last_contact_on", "last_contact_kind", "interaction_count")},
    }


def _ask_all(home: Home, questions: list[dict[str, Any]], identities: Identities) -> list[Answer]:
    """Ask on the terminal until the questions or the user's patience end; leave out what earlier answers tell."""
    told, answers = _Told(), list[Answer]()
    if not questions:
        say("There is nothing to ask: who is who is clear, or you have said it.")
    for number, question in enumerate(questions, start=1):
        people = question["person_id_a"], question["person_id_b"]
        if told.settles(*people):
            continue
        a, b = question["a"], question["b"]
        rows = [(name.replace("_", " "), shown(a[name]), shown(b[name])) for name in _SHOWN if a[name] or b[name]]
        print_table(("", "one", "other"), rows, f"{number} of {len(questions)}: one person, or two?")
        say(f"The evidence: {plain(question['reason'])}")
        word = _asked_once()
        if word is None:
            break
        told.note(*people, word)
        answers.append(Answer(question["identity_id_a"], question["identity_id_b"], word))
        decisions.append(home.decisions, [_line(number, answers[-1], identities)])
    return answers


def _asked_once() -> Word | None:
    while True:
        sys.stdout.write("[s]ame, [d]ifferent, s[k]ip, [q]uit: ")
        sys.stdout.flush()
        try:
            line = sys.stdin.readline()
        except KeyboardInterrupt:
            line = ""
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


def _line(number: int, answer: Answer, identities: Identities) -> Decision:
    """Return an answer as a decision; raise `AnswerUnreadable` where an identity is unknown or nobody's."""
    sides = [identities.get(id) for id in answer[:2]]
    keys = [str(side["keys"][0]) for side in sides if side]
    if len(set(keys)) < 2:
        raise AnswerUnreadable(number, "these are not two identities of people in this warehouse")
    return Decision(answer.answer, keys[0], datetime.now(UTC), keys[1])


def _pair(key: str, other_key: str) -> frozenset[str]:
    return frozenset((normal(key), normal(other_key)))


def _conclude(home: Home, answers: list[Answer], identities: Identities) -> int:
    if not answers:
        say("Nothing was changed.")
        return 0
    same = [
        (identities[each.identity_id_a], identities[each.identity_id_b]) for each in answers if each.answer == "same"
    ]
    # That an address is the owner's says who wrote all that was sent from it: more than who is who.
    mine = [
        a["email"] for pair in same for a, b in (pair, pair[::-1]) if b["is_owner"] and not a["is_owner"] and a["email"]
    ]
    if mine:
        from pipelines.settings import remember_me  # 0.2 s

        remember_me(home, tuple(mine))
    bring_up_to_date(home)
    counted = Counter(each.answer for each in answers)
    say(", ".join(f"{count} {'skipped' if word == 'skip' else word}" for word, count in counted.items()))
    _warn_of_conflicts(home, [(a["identity_id"], b["identity_id"]) for a, b in same])
    return 0


def _warn_of_conflicts(home: Home, same: list[tuple[str, str]]) -> None:
    with published(home.warehouse) as connection:
        people = dict(query(connection, "select identity_id, person_id from identities").rows) if same else {}
    refused = sum(people.get(a) != people.get(b) for a, b in same)
    if refused:
        warn(
            f"{refused} of these could not be followed: you told people apart who would then be one. "
            "`keepwarm merge` says which."
        )
