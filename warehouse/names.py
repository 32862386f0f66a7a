"""Normal forms of personal names as sources write them, for names of all the world.

A name is read in four steps: what is not the name is taken off (mojibake, emoji, "via X", "(Acme)", "| Acme", credentials),
the rest is written in Latin letters, cut into words, and the words are put in order, given name first.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from anyascii import anyascii
from rapidfuzz.distance import JaroWinkler

from warehouse.name_lists import EAST_ASIAN_SURNAMES, WORDS, name_frequencies, roots


class NameForms(NamedTuple):
    """The normal forms of one name; all are ASCII, lower case, and ``""`` or empty where there is none.

    ``kind`` is ``full`` (two words or more), ``initialed`` (one word and initials), ``word``, ``handle`` (one string with
    digits, dots or inner capitals), ``collective`` (a team, a service) or ``none``. ``key`` holds the sorted words, ``compact``
    all words joined, given name first. ``family`` is joined with its particles, ``head`` is its last word. ``middle`` are
    the other words. ``given_roots`` are the given name and those that it is a nickname of. ``sound`` is equal for usual
    spellings of one sound, ``consonants`` for an Arabic or Hebrew name and its transcriptions. ``annotation`` is what stood
    in brackets or behind a bar, ``former_family`` the surname by birth. ``display`` is the name as one would write it, in its own script. ``script`` is ``east_asian`` or ``semitic`` where transcriptions
    differ from what people write themselves, else ``latin``.
    """

    kind: str = "none"
    key: str = ""
    compact: str = ""
    given: str = ""
    family: str = ""
    head: str = ""
    middle: tuple[str, ...] = ()
    given_roots: tuple[str, ...] = ()
    sound: str = ""
    consonants: str = ""
    annotation: str = ""
    former_family: str = ""
    display: str = ""
    is_via: bool = False
    script: str = "latin"


_PLAIN = re.compile(r"[A-Z][a-z]+(?: [A-Z]\.?)?(?: [A-Z][a-z]+){1,2}")
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
_NO_CONSONANTS = str.maketrans("", "", "aeiouywh0123456789")
_SIGNS = frozenset(("So", "Sk", "Cf", "Cs", "Co", "Cn"))
# Below this, two spellings are two names: "prokopec" and "pokopec" lie above, "harsh" and "harshit" do too.
_SIMILAR = 0.92
_REPEATED = re.compile(r"(.)\1+")
_SOUNDS = tuple(
    pair.split(":")
    for pair in (
        "woo:u shch:sh tsch:ch sch:sh tch:ch ph:f kh:h gh:g th:t dh:d ck:k cz:ch sz:sh ts:s tz:s ae:a oe:o ue:u oo:u ou:u ee:i "
        "eo:o eu:u ie:i ei:i y:i j:i w:v q:k x:ks z:s"
    ).split()
)


@lru_cache(maxsize=65_536)
def sound_of(word: str) -> str:
    """Return a rough phonetic form, equal for "mueller" and "muller", "sergey" and "sergei", "minsoo" and "minsu"."""
    for spelling, sound in _SOUNDS:
        word = word.replace(spelling, sound)
    return _REPEATED.sub(r"\1", word)


def read_name(text: str) -> NameForms:
    """Return the normal forms of a name as a source tells it."""
    if _PLAIN.fullmatch(text):
        words = text.lower().replace(".", "").split()
        if _UNUSUAL.isdisjoint(words):
            return _forms(words)._replace(display=text)
    return _read_unusual_name(text)


def names_clash(left: NameForms, right: NameForms) -> bool:
    """Tell whether two full names can hardly be one person's: "Ana Silva" and "Antonio Silva"."""
    if left.key == right.key or left.compact == right.compact or left.sound == right.sound:
        return False
    if left.script != right.script:
        return False
    if set(left.key.split()) <= set(right.key.split()) or set(right.key.split()) <= set(left.key.split()):
        return False
    share_given = any(_may_be_one(a, b) for a in (left.given, *left.middle) for b in (right.given, *right.middle))
    share_family = any(_may_be_one(a, b) for a in (left.head, *left.middle) for b in (right.head, *right.middle))
    share_family = share_family or left.former_family == right.family or right.former_family == left.family
    if share_given and share_family:
        return False
    return JaroWinkler.similarity(left.compact, right.compact) < _SIMILAR


