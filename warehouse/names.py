"""Normal forms of personal names as sources write them, for names of all the world.

`warehouse.name_text` takes off what is not the name and cuts the rest into Latin words; here the words are put in
order, given name first, and get the forms in which two names are compared.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import JaroWinkler

from warehouse.name_lists import WORDS, name_frequencies, roots
from warehouse.name_text import ToldName, told_name


class NameForms(NamedTuple):
    """The normal forms of one name; all are ASCII, lower case, and ``""`` or empty where there is none.

    ``kind`` is ``full`` (two words or more), ``initialed`` (one word and initials), ``word``, ``handle`` (one string
    with digits, dots or inner capitals), ``collective`` (a team, a service) or ``none``. ``key`` holds the sorted
    words, ``compact`` all words joined, given name first. ``family`` is joined with its particles, ``head`` is its
    last word, ``middle`` the words that are neither. ``given_roots`` are the given name and those that it is a nickname
    of. ``sound`` is equal for usual spellings of one sound, ``consonants`` for an Arabic or Hebrew name and its
    transcriptions. ``annotation`` is what stood in brackets or behind a bar, ``former_family`` the surname by birth,
    ``display`` the name as one would write it, in its own script. ``script`` is ``east_asian`` or ``semitic`` where
    transcriptions differ from what people write themselves, else ``latin``.
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
    generation: str = ""
    nicknames: tuple[str, ...] = ()
    display: str = ""
    is_via: bool = False
    script: str = "latin"


class NameWord(NamedTuple):
    """One word of a name by itself; see `NameForms`.

    ``is_plain`` is false for a word that stands beside names: a title, a company's form, a particle.
    """

    sound: str
    consonants: str
    roots: tuple[str, ...]
    given_per_million: int
    family_per_million: int
    is_east_asian_surname: bool
    is_plain: bool


# "Peter & Mary Johnson" is nobody's name.
_TWO_BEARERS = re.compile(r"\w (?:&|\+|and|und) \w", re.IGNORECASE)
# "A. Meier-Voss": what the hyphen joins is one surname.
_DOUBLE_SURNAME = re.compile(r"\w\.? \w+-\w+")
# "Ivanova Anna Petrovna", as in Russian documents.
_PATRONYMIC = re.compile(r"(?:ov|ev|yev)(?:ich|na)$|in?ichna$")
_NO_CONSONANTS = str.maketrans("", "", "aeiouywh0123456789")
_REPEATED = re.compile(r"(.)\1+")
# Below this, two spellings are two names: "prokopec" and "pokopec" lie above, "harsh" and "harshit" do too.
_SIMILAR = 0.92
# Longer spellings first: "shch" is one sound.
_SOUND_PAIRS = """
shch:sh tsch:ch woo:u sch:sh tch:ch ph:f kh:h gh:g th:t dh:d ck:k cz:ch sz:sh ts:s tz:s ae:a oe:o ue:u oo:u ou:u ee:i
eo:o eu:u ie:i ei:i ey:i
"""
_SOUNDS = dict(pair.split(":") for pair in _SOUND_PAIRS.split())
_SPELLINGS = re.compile("|".join(_SOUNDS))
_LETTERS = str.maketrans({"y": "i", "j": "i", "w": "v", "q": "k", "x": "ks", "z": "s"})
_NO_NAMES = frozenset(("via", "at", "bei", "chez", "born", "geborene", "formerly", "maiden")).union(
    *(
        WORDS[kind]
        for kind in ("title", "suffix", "collective", "platform", "company", "credential", "particle", "junk")
    ),
)


def read_name(text: str) -> NameForms:
    """Return the normal forms of a name as a source tells it."""
    told = told_name(text)
    return _forms(told)._replace(
        annotation=told.annotation,
        former_family=told.former_family,
        generation=told.generation,
        nicknames=told.nicknames,
        display=told.display,
        is_via=told.is_via,
        script=told.script,
    )


def read_word(word: str) -> NameWord:
    """Return what there is to know of a word of a name by itself."""
    consonants = _without_repetition(word.translate(_NO_CONSONANTS))
    given_per_million, family_per_million = name_frequencies().get(word, (0, 0))
    return NameWord(
        sound_of(word),
        consonants,
        tuple(roots(word)),
        given_per_million,
        family_per_million,
        word in WORDS["east_asian_surname"],
        word not in _NO_NAMES,
    )


