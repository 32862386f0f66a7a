"""The names of months in the languages of exports, whole or cut: ``décembre``, ``Okt``."""

from __future__ import annotations

import unicodedata

SHORTEST = 3
MONTHS = (
    "january januar janvier enero janeiro gennaio januari styczen stycznia январь января",
    "february februar février febrero fevereiro febbraio februari luty lutego февраль февраля",
    "march märz március mars marzo março maart mrz mrt marts marzec marca март марта",
    "april április avril abril aprile kwiecien kwietnia апрель апреля",
    "may mai május mayo maio maggio mei maj maja май мая",
    "june juni június juin junio junho giugno czerwiec czerwca июнь июня",
    "july juli július juillet julio julho luglio lipiec lipca июль июля",
    "august août agosto augustus augusti augusztus sierpien sierpnia август августа",
    "september szeptember septembre septiembre setiembre setembro settembre wrzesien wrzesnia сентябрь сентября",
    "october oktober octobre octubre outubro ottobre pazdziernik pazdziernika октябрь октября",
    "november novembre noviembre novembro listopad listopada ноябрь ноября",
    "december dezember décembre diciembre dezembro dicembre grudzien grudnia декабрь декабря",
)
# Cut so far as they mean nothing above: "mar" is March.
FINNISH = (
    "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta"
    " marraskuuta joulukuuta"
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
    for number, name in enumerate(map(_fold, FINNISH.split()), start=1):
        for length in range(SHORTEST, len(name) + 1):
            meanings.setdefault(name[:length], {number})
    return {name: numbers.pop() for name, numbers in meanings.items() if len(numbers) == 1}


NUMBERS = _numbers()


def month_number(word: str) -> int | None:
    """Return the month (1 to 12) that a name or abbreviation means, ``None`` where it means none, or two."""
    return NUMBERS.get(_fold(word))
