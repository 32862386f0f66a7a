"""Who a row names: profile slugs, full names, and the name LinkedIn gives to members who left."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import unquote

PROFILE = re.compile(r"linkedin\.com/(?:(?:comm|m|mwlite)/)?(?:in|pub(?!/dir(?:[/?#]|$)))/([^/?#\s,]+)", re.IGNORECASE)
# Until 2015 who had chosen no address had one in four parts, which LinkedIn still redirects: /pub/ana-lund/a7/57/b50 is
# /in/ana-lund-b50057a7. The first part alone is everybody's of that name.
OLD_PROFILE = re.compile(
    r"linkedin\.com/pub/(?!dir/)([^/?#\s,]+)/([0-9a-f]{1,3})/([0-9a-f]{1,3})/([0-9a-f]{1,3})(?![^/?#\s,])",
    re.IGNORECASE,
)
BETWEEN_URLS = re.compile(r"[\s,;\[\]]+")

# Senders under this name never have a URL: each is somebody else, so the name identifies nobody.
ANONYMOUS = frozenset(
    {
        "linkedin member",
        "linkedin-mitglied",
        "linkedin mitglied",
        "membre de linkedin",
        "membre linkedin",
        "utilisateur linkedin",
        "miembro de linkedin",
        "usuario de linkedin",
        "membro do linkedin",
        "usuário do linkedin",
        "membro di linkedin",
        "utente linkedin",
        "linkedin-lid",
    }
)


@lru_cache(maxsize=65_536)
def profile_slug(url: str) -> str:
    """Return the slug of a profile URL in lower case, percent-decoded; ``""`` where it is no profile URL."""
    if match := OLD_PROFILE.search(url):
        name, last, middle, first = match.groups()
        return unquote(f"{name}-{first:0>3}{middle:0>3}{last}").lower()
    match = PROFILE.search(url)
    return unquote(match[1]).lower() if match else ""


def profile_urls(text: str) -> list[str]:
    """Return the LinkedIn URLs in a list joined by commas."""
    return [url for url in BETWEEN_URLS.split(text) if "linkedin.com/" in url.lower()]


def is_anonymous(name: str) -> bool:
    """Tell whether a name is the one that LinkedIn gives to members who left or hide."""
    return name.casefold() in ANONYMOUS


def name_of(name: str) -> str:
    """Return a name as found, or ``""`` where it names nobody: not one letter of ``???? ??`` outlived the export."""
    return "" if is_anonymous(name) or not any(map(str.isalnum, name)) else name


def full_name(given: str, family: str) -> str:
    """Join a name as LinkedIn shows it."""
    return name_of(f"{given} {family}".strip())


def party_key(name: str, url: str) -> str:
    """Return what tells one party from another: the slug, or else the name."""
    return profile_slug(url) or name.casefold()
