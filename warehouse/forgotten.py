"""Who is forgotten, known by keyed digests alone.

Each address, profile or name of theirs is a line ``forget`` of the decisions file, whose key is an HMAC-SHA256. The
random key that it was made with lies beside that file, so neither tells without the other whom the user wants
forgotten. The owner's own addresses are there as well, as ``mine``: what is left with nobody but the owner goes too.

Both files lie beside the landing, and are found from there: whatever lands a unit, in whatever process, obeys them.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from connectors.errors import WarehouseError
from connectors.inbox import stamp_of
from warehouse import decisions
from warehouse.decisions import Decision

DECISIONS_NAME = "decisions.jsonl"
KEY_NAME = "forgotten.key"
KEY_BYTES = 32
MOST_CACHED = 100_000

_PROFILE = re.compile(
    r"linkedin\.com/(?:(?:comm|m|mwlite)/)?(?:in|pub(?!/dir(?:[/?#\s]|$)))/([^/?#\s]+)", re.IGNORECASE | re.ASCII
)
_OLD_PROFILE = re.compile(
    r"linkedin\.com/pub/[^/?#\s]+/([0-9a-f]{1,3})/([0-9a-f]{1,3})/([0-9a-f]{1,3})(?=[/?#\s]|$)",
    re.IGNORECASE | re.ASCII,
)
_NO_SLUG = re.compile(r"[%/?#\x00-\x20\x7f]")
_WORD = re.compile(r"[^\W_]+")
_ENCAPSULATED = re.compile("imcea[a-z0-9]*-")
_HIDDEN = re.compile(r"imceasmtp-((?:[a-z0-9=._-]|\+[2-7][0-9a-f])+\+40(?:[a-z0-9=._-]|\+[2-7][0-9a-f])+)@[^@]*")


class Known(NamedTuple):
    """What a record says of one party; absent texts are ``""``."""

    email: str = ""
    profile_url: str = ""
    name: str = ""


class ForgottenKeyMissing(WarehouseError):
    """Digests without the key they were made with recognise nobody, and nobody forgotten may come back."""

    def __init__(self, key: Path) -> None:
        """Remember where the key should be."""
        super().__init__(key)
        self.key = key

    def __str__(self) -> str:
        """Say what is missing, and what to do."""
        return (
            f"{self.key.name}, without which keepwarm cannot recognise whom you had it forget, is missing or another "
            f'one. Copy it from where your {DECISIONS_NAME} comes from; or remove the lines "forget" there, and these '
            "people come back."
        )


def canonical_address(text: str) -> str:
    """Return the normal form of an e-mail address, as staging.addresses makes it; ``""`` where there is none."""
    text = text.strip().lower()
    if not re.search(".@.", text):
        return ""
    if hidden := _HIDDEN.fullmatch(text):
        text = unquote(hidden[1].replace("+", "%")).lower()
    local_part, _, domain = text.rpartition("@")
    domain = domain.replace("googlemail.com", "gmail.com")
    if _ENCAPSULATED.match(local_part):
        pass
    elif domain == "users.noreply.github.com":
        local_part = re.sub(r"^[0-9]+\+", "", local_part)
    elif domain == "gmail.com":
        local_part = local_part.partition("+")[0].replace(".", "")
    else:
        local_part = local_part[0] + local_part[1:].partition("+")[0]
    return f"{local_part}@{domain}"


def profile_slug(url: str) -> str:
    """Return the slug of a LinkedIn profile, as staging.profiles makes it; ``""`` where there is none."""
    found = _PROFILE.search(url)
    if not found:
        return ""
    told = found[1]
    if old := _OLD_PROFILE.search(url):
        told = f"{told}-{old[3]:0>3}{old[2]:0>3}{old[1]}"
    try:
        slug = unquote(told, errors="strict")
    except UnicodeDecodeError:
        slug = ""
    return (told if not slug or _NO_SLUG.search(slug) else slug).lower()


def name_key(name: str) -> str:
    """Return the words of a name in a form that neither case, accents nor order change."""
    letters = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).casefold())
    words = _WORD.findall("".join(letter for letter in letters if not unicodedata.combining(letter)))
    return " ".join(sorted(words))


class Forgotten:
    """The digests of everybody who is forgotten, and of the owner; without digests, nobody is."""

    def __init__(self, key: bytes, digests: Iterable[str] = (), mine: Iterable[str] = ()) -> None:
        """Take the secret key, the digests of the forgotten, and those of the owner."""
        self._key = key
        self.digests = frozenset(digests)
        self.mine = frozenset(mine)
        self._answers: dict[Known, bool] = {}

    def digest(self, kind: str, text: str) -> str:
        """Return the keyed digest of a canonical address, slug or name."""
        return hmac.digest(self._key, f"{kind}\0{text}".encode(errors="replace"), hashlib.sha256).hex()

    def digests_of(self, party: Known) -> Iterator[str]:
        """Yield the digests by which a party may be known; a name counts alone, or with the address it stands at."""
        address, slug, name = canonical_address(party.email), profile_slug(party.profile_url), name_key(party.name)
        if address:
            yield self.digest("address", address)
            yield _named(self, party.name, address)
        if slug:
            yield self.digest("profile", slug)
        if name and not address and not slug:
            yield self.digest("name", name)

    def holds(self, party: Known) -> bool:
        """Tell whether a party is forgotten."""
        answer = self._answers.get(party)
        if answer is None:
            if len(self._answers) >= MOST_CACHED:
                self._answers.clear()
            answer = self._answers[party] = not self.digests.isdisjoint(self.digests_of(party))
        return answer

    def is_mine(self, party: Known) -> bool:
        """Tell whether a party is known to be the owner."""
        return not self.mine.isdisjoint(self.digests_of(party))

    def names(self, key: str) -> bool:
        """Tell whether a key of the decisions file is of somebody forgotten."""
        name, _, address = key.rpartition(" <")
        if "@" in address:
            return self.holds(Known(address.removesuffix(">"), "", name))
        return self.holds(Known("", key) if "/" in key else Known("", "", key))

    def remembered(self, party: Known, *, is_shared: bool = False) -> set[str]:
        """Return the digests to remember a party by; an address that is shared counts together with the name alone."""
        address = canonical_address(party.email)
        kept = set(self.digests_of(party))
        return kept - {self.digest("address", address)} if is_shared else kept - {_named(self, party.name, address)}

    def with_more(self, digests: Iterable[str], mine: Iterable[str]) -> Forgotten:
        """Return these people and more, and these addresses of the owner's."""
        return Forgotten(self._key, self.digests | set(digests), self.mine | set(mine))

    def only(self, digests: Iterable[str], mine: Iterable[str]) -> Forgotten:
        """Return others, known by the same key."""
        return Forgotten(self._key, digests, mine)

    def lines(self, decided_at: datetime) -> list[Decision]:
        """Return the lines of the decisions file that say all this."""
        mark = _mark(self._key)
        kinds = (("forget", self.digests), ("mine", self.mine))
        return [Decision(kind, f"{mark}:{digest}", decided_at) for kind, held in kinds for digest in sorted(held)]

    def write_key(self, path: Path) -> None:
        """Keep the secret key in a file that is its owner's alone (0600), and on disk on return."""
        if read_key(path) != self._key:
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as stream:
                stream.write(f"{self._key.hex()}\n")
                stream.flush()
                os.fsync(stream.fileno())


