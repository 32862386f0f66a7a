"""The names of months in the languages of exports, whole or cut: ``décembre``, ``Okt``."""

from __future__ import annotations

import unicodedata

SHORTEST = 3
MONTHS = (
    "january januar janvier enero janeiro gennaio januari styczen stycznia",
    "february februar février febrero fevereiro febbraio februari luty lutego",
    "march märz mars marzo março maart mrz mrt marts marzec marca",
    "april avril abril aprile kwiecien kwietnia",
    "may mai mayo maio maggio mei maj maja",
    "june juni juin junio junho giugno czerwiec czerwca",
    "july juli juillet julio julho luglio lipiec lipca",
    "august août agosto augustus augusti sierpien sierpnia",
    "september septembre septiembre setiembre setembro settembre wrzesien wrzesnia",
    "october oktober octobre octubre outubro ottobre pazdziernik pazdziernika",
    "november novembre noviembre novembro listopad listopada",
    "december dezember décembre diciembre dezembro dicembre grudzien grudnia",
)


def _fold(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _numbers() -> dict[str, int]:
    """Return every name, and every abbreviation of three letters or more that means one month only."""
    meanings: dict[str, set[int]] = {}
    for number, names in enumerate(MONTHS, start=1):
        for name in map(_fold, names.split()):
            for length in range(SHORTEST, len(name) + 1):
                meanings.setdefault(name[:length], set()).add(number)
    return {name: numbers.pop() for name, numbers in meanings.items() if len(numbers) == 1}


NUMBERS = _numbers()


def month_number(word: str) -> int | None:
    """Return the month (1 to 12) that a name or abbreviation means, ``None`` where it means none, or two."""
    return NUMBERS.get(_fold(word))
