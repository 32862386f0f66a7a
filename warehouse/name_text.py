"""What a source writes in the place of a name, and the words of the name in it.

Taken off are mojibake, emoji, "via X", what stands in brackets or behind a bar, titles and credentials. What is left is
written in Latin letters and cut into words, given name first where a comma, capitals or the script say so.
"""

from __future__ import annotations

import re
import unicodedata
from types import MappingProxyType
from typing import NamedTuple

from anyascii import anyascii

from warehouse.name_lists import EAST_ASIAN_SURNAMES, WORDS, name_frequencies


class ToldName(NamedTuple):
    """The Latin words of a name, and what was found around them; see `warehouse.names.NameForms`.

    ``nicknames`` are the given names in brackets or quotes. ``is_ordered`` is true where a comma says which word is the
    given name.
    """

    words: list[str]
    is_one_string: bool
    display: str
    annotation: str = ""
    former_family: str = ""
    generation: str = ""
    nicknames: tuple[str, ...] = ()
    is_via: bool = False
    script: str = "latin"
    is_ordered: bool = False


_MOJIBAKE = re.compile(r"[ÃÂÐÑÅÄÎÏØÙâ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")
# Emacs wrote Latin-1 letters as ISO-2022 shifts; mail gateways dropped the escape byte: "Ren,Ai(B" is "René".
_LOST_ESCAPE = re.compile(r",[A-Za-z]([!-~])\(B")
_VIA = re.compile(r"\s(?:via|über)\s+.+$", re.IGNORECASE)
_BRACKETS = re.compile(r"[(\[{<（【]([^()\[\]{}<>（）【】]*)(?:[)\]}>）】]|$)")
_QUOTED = re.compile(r"(?<=\w )[\"'“”„‘«]([^\"“”„«»]+?)[\"'“”’»]")
_SEPARATOR = re.compile(r"\s+[|/·•@—–-]+\s+|\s*[|•]\s*|\s+(?:at|bei|chez)\s+(?=[A-Z])")
_FORMER = re.compile(r"\b(?:n[ée]e|geb\.|geborene|born|formerly|maiden)\s+(.+)$", re.IGNORECASE)
_CAMEL = re.compile(r"(?:[A-Z]{1,2}(?=[A-Z][a-z])|[A-Z][a-z]+)(?:[A-Z][a-z]+)*[A-Z]?")
_CAPITALISED = re.compile(r"[A-Z](?=[A-Z]|$)|[A-Z][a-z]+")
_WORD = re.compile(r"[a-z0-9]+")
_SEMITIC = re.compile(r"[\u0590-\u07ff]")
_EAST_ASIAN = re.compile(r"^[\u3005\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af·・\s]+$")
_ADDRESS = re.compile(r"^(?:mailto:)?([^@\s]+)@[^@\s]+$", re.IGNORECASE)
# Without the point, Jun and Sen are names.
_POINTED = re.compile(r"\b([Jj]un|[Ss]en)\.")
_GENERATIONS = MappingProxyType(
    dict.fromkeys(("jr", "jnr", "junior", "fils", "hijo"), "junior")
    | dict.fromkeys(("sr", "snr", "senior", "pere"), "senior")
    | {word: word for word in ("ii", "iii", "iv")}
)
_NEVER = (0, 0)
_SIGNS = frozenset(("So", "Sk", "Cf", "Cs", "Co", "Cn"))
# The others are also surnames: only behind a comma are they credentials.
_CERTAIN_CREDENTIALS = WORDS["credential"] - frozenset(
    ["ma", "ba", "do", "md", "np", "pe", "rn", "be", "bs", "ms", "ing", "dipl", "csm", "meng", "cpc", "acc"]
)
_CREDENTIALS = WORDS["credential"] | WORDS["suffix"] | WORDS["title"]


def told_name(text: str) -> ToldName:
    """Read what a source writes in the place of a name."""
    text = _repaired(text)
    address = _ADDRESS.match(text.strip("'\" <>"))
    if address:
        return ToldName(_latin_words(address[1]), True, address[1])
    if _POINTED.search(text) and len(_latin_words(text)) > 2:
        text = _POINTED.sub(lambda found: "Jr" if found[1].lower() == "jun" else "Sr", text)
    told, via_count = _VIA.subn("", text)
    beside = [part.lower() for part in (*_BRACKETS.findall(told), *_QUOTED.findall(told))]
    told, annotations = _without_annotations(told)
    told, former_family = _without_former(told, annotations)
    if _EAST_ASIAN.match(told):
        name = ToldName(_east_asian_words(told), False, told)
    else:
        name = _ordered_words(told or " ".join(annotations), annotations)
    annotation = " ".join(_latin_words(" ".join(annotations)))
    return name._replace(
        annotation=annotation,
        former_family=former_family,
        generation=_generation(text, name.words),
        nicknames=tuple(part for part in beside if name_frequencies().get(part, _NEVER)[0]),
        is_via=via_count > 0 or not WORDS["platform"].isdisjoint(annotation.split()),
        script=_script(told),
    )


def _generation(text: str, name: list[str]) -> str:
    """Return which bearer of a name is meant, where something behind the name says so: "Robert Smith Jr."."""
    told = [word for word in _latin_words(text)[1:] if word in _GENERATIONS and word not in name]
    return _GENERATIONS[told[0]] if told else ""


def _script(text: str) -> str:
    if _SEMITIC.search(text):
        return "semitic"
    return "east_asian" if _EAST_ASIAN.match(text) and text.strip() else "latin"


