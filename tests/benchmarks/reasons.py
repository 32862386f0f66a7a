"""Check the reasons of suggested actions, claim by claim, against the world that the exports were written from."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from urllib.parse import unquote

from pipelines.demo.export_files import Meeting
from tests.benchmarks.ties_told import Tie, Truth
from tests.benchmarks.world.cast import AS_OF, Person

DAY = r"(\d{1,2} [A-Z][a-z]{2} \d{4})"
LAST = (
    rf"(?P<how>[Yy]ou last wrote|[Tt]hey last wrote|[Yy]ou last met|[Yy]ou connected|[Tt]hey recommended you) on {DAY}"
)


def day_text(day: date) -> str:
    """Return a day as reasons write it."""
    return f"{day.day} {day:%b %Y}"


def objections(truth: Truth, person: Person, reason: str, occasion: str) -> list[str]:
    """Return what is wrong with the reason of an action for a person, nothing if all of it is true."""
    check = _CHECKS.get(occasion)
    if check is None:
        return [f"no check for {occasion}"]
    found = re.fullmatch(check.pattern, reason)
    if not found:
        return [f"{occasion} says something else: {reason}"]
    wrong = check.objections(truth, truth.ties[id(person)], found)
    return [f"{occasion}: {objection} ({reason})" for objection in wrong]


class Check(NamedTuple):
    """What the reasons of an occasion look like in whole, and what to object to one."""

    pattern: str
    objections: Callable[[Truth, Tie, re.Match[str]], list[str]]


def _said(expected: object, found: object, what: str) -> list[str]:
    return [] if str(expected) == str(found) else [f"{what} is {expected}, not {found}"]


def _last(tie: Tie, found: re.Match[str], day: str) -> list[str]:
    how = found["how"].lower()
    return _said(day_text(tie.days[-1]), day, "the last contact") + _said(tie.how_last, how, "the last contact")


def _fading(truth: Truth, tie: Tie, found: re.Match[str]) -> list[str]:
    gaps = [(after - before).days for before, after in zip(tie.days, tie.days[1:], strict=False)]
    company = found["company"] or ""
    job = [job for job in truth.told.owner.tenures if job.company.name == company]
    return [
        *_last(tie, found, found[2]),
        *_said((AS_OF - tie.days[-1]).days, found["ago"], "days since then"),
        *_said(max(gaps), found["silence"], "the longest silence"),
        *_said(len(tie.days), found["count"], "days of contact"),
        *_said(f"{tie.days[0]:%b %Y}", found["since"], "the first contact"),
        *([f"never at {company} together"] if company and (not job or tie.person.company != job[0].company) else []),
    ]


def _reply(truth: Truth, tie: Tie, found: re.Match[str]) -> list[str]:
    last = max((word for word in tie.words if word.is_theirs), key=lambda word: word.at)
    since = [word for word in tie.words if not word.is_theirs and word.at > last.at]
    objections = [
        *_said(day_text(last.day), found["day"], "their last message"),
        *_said((AS_OF - last.day).days, found["ago"], "days since then"),
        *_said(last.subject, found["subject"] or "", "its subject"),
        *_said(last.is_chat, bool(found["chat"]), "on LinkedIn"),
        *(["the owner wrote since"] if since else []),
    ]
    if found["asked"]:
        counts = truth.answered(tie, opened_by_them=True)
        objections += _said(counts, (int(found["answered"]), int(found["asked"])), "answered, asked")
    return objections


def _topic(truth: Truth, tie: Tie, found: re.Match[str]) -> list[str]:
    last = max((word for word in tie.words if word.addressed_count <= 2 and word.subject), key=lambda word: word.at)
    objections = [
        *_said(last.subject.removeprefix("Re: "), found["topic"], "the topic"),
        *_said(day_text(last.day), found["day"], "its day"),
        *_said((AS_OF - tie.days[-1]).days, found["ago"], "days since contact"),
        *_said(len(tie.days), found["count"], "days of contact"),
    ]
    return objections + (_last(tie, found, found["last"].rpartition(" on ")[2]) if found["last"] else [])


def _moved(truth: Truth, tie: Tie, found: re.Match[str]) -> list[str]:
    jobs = [job for job in truth.told.owner.tenures if job.company.name == found["company"]]
    ended = [job.finished_on for job in jobs if job.finished_on]
    last_on = max(ended) if ended else date.min
    return [
        *_said(f"{last_on:%b %Y}", found["left"], "the exit"),
        *(["they never were there together"] if tie.person.company not in {job.company for job in jobs} else []),
        *_said(len(tie.days), found["count"], "days of contact"),
        *_said(tie.person.linkedin_company, found["now"], "LinkedIn's company"),
        *_last(tie, found, found["last"].rpartition(" on ")[2]),
    ]


def _given_more(truth: Truth, tie: Tie, found: re.Match[str]) -> list[str]:
    theirs = truth.answered(tie, opened_by_them=False)
    mine = truth.answered(tie, opened_by_them=True)
    return [
        *_said(theirs, (int(found["a"]), int(found["b"])), "answered by them"),
        *_said(mine, (int(found["c"]), int(found["d"])), "answered by the owner"),
        *_last(tie, found, found["last"].rpartition(" on ")[2]),
    ]


def _recommended(truth: Truth, tie: Tie, found: re.Match[str]) -> list[str]:
    days = [
        _utc_day(truth, row[5], "%m/%d/%y, %I:%M %p")
        for row in truth.told.linkedin.get("Recommendations_Received.csv", ())
        if f"{row[0]} {row[1]}" == tie.person.full_name
    ]
    since = [word for word in tie.words if not word.is_theirs and days and word.day > max(days)]
    objections = [] if found["day"] in map(day_text, days) else ["no recommendation of that day"]
    if found["count"]:
        return [
            *objections,
            *_said(len(tie.days), found["count"], "days of contact"),
            *_said(f"{tie.days[0]:%b %Y}", found["since"], "the first contact"),
        ]
    return objections + (["the owner wrote since"] if since else [])


def _utc_day(truth: Truth, text: str, form: str) -> date:
    return datetime.strptime(text, form).replace(tzinfo=UTC).astimezone(truth.told.zone).date()


def _endorsed(truth: Truth, tie: Tie, found: re.Match[str]) -> list[str]:
    rows = [row for row in truth.told.linkedin["Endorsement_Received_Info.csv"] if tie.person.slug in unquote(row[4])]
    known = {(row[1], day_text(_utc_day(truth, row[0], "%Y/%m/%d %H:%M:%S UTC"))) for row in rows}
    since = [word for word in tie.words if not word.is_theirs and word.day > AS_OF - timedelta(days=14)]
    told = (found["skill"], found["day"])
    return ([] if told in known else [f"endorsed for {known}"]) + (["the owner wrote since"] if since else [])


def _invited(truth: Truth, tie: Tie, found: re.Match[str]) -> list[str]:
    emails = {address.email for address in tie.person.addresses}
    meetings = [
        meeting
        for _, meeting in truth.told.meetings
        if meeting.summary == found["event"] and day_text(_day(truth, meeting)) == found["day"]
        and emails & {party.email for party in meeting.attendees if party.partstat != "DECLINED"}
    ]  # fmt: skip
    sizes = {str(len([party for party in meeting.attendees if party.cutype != "RESOURCE"])) for meeting in meetings}
    return ([] if found["size"] in sizes else [f"no such meeting of both, but of {sizes}"]) + (
        _last(tie, found, found["last"].rpartition(" on ")[2]) if found["last"] else []
    )


def _day(truth: Truth, meeting: Meeting) -> date:
    return meeting.start.astimezone(truth.told.zone).date() if isinstance(meeting.start, datetime) else meeting.start


def _connected(truth: Truth, tie: Tie, found: re.Match[str]) -> list[str]:
    day = tie.person.connected_on or date.min
    return [
        *_said(day_text(day), found["day"], "the connection"),
        *_said(AS_OF.year - day.year, found["years"], "years"),
        *_said(len(tie.days), found["count"], "days of contact"),
        *_last(tie, found, found["last"].rpartition(" on ")[2]),
    ]


def _introduced(truth: Truth, tie: Tie, found: re.Match[str]) -> list[str]:
    others = [person for person in truth.told.people if person.full_name == found["other"]]
    counts = {str(len(truth.ties[id(other)].days)) for other in others}
    endorsers = {f"{row[2]} {row[3]}" for row in truth.told.linkedin.get("Endorsement_Received_Info.csv", ())
                 if row[1] == found["skill"]}  # fmt: skip
    return [
        *_said(len(tie.days), found["count"], "days of contact"),
        *([] if found["other_count"] in counts else [f"days of contact of the other are {counts}"]),
        *([] if not found["skill"] or endorsers >= {tie.person.full_name, found["other"]} else ["not both endorsed"]),
    ]


_COUNTED = r"(?P<count>\d+) days? of contact"
_CHECKS = {
    **dict.fromkeys(
        ("cooling", "strong once"),
        Check(
            rf"{LAST} \((?P<ago>\d+) days ago\); your longest silence before was (?P<silence>\d+) days?\. {_COUNTED}"
            r" since (?P<since>\w+ \d+)(?:; colleagues at (?P<company>.+?)(?: then)?)?\.",
            _fading,
        ),
    ),
    **dict.fromkeys(
        ("reply owed", "message unanswered"),
        Check(
            rf"Wrote to you (?P<chat>on LinkedIn )?on (?P<day>{DAY}) \((?P<ago>\d+) days ago\)"
            r'(?:: "(?P<subject>.*)")?; you have not answered\.(?: You answered (?P<answered>\d+) of the (?P<asked>\d+)'
            r" conversations that they opened in three years\.)?",
            _reply,
        ),
    ),
    "last topic": Check(
        rf'Your last conversation by mail or message, "(?P<topic>.*)", stopped on (?P<day>{DAY})'
        rf"(?:; (?P<last>{LAST}))?, (?P<ago>\d+) days ago\. {_COUNTED} in all\.",
        _topic,
    ),
    "moved on": Check(
        rf"You worked together at (?P<company>.+), which you left in (?P<left>\w+ \d+) \({_COUNTED} in all\);"
        rf" LinkedIn has them at (?P<now>.+) now(?: as .+)?\. (?P<last>{LAST})\.",
        _moved,
    ),
    "gave more": Check(
        r"In three years they answered (?P<a>\d+) of the (?P<b>\d+) conversations that you opened; you answered"
        rf" (?P<c>\d+) of their (?P<d>\d+)\. (?P<last>{LAST})\.",
        _given_more,
    ),
    **dict.fromkeys(
        ("recommendation unanswered", "recommendation to return"),
        Check(
            rf"Recommended you on (?P<day>{DAY}); (?:you have not written since\.|your exports hold no"
            rf" recommendation of theirs by you\. You know each other from {_COUNTED} since (?P<since>\w+ \d+)\.)",
            _recommended,
        ),
    ),
    "endorsement unanswered": Check(
        rf"Endorsed you for (?P<skill>.+?)(?: and \d+ more)? on (?P<day>{DAY}); you have not written since\.", _endorsed
    ),
    "expected": Check(
        rf'You are both invited to "(?P<event>.+)" on (?P<day>{DAY}) \((?P<size>\d+) people\)(?:; (?P<last>{LAST}))?\.',
        _invited,
    ),
    "anniversary": Check(
        rf"(?P<years>\d+) years? connected, since (?P<day>{DAY}); (?P<last>{LAST}), {_COUNTED} in all\.", _connected
    ),
    "introduction": Check(
        rf'Both (?:endorsed you for (?P<skill>.+?)|hold the position ".+?"): .+? \(.+?, {_COUNTED} with you\) and'
        r" (?P<other>.+?) \(.+?, (?P<other_count>\d+) days? of contact\); no mail or meeting of yours ever had both\.",
        _introduced,
    ),
}
