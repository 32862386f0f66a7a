"""Make the two LinkedIn archives of the demonstration: one from before the job change, one from after."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path

from pipelines.demo.export_files import NOTES, table, write_archive

OWNER = ("Nora", "Vestergaard", "noravestergaard")
EXPORTS = (("Basic", date(2026, 8, 20)), ("Complete", date(2026, 11, 18)))
MESSAGES = (
    "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,SUBJECT,CONTENT,"
    "FOLDER,ATTACHMENTS,IS MESSAGE DRAFT"
)
PROFILE = (
    "First Name,Last Name,Maiden Name,Address,Birth Date,Headline,Summary,Industry,Zip Code,Geo Location,"
    "Twitter Handles,Websites,Instant Messengers"
)
FIXED = {
    "Profile.csv": table(
        PROFILE, [(*OWNER[:2], "", "", "", "Head of Data", "", "Hospitals", "", "Copenhagen", *[""] * 3)]
    ),
    "Email Addresses.csv": table(
        "Email Address,Confirmed,Primary,Updated On",
        [
            ("nora@vestergaard.example", "Yes", "Yes", "2/3/19, 7:10 AM"),
            ("nora.vestergaard@larkspur.example", "Yes", "No", "Not Available"),
        ],
    ),
    "Skills.csv": table("Name", [("SQL",), ("dbt",), ("Data Modeling",), ("Data Engineering",), ("Data Strategy",)]),
}
POSITIONS = (
    (date(2026, 9, 1), ("Oakline Health", "Head of Data", "", "Copenhagen", "Sep 2026", "")),
    (date(2022, 6, 1), ("Larkspur Energy", "Senior Data Engineer", "", "Copenhagen", "Jun 2022", "Aug 2026")),
    (date(2019, 2, 1), ("Tidewater Maps", "Data Engineer", "", "Aarhus", "Feb 2019", "May 2022")),
)
COMPLETE_ONLY = {
    "Events.csv": table(
        "Event Name,Event Time,Status,External Url",
        [("Data Harbour 2026", "2026-12-03 09:00:00 UTC", "ATTENDING", "https://dataharbour.example/2026")],
    ),
    "Company Follows.csv": table("Organization,Followed On", [("Oakline Health", "Sat Sep 05 08:12:14 UTC 2026")]),
    "Ad_Targeting.csv": table("Member Age", [("35-54",)]),
}
Row = dict[str, str]


def write_archives(folder: Path, people: Iterable[Row], events: Iterable[Row]) -> None:
    """Write each archive with what had happened by its day."""
    named = {row["key"]: row for row in people}
    told = list(events)
    for kind, exported_on in EXPORTS:
        past = [row for row in told if row["at"][:10] <= exported_on.isoformat()]
        members = {
            "Connections.csv": _connections(named.values(), exported_on),
            "messages.csv": _messages(named, past),
            "Invitations.csv": _invitations(named, past),
            "Positions.csv": table(
                "Company Name,Title,Description,Location,Started On,Finished On",
                [row for since, row in POSITIONS if since <= exported_on],
            ),
            **FIXED,
        }
        if kind == "Complete":
            members |= {**_praise(named, past), **COMPLETE_ONLY}
        write_archive(folder / f"{kind}_LinkedInDataExport_{exported_on:%m-%d-%Y}.zip", members)


def _connections(people: Iterable[Row], exported_on: date) -> bytes:
    is_later = exported_on == EXPORTS[-1][1]
    connected = [row for row in people if row["connected_on"] and row["connected_on"] <= exported_on.isoformat()]
    rows = [
        (
            *_names(row),
            f"https://www.linkedin.com/in/{row['slug']}",
            row["shows_email"],
            (is_later and row["moved_to"]) or row["company"],
            (is_later and row["promoted_to"]) or row["position"],
            f"{date.fromisoformat(row['connected_on']):%d %b %Y}",
        )
        for row in sorted(connected, key=lambda row: row["connected_on"], reverse=True)
    ]
    hidden = ("", "", "", "", "", "", "07 Jun 2024")
    return table("First Name,Last Name,URL,Email Address,Company,Position,Connected On", [*rows, hidden], NOTES)


def _messages(people: dict[str, Row], events: Iterable[Row]) -> bytes:
    def side(key: str) -> tuple[str, str]:
        if key == "me":
            return " ".join(OWNER[:2]), f"https://www.linkedin.com/in/{OWNER[2]}"
        if not key:
            return "LinkedIn Member", ""
        return people[key]["full_name"], f"https://www.linkedin.com/in/{people[key]['slug']}"

    rows = []
    for event in events:
        if event["kind"] not in ("message", "spam", "draft"):
            continue
        other = event["receiver"] if event["sender"] == "me" else event["sender"]
        folder = "SPAM" if event["kind"] == "spam" else "INBOX"
        conversation = f"2-{other or 'member'}=="
        parties = (*side(event["sender"]), *side(event["receiver"]))
        is_draft = "Yes" if event["kind"] == "draft" else "No"
        rows.append((conversation, "", *parties, f"{event['at']} UTC", "", f"{event['about']}.", folder, "", is_draft))
    return table(MESSAGES, rows[::-1])


def _invitations(people: dict[str, Row], events: Iterable[Row]) -> bytes:
    def name(key: str) -> str:
        return " ".join(OWNER[:2]) if key == "me" else people[key]["full_name"]

    def url(key: str) -> str:
        return f"https://www.linkedin.com/in/{OWNER[2] if key == 'me' else people[key]['slug']}"

    rows = [
        (
            name(event["sender"]),
            name(event["receiver"]),
            _clock(event["at"]),
            event["about"],
            "OUTGOING" if event["sender"] == "me" else "INCOMING",
            url(event["sender"]),
            url(event["receiver"]),
        )
        for event in events
        if event["kind"] == "invitation"
    ]
    return table("From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl", rows[::-1])


def _praise(people: dict[str, Row], events: list[Row]) -> dict[str, bytes]:
    """Return the endorsements and recommendations, received and given."""

    def endorsement(event: Row, other: Row) -> tuple[str, ...]:
        at = event["at"].replace("-", "/")
        return (f"{at} UTC", event["about"], *_names(other), f"www.linkedin.com/in/{other['slug']}", "ACCEPTED")

    def recommendation(event: Row, other: Row) -> tuple[str, ...]:
        said = event["about"], f"{datetime.fromisoformat(event['at']):%m/%d/%y, %I:%M %p}", "VISIBLE"
        return (*_names(other), other["company"], other["position"], *said)

    def chosen(kind: str, mine: str, theirs: str, row: Callable[[Row, Row], tuple[str, ...]]) -> list[tuple[str, ...]]:
        return [row(event, people[event[theirs]]) for event in events if event["kind"] == kind and event[mine] == "me"]

    skills = "Endorsement Date,Skill Name,{0} First Name,{0} Last Name,{0} Public Url,Endorsement Status"
    texts = "First Name,Last Name,Company,Job Title,Text,Creation Date,Status"
    got, given = ("receiver", "sender"), ("sender", "receiver")
    return {
        "Endorsement_Received_Info.csv": table(skills.format("Endorser"), chosen("endorsement", *got, endorsement)),
        "Endorsement_Given_Info.csv": table(skills.format("Endorsee"), chosen("endorsement", *given, endorsement)),
        "Recommendations_Received.csv": table(texts, chosen("recommendation", *got, recommendation)),
        "Recommendations_Given.csv": table(texts, chosen("recommendation", *given, recommendation)),
    }


def _names(row: Row) -> tuple[str, str]:
    given, _, family = row["full_name"].partition(" ")
    return given, family


def _clock(at: str) -> str:
    """Return a time as Invitations.csv has it: ``1/29/26, 2:37 PM``."""
    moment = datetime.fromisoformat(at)
    return f"{moment.month}/{moment.day}/{moment:%y}, {moment.hour % 12 or 12}:{moment:%M %p}"