_word = lru_cache(maxsize=65_536)(read_word)


def sound_of(word: str) -> str:
    """Return a rough phonetic form, equal for "mueller" and "muller", "sergey" and "sergei", "minsoo" and "minsu"."""
    # The end of "Sarah" and "Fatimah" is not heard; that of "Shah" is.
    heard = word[:-1] if len(word) > 4 and word.endswith("ah") else word
    sounds = _SPELLINGS.sub(lambda spelling: _SOUNDS[spelling[0]], heard)
    return _without_repetition(sounds.translate(_LETTERS))


def _without_repetition(letters: str) -> str:
    # Nothing is repeated in most words, and to look is five times cheaper than to replace.
    return _REPEATED.sub(r"\1", letters) if _REPEATED.search(letters) else letters


def names_clash(left: NameForms, right: NameForms) -> bool:
    """Tell whether two full names can hardly be one person's: "Ana Silva" and "Antonio Silva"."""
    if left.generation and right.generation and left.generation != right.generation:
        return True
    if left.key == right.key or left.compact == right.compact or left.sound == right.sound:
        return False
    if left.script != right.script:
        return False
    if set(left.key.split()) <= set(right.key.split()) or set(right.key.split()) <= set(left.key.split()):
        return False
    share_given = any(
        _share(mine, left.middle, theirs, right.middle)
        for mine in (left.given, *left.nicknames)
        for theirs in (right.given, *right.nicknames)
    )
    share_family = _share(left.head, left.middle, right.head, right.middle)
    share_family = (
        share_family or right.family in (left.family, left.former_family) or right.former_family == left.family
    )
    if share_given and share_family:
        return False
    if JaroWinkler.similarity(left.compact, right.compact) < _SIMILAR:
        return True
    # A long given name in common makes "Zhiqiang Zhang" and "Zhiqiang Zhao" similar as a whole.
    parts = ((left.given, right.given), (left.head, right.head)) if len(left.middle) == len(right.middle) else ()
    return not all(_may_be_one(a, b) or JaroWinkler.similarity(a, b) >= _SIMILAR for a, b in parts)


def names_unrelated(left: NameForms, right: NameForms) -> bool:
    """Tell whether two full names clash and share no word, as those of a person who married still do."""
    return names_clash(left, right) and set(left.key.split()).isdisjoint(right.key.split())


def _share(left: str, left_middle: tuple[str, ...], right: str, right_middle: tuple[str, ...]) -> bool:
    # Two middle words alone say nothing: "Rafael García López" and "Jimena García López" are siblings.
    return any(_may_be_one(left, word) for word in (right, *right_middle)) or any(
        _may_be_one(word, right) for word in left_middle
    )


def _may_be_one(left: str, right: str) -> bool:
    if min(len(left), len(right)) == 1:
        return left[0] == right[0]
    return left == right or _is_nickname(left, right) or is_short_form(*sorted((left, right), key=len))


def _is_nickname(left: str, right: str) -> bool:
    """Tell "Bob" and "Robert" from "Robert" and "William", which only have a nickname in common."""
    mine, theirs = _word(left), _word(right)
    if left in theirs.roots or right in mine.roots:
        return True
    are_usual = mine.given_per_million > 0 and theirs.given_per_million > 0
    are_alike = left[:3] == right[:3] or mine.consonants == theirs.consonants
    return (are_alike or not are_usual) and not set(mine.roots).isdisjoint(theirs.roots)


def is_short_form(short: str, long: str) -> bool:
    """Tell whether a name may be cut from a longer one: "Temi" from "Temitope", but not "Jan" from "Jana"."""
    return 3 <= len(short) <= 4 and len(long) >= len(short) + 2 and long.startswith(short)


