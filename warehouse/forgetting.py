"""What is left of records without the people who are forgotten: as they are landed, and of what has been landed.

Whatever goes is counted as ignored, so that the records of a file still add up.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from connectors.records import Contact, Ignored, Interaction, Participant, Record, Rejected
from warehouse.forgotten import Forgotten, Known, canonical_address, name_key, profile_slug

REASON = "forgotten at your request"
GONE = "…"
# Words of a name within a longer text.
LONGEST_NAME = 4

_ADDRESS = re.compile(r"(?<![^\s<>()\[\]\"',;:|\\/])[^\s<>()\[\]\"',;:|\\/]+@[^\s<>()\[\]\"',;:@|\\/]+")
_PROFILE = re.compile(
    r"(?:https?://)?(?:[\w-]{1,63}\.){0,4}linkedin\.com/(?:(?:comm|m|mwlite)/)?(?:in|pub)/"
    r"[^/?#\s<>()\"',;]+(?:/[0-9a-f]{1,3}(?![^/?#\s<>()\"',;])){0,3}/?",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+")
INTERACTION_TEXTS = ("subject", "folder", "mailbox", "place", "url")
_TEXTS: dict[type[Any], tuple[str, ...]] = {Contact: ("full_name", "note"), Interaction: INTERACTION_TEXTS}

Told = TypeVar("Told", Contact, Interaction)


def remaining(records: Iterable[Record], forgotten: Forgotten) -> Iterator[Record]:
    """Yield records without the forgotten; what goes is counted as `Ignored`, once for each place in the file."""
    if not forgotten.digests:
        yield from records
        return
    gone: dict[str, None] = {}
    kept: set[str] = set()
    for record in records:
        left = without(record, forgotten)
        if left is not None:
            yield left
            if not isinstance(left, Rejected | Ignored):
                kept.add(left.location)
        elif isinstance(record, Rejected):
            yield Ignored(REASON, record.location)
        else:
            gone[record.location] = None
    yield from (Ignored(REASON, location) for location in gone if location not in kept)


def without(record: Record, forgotten: Forgotten) -> Record | None:
    """Return what is left of a record, ``None`` where nothing is."""
    if isinstance(record, Contact):
        return _left_of(record, forgotten)
    if isinstance(record, Interaction):
        return _among_others(record, forgotten)
    if isinstance(record, Rejected):
        return None if is_within(record.excerpt, forgotten) else record
    return record


def scrubbed(text: str, forgotten: Forgotten) -> str:
    """Return a text without the addresses and profiles of the forgotten; nothing where it was but one of them."""
    left = text
    if "@" in left:
        left = _ADDRESS.sub(lambda found: GONE if forgotten.holds(Known(found[0].rstrip("."))) else found[0], left)
    if "linkedin.com" in left.lower():
        left = _PROFILE.sub(lambda found: GONE if forgotten.holds(Known("", found[0])) else found[0], left)
    return "" if left == GONE != text else left


def is_scrubbed(text: str, forgotten: Forgotten) -> bool:
    """Tell whether a text holds an address or a profile of somebody forgotten."""
    return scrubbed(text, forgotten) != text


def is_within(text: str, forgotten: Forgotten) -> bool:
    """Tell whether a text holds an address, a profile or a whole name of somebody forgotten."""
    return is_scrubbed(text, forgotten) or any(_names_within(text, forgotten))


def _names_within(text: str, forgotten: Forgotten) -> Iterator[str]:
    words = list(_WORD.finditer(text))
    for length in range(LONGEST_NAME, 1, -1):
        for first, last in zip(words, words[length - 1 :], strict=False):
            name = text[first.start() : last.end()]
            if forgotten.digest("name", name_key(name)) in forgotten.digests:
                yield name


def _left_of(card: Contact, forgotten: Forgotten) -> Contact | None:
    if not _is_on(card, forgotten):
        return _scrubbed(card, forgotten)
    # Without any card of its holder's, an archive of theirs would pass for the user's own.
    is_profile = card.is_owner and card.kind == "owner"
    return Contact(card.location, "owner", GONE, observed_on=card.observed_on, is_owner=True) if is_profile else None


def _is_on(card: Contact, forgotten: Forgotten) -> bool:
    """Tell whether a card is of somebody forgotten: one address of theirs is enough, since the others lead to them."""
    name = card.full_name or f"{card.given_name} {card.family_name}"
    emails = [email for email in card.emails if canonical_address(email)] or [""]
    return _is_one_of_them([Known(email, card.profile_url, name) for email in emails], card.is_owner, forgotten)


def _is_one_of_them(told: list[Known], is_holder: bool, forgotten: Forgotten) -> bool:
    """Tell whether somebody is forgotten; the holder of an export is so only where it is not the owner of all.

    Of another's archive, the one whom it calls its holder may be the one to forget.
    """
    if is_holder and (not forgotten.mine or any(map(forgotten.is_mine, told))):
        return False
    return any(map(forgotten.holds, told))


def _among_others(interaction: Interaction, forgotten: Forgotten) -> Interaction | None:
    parties = interaction.participants
    gone = [party for party in parties if _is_one_of_them([_known(party)], party.is_owner, forgotten)]
    if not gone:
        return _scrubbed(interaction, forgotten)
    left = [party for party in parties if party not in gone and (party.is_owner or any(_known(party)))]
    # A single one is the owner, whom a new address may not have told.
    if len(left) < 2 or all(party.is_owner or forgotten.is_mine(_known(party)) for party in left):
        return None
    # The seat stays, so that a meeting of nine is not taken for one of eight.
    seats = tuple(Participant(party.role) if party in gone else party for party in parties)
    return _scrubbed(_unnamed(interaction._replace(participants=seats), gone, forgotten), forgotten)


def _unnamed(interaction: Interaction, gone: list[Participant], forgotten: Forgotten) -> Interaction:
    """Take what these parties are called out of the texts, and out of the keys, which stay as distinct as they were."""
    names = [party.name for party in gone if len(party.name) > 2]
    names += _names_within(interaction.subject, forgotten)
    traces = [text for party in gone for text in (party.email, profile_slug(party.profile_url)) if text]
    in_text, in_key = _any_of(names), _any_of([*traces, *(name for name in names if " " in name)])
    changes = {field: in_text.sub(GONE, getattr(interaction, field)) for field in ("subject", "place", "url")}
    for field in ("natural_key", "thread_key", "in_reply_to"):
        if in_key.search(getattr(interaction, field)):
            changes[field] = f"forgotten {forgotten.digest('key', getattr(interaction, field))}"
    return interaction._replace(**changes)  # type: ignore[arg-type]  # the fields named above are texts


def _scrubbed(record: Told, forgotten: Forgotten) -> Told:
    changes: dict[str, Any] = {}
    for field in _TEXTS[type(record)]:
        text = getattr(record, field)
        if "@" in text or "/" in text:
            changes[field] = scrubbed(text, forgotten)
    if isinstance(record, Interaction) and any("@" in party.name for party in record.participants):
        changes["participants"] = tuple(
            party._replace(name=scrubbed(party.name, forgotten)) if "@" in party.name else party
            for party in record.participants
        )
    return record._replace(**changes) if changes else record


def _any_of(texts: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern of any of these as whole words, whatever their case."""
    listing = "|".join(map(re.escape, texts))
    return re.compile(rf"(?<!\w)(?:{listing or '(?!)'})(?!\w)", re.IGNORECASE)


def _known(party: Participant) -> Known:
    return Known(party.email, party.profile_url, party.name)