def _named(forgotten: Forgotten, name: str, address: str) -> str:
    return forgotten.digest("named address", f"{name_key(name)} {address}")


def known_or_nobody(landing: Path) -> Forgotten:
    """Return who is forgotten; where nobody is yet, nobody, with a new secret key that is not kept."""
    known = forgotten_beside(landing)
    return known if known.digests else Forgotten(secrets.token_bytes(KEY_BYTES))


def forgotten_beside(landing: Path) -> Forgotten:
    """Return who is forgotten, as the decisions beside a landing folder say; raise `ForgottenKeyMissing`."""
    path = landing.parent / DECISIONS_NAME
    try:
        return _read(path, stamp_of(path.stat()))
    except FileNotFoundError:
        return Forgotten(b"")


@lru_cache(maxsize=4)
def _read(path: Path, stamp: str) -> Forgotten:
    """Read the decisions once while the file stays the same, not once for each unit."""
    said = [line for line in decisions.read(path) if line.decision in ("forget", "mine")]
    key = read_key(path.with_name(KEY_NAME))
    if not said:
        return Forgotten(key)
    if not key or any(line.key.partition(":")[0] != _mark(key) for line in said):
        raise ForgottenKeyMissing(path.with_name(KEY_NAME))
    digests = [(line.decision, line.key.partition(":")[2]) for line in said]
    return Forgotten(key, *([digest for of, digest in digests if of == kind] for kind in ("forget", "mine")))


def read_key(path: Path) -> bytes:
    """Return the secret key; empty where there is none."""
    try:
        return bytes.fromhex(path.read_text(encoding="ascii").strip())
    except (FileNotFoundError, ValueError):
        return b""


def _mark(key: bytes) -> str:
    """Return what tells one key from another, and nothing else about it."""
    return hmac.digest(key, b"which key", hashlib.sha256).hex()[:8]