def _forms(told: ToldName) -> NameForms:
    words, is_one_string = told.words, told.is_one_string
    letters = [word for word in words if not word.isdigit()]
    if not letters and is_one_string and len("".join(words)) > 4:
        letters = words
    if not letters or (len(letters) == 1 and (letters[0] in WORDS["junk"] or len(letters[0]) < 2)):
        return NameForms()
    first = 0 if is_one_string or told.is_ordered else _surnames_first(letters)
    if first:
        letters = [*letters[first:], *letters[:first]]
    given, middle, family = _parts(letters, has_double_surname=bool(_DOUBLE_SURNAME.fullmatch(told.display)))
    if first and len(letters) == 3 and letters[-1] in WORDS["vietnamese_surname"]:
        # "Nguyễn Văn Minh" is Minh.
        middle, given = letters[:1], letters[1]
        family = letters[2:]
    return NameForms(
        kind=_kind(told, letters, given),
        key=" ".join(sorted(letters)),
        compact="".join(words if is_one_string else letters),
        given=given,
        family="".join(family),
        head=family[-1] if family else "",
        middle=tuple(middle),
        given_roots=_word(given).roots,
        sound="".join([_word(word).sound for word in letters]),
        consonants=" ".join([_word(word).consonants for word in letters]),
    )


def _kind(told: ToldName, letters: list[str], given: str) -> str:
    if _TWO_BEARERS.search(told.display) or _is_collective(letters):
        return "collective"
    if told.is_one_string:
        is_word = len(told.words) == len(letters) == 1 and letters[0].isalpha()
        # Who writes a name that no list holds in small letters gives a login.
        return "word" if is_word and (told.display[:1].isupper() or letters[0] in name_frequencies()) else "handle"
    long_words = sum(len(word) > 1 for word in letters)
    if long_words > 1:
        return "full" if len(given) > 1 else "initialed"
    if len(letters) > 1:
        return "initialed" if long_words else "handle"
    return "word"


def _is_collective(words: list[str]) -> bool:
    """Tell "Acme Sales" and "GitHub" from "Dulce Sales" and "Enzo Sales Silva"."""
    inner = {word for word in words[1:-1] if _word(word).family_per_million}
    named = [word for word in words if word in WORDS["collective"] and word not in inner]
    if not named:
        return "".join(words) in WORDS["collective"]
    given, _ = name_frequencies().get(words[0], (0, 0))
    return not (given and len(named) == 1 and len(words) > 1 and words[-1] == named[0])


def _surnames_first(words: list[str]) -> int:
    """Return how many surnames stand before the given name."""
    if len(words) > 2 and _is_surname(words[0]) and _is_surname(words[1]) and not _word(words[-1]).family_per_million:
        return 2
    if len(words) == 3 and _PATRONYMIC.search(words[-1]) and not _word(words[0]).given_per_million:
        return 1
    return int(len(words) > 1 and _is_surname_first(words[0], words[-1]))


def _is_surname_first(first: str, last: str) -> bool:
    """Tell "Kim Minsu" and "Varga Katalin" from "Ana Silva", where the lists leave little doubt."""
    if min(len(first), len(last)) < 2:
        return False
    _, _, _, first_given, first_family, is_first_east_asian, _ = _word(first)
    _, _, _, last_given, last_family, is_last_east_asian, _ = _word(last)
    if is_first_east_asian and not is_last_east_asian and last_family <= last_given:
        return True
    # A word that no list holds is a surname only beside a common given name.
    is_surname = first_family >= 4 * first_given if first_family else not first_given and last_given >= 500
    return is_surname and last_given > 4 * last_family


def _is_surname(word: str) -> bool:
    return _word(word).given_per_million < _word(word).family_per_million


def _parts(words: list[str], has_double_surname: bool) -> tuple[str, list[str], list[str]]:
    """Cut ordered words into given name, middle words and surname with its particles."""
    if len(words) == 1:
        return words[0], [], []
    start = len(words) - 1
    for position in range(1, len(words) - 1):
        if words[position] in WORDS["particle"] and len(words[position]) > 1:
            start = position
            break
    first = 0
    if len(words[0]) == 1 and start > 1 and not has_double_surname:
        # "H. Peter Anvin" goes by his second name; "R. García López" has two surnames.
        first = next((place for place in range(1, start) if len(words[place]) > 1 and not _is_surname(words[place])), 0)
    middle = [word for place, word in enumerate(words[:start]) if place != first]
    return words[first], middle, words[start:]