def _repaired(text: str) -> str:
    if _MOJIBAKE.search(text):
        for encoding in ("cp1252", "latin-1"):
            try:
                text = text.encode(encoding).decode("utf-8")
                break
            except UnicodeError:
                continue
    text = _LOST_ESCAPE.sub(lambda shift: chr(ord(shift[1]) | 0x80), text)
    text = unicodedata.normalize("NFKC", text)
    # Emoji, joiners and private-use signs have names in ASCII ("rocket"), which are nobody's.
    return "".join(letter for letter in text if unicodedata.category(letter) not in _SIGNS).strip()


def _without_annotations(text: str) -> tuple[str, list[str]]:
    """Take off what stands in brackets or quotes, or behind a bar, a slash or a dash."""
    annotations = [found.strip() for found in _BRACKETS.findall(text) if found.strip()]
    rest = _QUOTED.sub(" ", _BRACKETS.sub(" ", text))
    first, *others = [part for part in _SEPARATOR.split(rest) if part.strip()] or [""]
    return " ".join(first.split()).strip(" '\"`.,;:_=?!*-"), annotations + others


def _without_former(text: str, annotations: list[str]) -> tuple[str, str]:
    """Take off a surname by birth: "Ana Silva née Costa", "Ana Silva (née Costa)"."""
    for told in (text, *annotations):
        former = _FORMER.search(told)
        # Who is called "Nee Khan" has no other surname.
        if former and (told is not text or former.start()):
            return text.replace(former[0], ""), "".join(_latin_words(former[1]))
    return text, ""


def _latin_words(text: str) -> list[str]:
    text = text.replace("'", "").replace("’", "")
    if not text.isascii():
        text = anyascii(text).replace("'", "").replace("`", "")
    return _WORD.findall(text.lower())


def _east_asian_words(text: str) -> list[str]:
    """Return [given name, surname] of a name in Chinese, Japanese or Korean script, where the surname stands first."""
    parts = text.replace("·", " ").replace("・", " ").split()
    if not parts:
        return []
    joined = "".join(parts)
    if len(parts) == 1:
        known = [length for length in (3, 2, 1) if joined[:length] in EAST_ASIAN_SURNAMES]
        length = 2 if joined[:2] in WORDS["two_syllable_surname"] else known[0] if known else 1
        parts = [joined[:length], joined[length:]]
    surname, *given = parts
    return ["".join(_latin_words("".join(given))), EAST_ASIAN_SURNAMES.get(surname) or "".join(_latin_words(surname))]


def _ordered_words(text: str, annotations: list[str]) -> ToldName:
    """Put the words in order, given name first, and the text with them; add what is no name to the annotations."""
    before, *after = [part.strip() for part in text.split(",") if _latin_words(part)] or [""]
    after = [part for part in after if not _CREDENTIALS.issuperset(_latin_words(part.replace(".", "")))]
    is_ordered = bool(after) and _is_given_part(
        _latin_words(after[0]),
        _latin_words(before),
        is_one_word=" " not in before,
        is_capital=after[0].isupper() and not before.isupper(),
    )
    if is_ordered:
        text = f"{after[0]} {before}"
        annotations += after[1:]
    else:
        text = before
        annotations += after
    raw = text.split()
    words = _without_titles(_latin_words(text))
    if len(raw) == 1:
        if _CAMEL.fullmatch(raw[0]) and not _CAPITALISED.fullmatch(raw[0]):
            words = [word.lower() for word in _CAPITALISED.findall(raw[0])]
        return ToldName(words, True, text, is_ordered=is_ordered)
    is_capital_first = raw[:1] != [] and raw[0].isupper() and not raw[-1].isupper()
    if is_capital_first and len(raw) == len(words) and min(len(raw[0]), len(raw[-1])) > 2:
        # "BUSSONNIER Matthias": capitals mark the surname.
        words = [*words[1:], words[0]]
    # "ana silva", "SILVA, Ana" and "ana Silva" are written so out of haste, "van Dyck" is not.
    is_hasty = text.isupper() or (text[:1].islower() and raw[0].lower() not in WORDS["particle"]) or text.islower()
    return ToldName(words, False, text.title() if is_hasty else text, is_ordered=is_ordered)


def _is_given_part(after: list[str], before: list[str], is_one_word: bool, is_capital: bool) -> bool:
    """Tell "Silva, Ana" and "Etxeberria Aguirre, Itziar" from "Ana Silva, Acme Ltd" and "Itziar Etxeberria, CAMS"."""
    if len(after) > 3 or not WORDS["company"].isdisjoint(after):
        return False
    core = [word for word in before if word not in WORDS["particle"]]
    if is_one_word or len(core) <= 1 or len(after[0]) == 1:
        return True
    after_given, _ = name_frequencies().get(after[0], _NEVER)
    before_given, before_family = name_frequencies().get(before[0], _NEVER)
    # Where no list holds either, the usual order of what stands around a comma decides.
    is_unknown = not (after_given or before_given or before_family or is_capital)
    return after_given > before_given or before_family > before_given or is_unknown


def _without_titles(words: list[str]) -> list[str]:
    while len(words) > 1 and words[0] in WORDS["title"]:
        words = words[1:]
    while len(words) > 2 and (words[-1] in WORDS["suffix"] or words[-1] in _CERTAIN_CREDENTIALS):
        words = words[:-1]
    return words
