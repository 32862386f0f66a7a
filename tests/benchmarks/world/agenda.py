"""Draw the meetings: single ones, series with exceptions, those that did not happen, and those of too many."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from pipelines.demo.export_files import Meeting, Party
from tests.benchmarks.world.cast import AS_OF, Person
from tests.benchmarks.world.chronicle import Chronicle

SUMMARIES = ("Sync", "Review", "Kaffee", "Planning", "Rétrospective", "1:1", "Workshop", "Ρόφημα", "Demo")
ROOM = Party("Room 4 (12)", "c_188abc@resource.calendar.google.com", cutype="RESOURCE")
LENGTH = timedelta(minutes=30)


def hold_meeting(told: Chronicle, person: Person, at: datetime) -> None:
    """Put a meeting with a person, and sometimes up to three others, in a calendar; most of them take place."""
    joining = _others(told, person, at, told.draw.choices((0, 1, 2, 3), (7, 1, 1, 1))[0])
    attendees = _attendees(told, [person, *joining], at)
    if not attendees:
        return
    mine = told.owner_party(person, at.date())._replace(name=" ".join(told.owner.name))
    fate = told.draw.choices(("held", "cancelled", "declined", "they declined"), (88, 5, 4, 3))[0]
    if fate == "they declined":
        attendees[0] = (attendees[0][0], attendees[0][1]._replace(partstat="DECLINED"))
    mine = mine._replace(partstat="DECLINED" if fate == "declined" else "ACCEPTED")
    organizer = mine if fate == "they declined" or told.draw.random() < 0.6 else attendees[-1][1]
    meeting = Meeting(
        told.next_key("calendar.invalid"),
        _written(told, at),
        _written(told, at) + LENGTH,
        told.draw.choice(SUMMARIES),
        organizer,
        [mine, *(party for _, party in attendees)],
        "CANCELLED" if fate == "cancelled" else "CONFIRMED",
    )
    _file(told, mine.email, meeting)
    if fate in ("held", "they declined"):
        for one, party in attendees:
            if party.partstat != "DECLINED":
                told.contact(one, at, "meeting")


def hold_series(told: Chronicle, person: Person, first: date, last: date) -> None:
    """Meet every second week, but for days left out, one moved by a day, and one cancelled by itself."""
    start = datetime.combine(first, time(10, 30), told.zone)
    attendees = _attendees(told, [person], start)
    ends = [address.until for address in person.addresses if attendees and address.email == attendees[0][1].email]
    last = min([last, AS_OF - timedelta(days=1), *ends])
    days = [first + timedelta(days=14 * number) for number in range((last - first).days // 14 + 1)]
    if not attendees or len(days) < 6:
        return
    mine = told.owner_party(person, first)._replace(name=" ".join(told.owner.name))
    in_utc = told.draw.random() < 0.3
    if in_utc:
        start = start.astimezone(UTC)
    moments = [start.replace(year=day.year, month=day.month, day=day.day) for day in days]
    left_out = told.draw.sample(moments[1:], min(3, len(moments) // 4))
    kept = [moment for moment in moments if moment not in left_out]
    uid = told.next_key("calendar.invalid")
    parties = [mine, attendees[0][1]]
    end_of_day = datetime.combine(last, time(23, 59), UTC)
    rule = f"FREQ=WEEKLY;INTERVAL=2;UNTIL={end_of_day:%Y%m%dT%H%M%SZ}"
    series = Meeting(uid, start, start + LENGTH, "1:1", mine, parties, "CONFIRMED", rule, left_out)
    moved, cancelled = kept[-1], kept[-2]
    later = moved + timedelta(hours=3)
    _file(told, mine.email, series)
    _file(told, mine.email, series._replace(start=later, end=later + LENGTH, rule="", left_out=(), replaces=moved))
    gone = series._replace(start=cancelled, end=cancelled + LENGTH, rule="", left_out=(), replaces=cancelled)
    _file(told, mine.email, gone._replace(status="CANCELLED"))
    for moment in [*kept[:-2], later]:
        told.contact(person, moment, "meeting")


def hold_assembly(told: Chronicle, at: datetime) -> None:
    """Meet with a dozen or more and a room: contact with nobody."""
    attendees = _attendees(told, _others(told, None, at, told.draw.randint(12, 40)), at)
    if len(attendees) < 11:
        return
    mine = told.owner_party(None, at.date())._replace(name=" ".join(told.owner.name))
    told.machines.add(ROOM.email)
    parties = [mine, *(party for _, party in attendees), ROOM]
    uid = told.next_key("calendar.invalid")
    _file(told, mine.email, Meeting(uid, at, at + LENGTH, "All hands", attendees[0][1], parties))


def plan_meeting(told: Chronicle, person: Person) -> None:
    """Plan a meeting for after the last day of the world."""
    at = datetime.combine(AS_OF + timedelta(days=told.draw.randint(2, 50)), time(16), told.zone)
    attendees = _attendees(told, [person], at)
    if attendees:
        mine = told.owner_party(person, at.date())._replace(name=" ".join(told.owner.name))
        uid = told.next_key("calendar.invalid")
        _file(told, mine.email, Meeting(uid, at, at + LENGTH, "Plan", mine, [mine, attendees[0][1]]))


def keep_holidays(told: Chronicle, year: int) -> None:
    """Note a day off, which has no attendees."""
    day = date(year, 8, 1 + told.draw.randint(0, 20))
    meeting = Meeting(told.next_key("calendar.invalid"), day, day + timedelta(days=10), "Ferien")
    _file(told, told.owner.private_email, meeting)


def _file(told: Chronicle, email: str, meeting: Meeting) -> None:
    """File a meeting in the calendar of an address of the owner's, now and then in the private one as well."""
    told.meetings.append((email, meeting))
    told.tell(meeting.attendees)
    if email != told.owner.private_email and not meeting.rule and not meeting.replaces and told.draw.random() < 0.04:
        told.meetings.append((told.owner.private_email, meeting))


def _written(told: Chronicle, at: datetime) -> datetime:
    return at.astimezone(UTC) if told.draw.random() < 0.5 else at


def _attendees(told: Chronicle, people: list[Person], at: datetime) -> list[tuple[Person, Party]]:
    attendees = []
    for person in people:
        party = told.party(person, at.date())
        if party:
            partstat = told.draw.choices(("ACCEPTED", "NEEDS-ACTION", "TENTATIVE"), (80, 15, 5))[0]
            attendees.append((person, party._replace(name=party.name or party.email, partstat=partstat)))
    return attendees


def _others(told: Chronicle, person: Person | None, at: datetime, count: int) -> list[Person]:
    known = [one for one in told.people if one is not person and one.met_on <= at.date() and one.addresses]
    return told.draw.sample(known, min(count, len(known)))
