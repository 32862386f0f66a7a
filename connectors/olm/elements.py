"""What stands in an item: elements named after what Outlook calls their values, whose text is the value.

Numbers are written as XPath does, ``1E0``, and so are flags. Times are in UTC, whatever zone something happens in.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from xml.etree.ElementTree import Element

from connectors.mail.addresses import Mailbox
from connectors.mail.encoded_words import tidy
from connectors.outlook.event_times import is_time

LONGEST_NUMBER = 20
LARGEST_NUMBER = 1_000_000
MOST_ADDRESSES = 10_000
NAME, ADDRESS = "OPFContactEmailAddressName", "OPFContactEmailAddressAddress"


class Item:
    """An item, or an element that holds others, by the names of its elements; of repeated ones the last."""

    def __init__(self, element: Element) -> None:
        """Look at the elements of ``element``."""
        self._elements = {child.tag: child for child in element}

    def text(self, *names: str) -> str:
        """Return the text of the first of these that has one, ``""`` where none has."""
        for name in names:
            element = self._elements.get(name)
            if element is not None and element.text and (told := element.text.strip()):
                return told
        return ""

    def number(self, name: str) -> int:
        """Return a whole number, 0 where there is none."""
        told = self.text(name)
        if told and len(told) <= LONGEST_NUMBER:
            with suppress(ValueError, OverflowError):
                number = float(told)
                return int(number) if abs(number) <= LARGEST_NUMBER else 0
        return 0

    def is_set(self, name: str) -> bool:
        """Tell whether a flag is set."""
        return self.text(name)[:1] in ("1", "t")

    def moment(self, *names: str) -> datetime | None:
        """Return the first of these times, in UTC, that is one; ``None`` if none is."""
        for name in names:
            with suppress(ValueError, OverflowError):
                told = datetime.fromisoformat(self.text(name))
                moment = told.replace(tzinfo=UTC) if told.tzinfo is None else told.astimezone(UTC)
                if is_time(moment):
                    return moment
        return None

    def within(self, name: str) -> Item:
        """Return the elements of an element; none where there is none of the name."""
        element = self._elements.get(name)
        return Item(element if element is not None else Element(name))

    def each(self, name: str) -> list[Element]:
        """Return the elements of an element, whose values stand in attributes."""
        element = self._elements.get(name)
        return element[:MOST_ADDRESSES] if element is not None else []

    def mailboxes(self, name: str) -> list[Mailbox]:
        """Return the mailboxes of a list of addresses, without those that name nobody."""
        found = [mailbox(element, NAME, ADDRESS) for element in self.each(name)]
        return [one for one in found if any(one)]


def mailbox(element: Element, name: str, address: str) -> Mailbox:
    """Return the mailbox that two attributes tell; the name is ``""`` where it is but the address."""
    told, shown = tidy(element.get(address, "")), tidy(element.get(name, ""))
    return Mailbox("" if shown == told else shown.strip("'"), email(told))


def email(told: str) -> str:
    """Return an e-mail address; one within an Exchange (``/O=…/CN=…``) is none."""
    return told if "@" in told and not set("<> ,").intersection(told) else ""
