"""Draw what the LinkedIn archive tells: connections, messages, invitations, recommendations, endorsements."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import quote

from pipelines.demo.export_files import NOTES, table
from tests.benchmarks.world.cast import AS_OF, Person
from tests.benchmarks.world.chronicle import Chronicle
from tests.benchmarks.world.spelling import plain

MESSAGES = (
    "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,SUBJECT,CONTENT,"
    "FOLDER,ATTACHMENTS,IS MESSAGE DRAFT"
)
PROFILE = (
    "First Name,Last Name,Maiden Name,Address,Birth Date,Headline,Summary,Industry,Zip Code,Geo Location,"
    "Twitter Handles,Websites,Instant Messengers"
)
HEADERS = {
    "Invitations.csv": "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl",
    "Endorsement_Received_Info.csv": "Endorsement Date,Skill Name,Endorser First Name,Endorser Last Name,"
    "Endorser Public Url,Endorsement Status",
    "Recommendations_Received.csv": "First Name,Last Name,Company,Job Title,Text,Creation Date,Status",
    "messages.csv": MESSAGES,
}
CAMPAIGN = '<p class="spinmail-quill-editor__spin-break">Dear %FIRSTNAME%, grow ten times.</p>'
SKILLS = ("Python", "SQL", "Leadership", "dbt")
CREDENTIALS = (", PhD", ", MBA", " 🚀", ", PMP®")


def connect(told: Chronicle, person: Person) -> None:
    """Note that an invitation was accepted, if it was."""
    if person.slug and person.connected_on:
        told.profile(person)
        told.contact(person, datetime.combine(person.connected_on, time(12), told.zone), "connection")


def chat(told: Chronicle, person: Person, at: datetime) -> None:
    """Exchange a message in a conversation of two."""
    mine, theirs = _owner_side(told), _side(told, person)
    sender, receiver = (mine, theirs) if told.draw.random() < 0.5 else (theirs, mine)
    _message(told, f"2-{person.slug[-8:]}==", sender, receiver, at)
    told.contact(person, at, "linkedin_message")


def chat_without_contact(told: Chronicle, people: list[Person], at: datetime) -> None:
    """Write what is no contact: a conversation of many, a draft, an advertisement, a word from a deleted member."""
    mine, sides = _owner_side(told), [_side(told, person) for person in people]
    names, urls = ", ".join(name for name, _ in sides[1:]), ",".join(url for _, url in sides[1:])
    _message(told, "2-group==", sides[0], (f"{mine[0]}, {names}", f"{mine[1]},{urls}"), at)
    _message(told, f"2-{people[0].slug[-8:]}==", mine, sides[0], at, is_draft=True)
    _message(told, "2-campaign==", ("Sponsored Partner", ""), mine, at, content=CAMPAIGN)
    _message(told, "2-gone==", ("LinkedIn Member", ""), mine, at)


def praise(told: Chronicle, people: list[Person]) -> None:
    """Let people recommend the owner (contact) and endorse them (no contact), and let others ask to connect."""
    for number, person in enumerate(people):
        at = told.moment(person.met_on, AS_OF)
        given, family = person.names[-1][1]
        if number < 3:
            row = (given, family, person.linkedin_company, "", "Good.", f"{at.astimezone(UTC):%m/%d/%y, %I:%M %p}")
            _add(told, "Recommendations_Received.csv", (*row, "VISIBLE"))
            told.contact(person, at, "recommendation")
        else:
            url = f"www.linkedin.com/in/{quote(person.slug)}"
            told.profile(person)
            day = f"{at.astimezone(UTC):%Y/%m/%d %H:%M:%S} UTC"
            skill = told.draw.choice(SKILLS)
            _add(told, "Endorsement_Received_Info.csv", (day, skill, given, family, url, "ACCEPTED"))


def members(told: Chronicle) -> dict[str, bytes]:
    """Return the files of the archive."""
    given, family = told.owner.name
    emails = told.owner.emails[: told.draw.randint(1, len(told.owner.emails))]
    rows = [(email, "Yes", "Yes" if email == emails[0] else "No", "Not Available") for email in emails]
    positions = [
        (job.company.name, job.position, "", "", _month(job.started_on), _month(job.finished_on))
        for job in reversed(told.owner.tenures)
    ]
    files = {
        "Connections.csv": _connections(told),
        "Profile.csv": table(PROFILE, [(given, family, *[""] * 11)]),
        "Positions.csv": table("Company Name,Title,Description,Location,Started On,Finished On", positions),
        "Email Addresses.csv": table("Email Address,Confirmed,Primary,Updated On", rows),
        "Skills.csv": table("Name", [(skill,) for skill in SKILLS]),
        "Ad_Targeting.csv": table("Member Age", [("35-54",)]),
    }
    return files | {name: table(HEADERS[name], lines[::-1]) for name, lines in told.linkedin.items()}


def _month(day: date | None) -> str:
    return f"{day:%b %Y}" if day else ""


def _connections(told: Chronicle) -> bytes:
    rows = []
    for person in told.people:
        if not (person.slug and person.connected_on):
            continue
        given, family = person.names[-1][1]
        title = told.draw.choice(CREDENTIALS) if told.draw.random() < 0.05 else ""
        if told.draw.random() < 0.08:
            given, family = plain(given), plain(family)
        email = person.addresses[0].email if person.shows_email and person.addresses else ""
        if email:
            told.keys[id(person)].add(email)
        url = f"https://www.linkedin.com/in/{quote(person.slug)}"
        rows.append((person.connected_on, (given, family + title, url, email, person.linkedin_company, "Engineer")))
    rows.sort(key=lambda row: (row[0], row[1][2]), reverse=True)
    lines = [(*row, f"{day:%d %b %Y}") for day, row in rows]
    ghosts = [("", "", "", "", "", "", f"{AS_OF - timedelta(days=number):%d %b %Y}") for number in range(4)]
    return table("First Name,Last Name,URL,Email Address,Company,Position,Connected On", [*ghosts, *lines], NOTES)


def _message(
    told: Chronicle,
    key: str,
    sender: tuple[str, str],
    to: tuple[str, str],
    at: datetime,
    *,
    is_draft: bool = False,
    content: str = "Some\nlines.",
) -> None:
    sent = f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
    draft = "Yes" if is_draft else "No"
    _add(told, "messages.csv", (key, "", *sender, *to, sent, "", content, "INBOX", "", draft))


def _side(told: Chronicle, person: Person) -> tuple[str, str]:
    told.profile(person)
    return person.full_name, f"https://www.linkedin.com/in/{quote(person.slug)}"


def _owner_side(told: Chronicle) -> tuple[str, str]:
    return " ".join(told.owner.name), f"https://www.linkedin.com/in/{told.owner.slug}"


def _add(told: Chronicle, name: str, row: tuple[str, ...]) -> None:
    told.linkedin.setdefault(name, []).append(row)
