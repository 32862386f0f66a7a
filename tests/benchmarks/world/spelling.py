"""How people are spelt: letters of other alphabets, names beside addresses, and the addresses themselves."""

from __future__ import annotations

import unicodedata
from random import Random

PLAIN = str.maketrans("ıłŁøØđĐ", "ilLoOdD") | str.maketrans({"ß": "ss", "æ": "ae", "Æ": "Ae"})
GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ö": "Oe", "Ü": "Ue", "å": "aa", "Å": "Aa", "ø": "oe"})
PRIVATE_DOMAINS = ("gmail.com", "outlook.com", "yahoo.com", "icloud.com", "proton.me", "gmx.de", "hotmail.com")


def plain(text: str, german: bool = False) -> str:
    """Return the text in ASCII, ``ü`` as ``u`` or as ``ue``."""
    mapped = (text.translate(GERMAN) if german else text).translate(PLAIN)
    return unicodedata.normalize("NFKD", mapped).encode("ascii", "ignore").decode()


def local_part(draw: Random, given: str, family: str, pattern: str, german: bool = False) -> str:
    """Return the part of an address before the @, after a pattern such as ``first.last``."""
    joint = draw.choice(("", "-")) if " " in family else ""
    first = plain(given, german).lower().replace(" ", "").replace("'", "")
    last = joint.join(plain(family, german).lower().replace("'", "").split())
    forms = {
        "first.last": f"{first}.{last}",
        "flast": f"{first[0]}{last}",
        "first_last": f"{first}_{last}",
        "last.first": f"{last}.{first}",
        "firstl": f"{first}{last[0]}",
        "first": first,
        "f.last": f"{first[0]}.{last}",
        "firstlast": f"{first}{last}",
        "lastf": f"{last}{first[0]}",
    }
    return forms[pattern]


def display_name(draw: Random, name: tuple[str, str], nicknames: list[str], native: str, company: str) -> str:
    """Return the name as some mail program shows it, ``""`` where it shows none."""
    given, family = name
    full = f"{given} {family}"
    form = draw.choices(
        ("full", "none", "nickname", "initial", "lower", "swapped", "word", "company", "plain", "native", "upper"),
        (46, 6, 7, 6, 6, 8, 5, 5, 6, 4, 1),
    )[0]
    forms = {
        "none": "",
        "nickname": f"{draw.choice(nicknames)} {family}" if nicknames else full,
        "initial": f"{given[0]}. {family}",
        "lower": full.lower(),
        "swapped": f"{family}, {given}",
        "word": f"{full} ({company.split()[0]})",
        "company": f"{full} | {company}",
        "plain": plain(full),
        "native": native or full,
        "upper": f"{given} {family.upper()}",
    }
    return forms.get(form, full)
