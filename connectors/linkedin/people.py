"""The files that tell of people: connections, uploaded address books, the owner's notes, and the owner."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date

from connectors.linkedin.dates import BadDate, has_time, read_birthday, read_moment, without_midnight
from connectors.linkedin.members import full_name, party_key, profile_urls
from connectors.linkedin.sheets import Row, Sheet, each
from connectors.records import Contact, Ignored, Interaction, Participant, Record, Rejected
from connectors.tables import EXCERPT

NO_DAYS = "no column Connected On: when they connected is unknown"
UNKNOWN_COLUMNS = "unknown columns, which are not read: "
TOLD_OF_ALL = frozenset({"firstname", "lastname", "emailaddress", "company", "position"})
BETWEEN_EMAILS = re.compile(r"[\s,;|<>\[\]()\"]+")
BETWEEN_PHONES = re.compile(r"[,;|\n\[\]]+")
# What a spreadsheet leaves of a long number, such as 4.47912E+11, many people have.
ROUNDED = re.compile(r"(?<![0-9.,])[0-9][.,]?[0-9]*E\+[0-9]+", re.IGNORECASE)


def connections(sheet: Sheet) -> Iterator[Record]:
    """Read Connections.csv: a contact a row, and the day on which the two connected.

    Of a file that lies in no archive, its newest connection tells the day of the export, or one shortly before.
    """
    if sheet.header_row and "connectedon" not in sheet.columns:
        yield Rejected(NO_DAYS, f"row {sheet.header_row}")
    # A name that the table of translations lacks; where all is there, a column more is of no concern.
    unknown = sorted(sheet.columns.keys() - TOLD_OF_ALL - {"url", "connectedon"})
    if sheet.header_row and unknown and not sheet.columns.keys() >= TOLD_OF_ALL:
        yield Rejected(UNKNOWN_COLUMNS + ", ".join(unknown)[:EXCERPT], f"row {sheet.header_row}")
    yield from each(sheet._replace(observed_on=sheet.observed_on or _newest_day(sheet)), _connection)


def uploaded_contacts(sheet: Sheet) -> Iterator[Record]:
    """Read Contacts.csv or ImportedContacts.csv, the address books that the owner once uploaded."""
    return each(sheet, _uploaded_contact)


def notes(sheet: Sheet) -> Iterator[Record]:
    """Read Notes.csv, what the owner wrote about connections for their own eyes."""
    return each(sheet, _note)


def profile(sheet: Sheet) -> Iterator[Record]:
    """Read Profile.csv: the owner's name and headline; their own URL is not in the archive's files about them."""
    return each(sheet, _profile)


def email_addresses(sheet: Sheet) -> Iterator[Record]:
    """Read Email Addresses.csv: every address that the owner gave as theirs, confirmed or not."""
    return each(sheet, _email_address)


def phone_numbers(sheet: Sheet) -> Iterator[Record]:
    """Read PhoneNumbers.csv and its like: the owner's phones."""
    return each(sheet, _phone_number)


def _newest_day(sheet: Sheet) -> date | None:
    days = []
    for text in set(sheet.column("connectedon")):
        with suppress(BadDate):
            days.append(read_moment(text, sheet.day_first).date())
    return max(days, default=None)


def _connection(row: Row) -> tuple[Record, ...]:
    name = full_name(row["firstname"], row["lastname"])
    url, emails, company = row["url"], _emails(row["emailaddress"]), row["company"]
    if not (name or url or emails):
        return (Ignored("a date and no name: a member who hid or closed their profile", row.location),)
    contact = Contact(
        row.location,
        "connection",
        full_name=name,
        given_name=row["firstname"],
        family_name=row["lastname"],
        emails=emails,
        profile_url=url,
        company=company,
        position=row["position"],
        observed_on=row.observed_on,
    )
    told_on = without_midnight(row["connectedon"])
    if not told_on:
        return (contact,)
    connected_at = read_moment(told_on, row.day_first)
    key = party_key("", url) or f"{name.casefold()} {connected_at.date()}"
    # Nobody knows who asked whom: neither is sender or recipient.
    parties = (
        Participant("attendee", name, emails[0] if emails else "", url, company),
        Participant("attendee", is_owner=True),
    )
    all_day = not has_time(told_on)
    return contact, Interaction(row.location, "connection", key, connected_at, parties, is_all_day=all_day)


def _uploaded_contact(row: Row) -> tuple[Record, ...]:
    emails = _emails(row["emails"] or row["emailaddress"])
    phones = _phones(row["phonenumbers"])
    name = row["fullname"] or full_name(row["firstname"], row["lastname"])
    if not (name or emails or phones):
        return (Ignored("an uploaded contact without name, address or phone", row.location),)
    urls = profile_urls(row["profiles"]) or profile_urls(row["sites"])
    return (
        Contact(
            row.location,
            "uploaded_contact",
            full_name=name,
            given_name=row["firstname"],
            family_name=row["lastname"],
            emails=emails,
            profile_url=urls[0] if urls else "",
            phones=phones,
            company=row["companies"],
            position=row["title"],
            birthday=read_birthday(row["birthday"], row.day_first),
            observed_on=row.observed_on,
        ),
    )


def _note(row: Row) -> tuple[Record, ...]:
    given, family, url = row["connectionfirstname"], row["connectionlastname"], row["connectionprofileurl"]
    if not (full_name(given, family) or url):
        return (Ignored("a note about a member who left", row.location),)
    observed_on = row.observed_on
    with suppress(BadDate):  # the note counts, its date is an extra
        observed_on = row.moment("editedon" if row["editedon"] else "createdon").date()
    return (
        Contact(
            row.location,
            "note",
            full_name=full_name(given, family),
            given_name=given,
            family_name=family,
            profile_url=url,
            note=row["note"],
            observed_on=observed_on,
        ),
    )


def _profile(row: Row) -> tuple[Record, ...]:
    return (
        Contact(
            row.location,
            "owner",
            full_name=full_name(row["firstname"], row["lastname"]),
            given_name=row["firstname"],
            family_name=row["lastname"],
            profile_url=row["url"],
            position=row["headline"],
            birthday=read_birthday(row["birthdate"], row.day_first),
            observed_on=row.observed_on,
            is_owner=True,
        ),
    )


def _email_address(row: Row) -> tuple[Record, ...]:
    emails = _emails(row["emailaddress"])
    if not emails:
        return (Rejected("no e-mail address", row.location),)
    return (Contact(row.location, "owner", emails=emails, observed_on=row.observed_on, is_owner=True),)


def _phone_number(row: Row) -> tuple[Record, ...]:
    if not row["number"]:
        return (Rejected("no phone number", row.location),)
    return (Contact(row.location, "owner", phones=(row["number"],), observed_on=row.observed_on, is_owner=True),)


def _phones(text: str) -> tuple[str, ...]:
    # With a decimal comma, such a number would fall apart at it.
    return tuple(phone.strip() for phone in BETWEEN_PHONES.split(ROUNDED.sub(" ", text)) if phone.strip())


def _emails(text: str) -> tuple[str, ...]:
    return tuple(word for word in BETWEEN_EMAILS.split(text) if "@" in word)