def names_unrelated(left: NameForms, right: NameForms) -> bool:
    """Tell whether two full names clash and share no word, as those of a person who married still do."""
    return names_clash(left, right) and set(left.key.split()).isdisjoint(right.key.split())


def _may_be_one(left: str, right: str) -> bool:
    if min(len(left), len(right)) == 1:
        return left[0] == right[0]
    return left == right or not set(roots(left)).isdisjoint(roots(right)) or is_short_form(*sorted((left, right), key=len))


def is_short_form(short: str, long: str) -> bool:
    """Tell whether a name may be cut from a longer one: "Temi" from "Temitope", but not "Jan" from "Jana"."""
    return 3 <= len(short) <= 4 and len(long) >= len(short) + 2 and long.startswith(short)


def _read_unusual_name(text: str) -> NameForms:
    text = _repaired(text)
    address = _ADDRESS.match(text.strip("'\" <>"))
    if address:
        return _forms(_latin_words(address[1]), is_one_string=True)._replace(display=address[1])
    told, is_via = _VIA.subn("", text)
    told, annotations = _without_annotations(told)
    told, former_family = _without_former(told, annotations)
    if _EAST_ASIAN.match(told):
        words, is_one_string, display = _east_asian_words(told), False, told
    else:
        words, is_one_string, display = _ordered_words(told or " ".join(annotations), annotations)
    annotation = " ".join(_latin_words(" ".join(annotations)))
    return _forms(words, is_one_string, told[:1].isupper())._replace(
        annotation=annotation,
        former_family=former_family,
        display=display,
        is_via=bool(is_via) or not WORDS["platform"].isdisjoint(annotation.split()),
        script=_script(told),
    )


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
    return first.strip(" '\"`.,;:_=?!*-"), annotations + others


def _without_former(text: str, annotations: list[str]) -> tuple[str, str]:
    """Take off a surname by birth: "Ana Silva née Costa", "Ana Silva (née Costa)"."""
    for told in (text, *annotations):
        former = _FORMER.search(told)
        if former:
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
    joined = "".join(parts)
    if len(parts) == 1:
        known = [length for length in (3, 2, 1) if joined[:length] in EAST_ASIAN_SURNAMES]
        length = 2 if joined[:2] in WORDS["two_syllable_surname"] else known[0] if known else 1
        parts = [joined[:length], joined[length:]]
    surname, *given = parts
    return ["".join(_latin_words("".join(given))), EAST_ASIAN_SURNAMES.get(surname) or "".join(_latin_words(surname))]


def _ordered_words(text: str, annotations: list[str]) -> tuple[list[str], bool, str]:
    """Return the words, given name first; whether the text is one string without blanks; and the text in that order."""
    before, *after = [part.strip() for part in text.split(",") if _latin_words(part)] or [""]
    after = [part for part in after if not _CREDENTIALS.issuperset(_latin_words(part.replace(".", "")))]
    if after and _is_given_part(_latin_words(after[0]), _latin_words(before)):
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
        return words, True, text
    if len(raw) == len(words) > 1 and raw[0].isupper() and len(raw[0]) > 2 and not raw[-1].isupper() and len(raw[-1]) > 2:
        # "BUSSONNIER Matthias": capitals mark the surname.
        words = [*words[1:], words[0]]
    return words, False, text.title() if text.islower() or text.isupper() else text


def _is_given_part(after: list[str], before: list[str]) -> bool:
    """Tell "Silva, Ana" from "Ana Silva, Acme Ltd"."""
    if len(after) > 3 or not WORDS["company"].isdisjoint(after):
        return False
    core = [word for word in before if word not in WORDS["particle"]]
    if len(core) <= 1 or len(after[0]) == 1:
        return True
    frequencies = name_frequencies()
    return frequencies.get(after[0], (0, 0))[0] > frequencies.get(before[0], (0, 0))[0]


