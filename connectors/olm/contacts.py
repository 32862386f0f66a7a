"""Contacts of an archive. Numbers of fax machines, pagers, assistants and switchboards are not a person's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from xml.etree.ElementTree import Element

from connectors.linkedin.members import profile_slug
from connectors.mail.encoded_words import tidy
from connectors.olm.elements import ADDRESS, Item, email
from connectors.records import Contact, Ignored

NOTE_LENGTH = 500
NAMES = ("FirstName", "MiddleName", "LastName", "SetNameSuffix")
EMAILS = ("DefaultEmailAddress", "EmailAddressList", "EmailAddressList1", "EmailAddressList2")
PHONES = ("CellPhone", "BusinessPhone", "BusinessPhone2", "HomePhone", "HomePhone2", "OtherPhone")
PAGES = ("BusinessHomePage", "HomeWebPage")
UNKNOWN_YEAR = 1604  # of Apple's address book
HALF_DAY = timedelta(hours=12)


def contact(element: Element, location: str) -> Contact | Ignored:
    """Return a contact; `Ignored` where a card names nobody, or nobody in particular."""
    item = Item(element)
    given, _, family, _ = names = [_told(item, name) for name in NAMES]
    full_name = " ".join(filter(None, names)) or _told(item, "DisplayName") or _told(item, "NickName")
    found = (email(tidy(address.get(ADDRESS, ""))) for name in EMAILS for address in item.each(f"OPFContactCopy{name}"))
    emails = tuple(dict.fromkeys(filter(None, found)))
    if not full_name and not emails:
        return Ignored("the card names nobody", location)
    company, position = _told(item, "BusinessCompany"), _told(item, "BusinessTitle")
    if company and company == full_name and not ((given and family) or position):
        return Ignored("a group, a firm or a place, not a person", location)
    return Contact(
        location,
        "address_book",
        full_name=full_name,
        given_name=given,
        family_name=family,
        emails=emails,
        profile_url=next(filter(profile_slug, (_told(item, name) for name in PAGES)), ""),
        phones=tuple(dict.fromkeys(filter(None, (_told(item, name) for name in PHONES)))),
        company=company,
        position=position,
        birthday=_birthday(item.moment("OPFContactCopyBirthday")),
        note=item.text("OPFContactCopyNotesPlain").replace("\r\n", "\n")[:NOTE_LENGTH],
    )


def _told(item: Item, name: str) -> str:
    return tidy(item.text(f"OPFContactCopy{name}"))


def _birthday(midnight: datetime | None) -> str:
    """Return ISO text for a day that is told as its midnight, in the zone where it was entered."""
    if midnight is None:
        return ""
    day = (midnight + HALF_DAY).astimezone(UTC).date()
    return f"--{day:%m-%d}" if day.year == UNKNOWN_YEAR else f"{day:%Y-%m-%d}"