def _without_titles(words: list[str]) -> list[str]:
    while len(words) > 1 and words[0] in WORDS["title"]:
        words = words[1:]
    while len(words) > 2 and (words[-1] in WORDS["suffix"] or words[-1] in _CERTAIN_CREDENTIALS):
        words = words[:-1]
    return words


def _forms(words: list[str], is_one_string: bool = False, is_capital: bool = False) -> NameForms:
    letters = [word for word in words if not word.isdigit()]
    if not letters and is_one_string and len("".join(words)) > 4:
        letters = words
    if not letters or (len(letters) == 1 and (letters[0] in WORDS["junk"] or len(letters[0]) < 2)):
        return NameForms()
    if not is_one_string:
        letters = _given_name_first(letters)
    given, middle, family = _parts(letters)
    compact = "".join(words if is_one_string else letters)
    return NameForms(
        kind=_kind(words, letters, is_one_string, is_capital),
        key=" ".join(sorted(letters)),
        compact=compact,
        given=given,
        family="".join(family),
        head=family[-1] if family else "",
        middle=tuple(middle),
        given_roots=tuple(roots(given)),
        sound="".join([sound_of(word) for word in letters]),
        consonants=_REPEATED.sub(r"\1", " ".join(letters).translate(_NO_CONSONANTS)),
    )


def _kind(words: list[str], letters: list[str], is_one_string: bool, is_capital: bool) -> str:
    if _is_collective(letters):
        return "collective"
    if is_one_string:
        is_word = len(words) == len(letters) == 1 and letters[0].isalpha()
        # Who writes a name that no list holds in small letters gives a login.
        return "word" if is_word and (is_capital or letters[0] in name_frequencies()) else "handle"
    long_words = sum(len(word) > 1 for word in letters)
    if long_words > 1:
        return "full"
    if len(letters) > 1:
        return "initialed" if long_words else "handle"
    return "word"


def _is_collective(words: list[str]) -> bool:
    """Tell "Acme Sales" and "GitHub" from "Dulce Sales"."""
    named = [word for word in words if word in WORDS["collective"]]
    if not named:
        return "".join(words) in WORDS["collective"]
    given, _ = name_frequencies().get(words[0], (0, 0))
    return not (given and len(named) == 1 and len(words) > 1 and words[-1] == named[0])


def _given_name_first(words: list[str]) -> list[str]:
    """Turn "Kim Min Su" and "Varga Katalin" round, where the lists leave little doubt."""
    if len(words) < 2 or len(words[-1]) < 2:
        return words
    frequencies = name_frequencies()
    first_given, first_family = frequencies.get(words[0], (0, 0))
    last_given, last_family = frequencies.get(words[-1], (0, 0))
    is_turned = last_given > 4 * last_family and first_family >= 4 * first_given and first_family + last_given > 0
    is_turned = is_turned and not (first_given == first_family == 0 and last_given < 500)
    is_east_asian = words[0] in WORDS["east_asian_surname"] and words[-1] not in WORDS["east_asian_surname"]
    if is_turned or (is_east_asian and last_family <= last_given):
        return [*words[1:], words[0]]
    return words


def _parts(words: list[str]) -> tuple[str, list[str], list[str]]:
    """Cut ordered words into given name, middle words and surname with its particles."""
    if len(words) == 1:
        return words[0], [], []
    start = len(words) - 1
    for position in range(1, len(words) - 1):
        if words[position] in WORDS["particle"] and len(words[position]) > 1:
            start = position
            break
    first = 0
    if len(words[0]) == 1 and start > 1:
        # "H. Peter Anvin" goes by his second name.
        first = next((place for place in range(1, start) if len(words[place]) > 1), 0)
    middle = [word for place, word in enumerate(words[:start]) if place != first]
    return words[first], middle, words[start:]


_CERTAIN_CREDENTIALS = WORDS["credential"] - frozenset("ma ba do md np pe rn be bs ms ing dipl csm meng cpc acc".split())
_CREDENTIALS = WORDS["credential"] | WORDS["suffix"] | WORDS["title"]
_UNUSUAL = WORDS["title"] | WORDS["suffix"] | WORDS["collective"] | WORDS["platform"] | frozenset(("via", "at", "von", "nee"))
