"""Address books as CSV: Google Contacts (headers until 2023 and since), Outlook in its languages, Thunderbird, others.

A table is an address book if it has a column of names and one of e-mail addresses. Google numbers its columns
("E-mail 1 - Value") and sets several values apart with " ::: "; Outlook repeats them ("E-mail 2 Address") and writes
0/0/00 for no birthday. Forms of address ("Mr.", "Frau") are left out of names. "Title" is one where there is a "Job
Title" as well, and the position otherwise. Thunderbird has a column each for year, month and day of birth. A number's
label stands in the column before it ("Phone 1 - Label", "Phone 1 - Value").

===============================  ============================================
row with a name or an address    a contact
row with neither                 ignored: it names nobody
row named as its firm, untitled  ignored: nobody in particular
birthday that is none, or two    rejected; the contact is read without it
===============================  ============================================
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress

from connectors.linkedin.files import file_key
from connectors.linkedin.headers import columns_of
from connectors.linkedin.members import profile_slug
from connectors.mail.dates import parse
from connectors.phone_labels import is_shared
from connectors.records import Contact, Ignored, Record, Rejected
from connectors.source import Source
from connectors.tables import EXCERPT, HEAD_BYTES, Layout, Row, aliases, key, layout_of, rows
from connectors.tables.dates import BadDate, header_date, is_day_first

VERSION = 5

NOTE_LENGTH = 500
COLUMNS = aliases(
    {
        "full": "name fullname displayname contactname vollername anzeigename nomcomplet nombrecompleto nomecompleto"
        " volledigenaam weergavenaam 氏名",
        "file as": "fileas speichernunter",
        "given": "givenname firstname first forename vorname prenom nombre nome voornaam fornamn fornavn imie imię имя"
        " 名",
        "middle": "additionalname middlename middle weiterevornamen zweitervorname deuxiemeprenom segundonombre"
        " secondonome middelstenaam tweedenaam отчество",
        "family": "familyname lastname last surname nachname nom nomdefamille apellido apellidos cognome sobrenome"
        " apelido achternaam efternamn efternavn etternavn nazwisko фамилия 姓",
        "suffix": "namesuffix suffix suffixe sufijo suffisso",
        "nickname": "nickname spitzname surnom alias apodo",
        "title": "title titel",
        "position": "jobtitle organization1title organizationtitle position poste fonction profession puesto cargo"
        " arbeitstitel posizione qualifica functie befattning stilling stanowisko должность 役職",
        "company": "company companyname organization organizationname organization1name employer accountname"
        " associatedcompany firma societe entreprise organisation empresa compania organizacion societa azienda"
        " bedrijf foretag virksomhed selskap организация компания 会社 会社名",
        "birthday": "birthday birthdate dateofbirth birthday1 geburtstag geburtsdatum anniversaire datedenaissance"
        " cumpleanos fechadenacimiento datadenascimento aniversario compleanno datadinascita verjaardag geboortedatum"
        " fodelsedag fodselsdag urodziny dataurodzenia",
        "birth year": "birthyear geburtsjahr anneedenaissance",
        "birth month": "birthmonth geburtsmonat moisdenaissance",
        "note": "note notes notiz notizen remarques notas anotacoes commenti notities anteckningar comments",
    }
)
OF_PERSONS = ("position", "title")
NEEDED = (frozenset({"full"}), frozenset({"given"}), frozenset({"family"}))
WHICH = (
    "(primary|secondary|alternate|work|home|other|personal|business|additional|primare|sekundare|premiere|secondaire"
    "|primaria|secondaria|primair|secundair)?"
)
EMAIL = re.compile(
    rf"{WHICH}(user)?e?mail\d*(address|adresse|adres)?\d*(value|wert|valeur|valor|valore|waarde)?"
    r"|userprincipalname|(primary)?smtpaddress"
    rf"|adressedemessagerie\d*|{WHICH}adresse(de)?(email|courriel|electronique)\d*(secondaire)?"
    r"|courriel\d*|(direccionde?l?correo|correo)(electronico)?(principal|secundario)?\d*"
    rf"|indirizzo(di)?(postaelettronica|email)\d*|{WHICH}postaelettronica|enderecode(correioeletronico|email)\d*"
    rf"|epost(adress|adresse)?\d*|adresemail|адрес(эл|электронной)почты|(адрес)?электроннаяпочта|{key('メールアドレス')}\d*"
)
PHONE = re.compile(r"(tele)?phone|telefo|mobil|movil|handy|cellulare|cellulaire|celular|portable|^tel|^телефон")
NO_PHONE = re.compile(
    r"phonetic|label|type|typ$|telex|ttytdd|yomi|display|address|provider|radio|callback|emergency"
    r"|company|societe|societa|firma|empresa"  # the firm's, which is its switchboard
)
NUMBERED = re.compile(r"\D+\d+")
PAGE = re.compile(r"website|webpage|webseite|webpagina|pageweb|paginaweb|profile|linkedin|^url\d*$")
# LinkedIn's own lists of people, and this program's, have names and addresses as well.
OTHERS = (
    frozenset(("connectedon",)),
    frozenset(("companies", "createdat")),
    frozenset(("personid", "fullname")),
    frozenset(("identityid",)),
)
# In a Connections.csv they are LinkedIn's, also where nobody knows what its column of days is called.
CONNECTIONS = frozenset(("firstname", "lastname", "company", "position"))
SEPARATOR = re.compile(r":::|[;,]")
BETWEEN_PAGES = re.compile(r"[\s,;]+")
NO_BIRTHDAY = re.compile(r"0+[/.-]0+[/.-]0+")
WITHOUT_YEAR = re.compile(r"--(\d\d)-?(\d\d)")


def recognizes(source: Source) -> bool:
    """Tell whether this is a table with a column of names and one of e-mail addresses."""
    if source.files or source.offset or source.length is not None:
        return False
    with suppress(Exception):  # whatever is wrong with the file, it is not recognized
        layout = _layout(source.head(HEAD_BYTES))
        if layout is None:
            return False
        named = {*map(key, layout.header), *columns_of(layout.header)}
        others = (*OTHERS, CONNECTIONS) if file_key(source.name) == "connections" else OTHERS
        return not any(columns <= named for columns in others)
    return False


def split(source: Source) -> Iterator[Source]:
    """Yield the file whole: address books are small."""
    yield source


def context(source: Source) -> str:
    """Return ``""``: what a row says depends on nothing but the file's bytes."""
    return ""


def read(source: Source) -> Iterator[Record]:
    """Yield a `Contact` or an `Ignored` for each row; before it what of the row could not be read."""
    layout = _layout(source.head(HEAD_BYTES))
    if layout is None:
        yield Rejected("no columns of names and e-mail addresses", "row 1")
        return
    found = (row.cells.get("birthday", "") for row in rows(source, layout) if isinstance(row, Row))
    day_first = is_day_first(found)
    for row in rows(source, layout):
        if isinstance(row, Row):
            yield from _read_row(row, layout, day_first)
        else:
            yield row


def _layout(head: bytes) -> Layout | None:
    """Return the layout of an address book, with columns ``email``, ``phone`` and ``page`` numbered by position."""
    layout = layout_of(head, COLUMNS, NEEDED)
    if layout is None:
        return None
    numbered = {
        f"{kind} {position:03}": position
        for position, name in enumerate(layout.header)
        if (kind := _kind(key(name))) and position not in layout.columns.values()
    }
    if not any(name.startswith("email ") for name in numbered):
        return None
    return layout._replace(columns=layout.columns | numbered | _labels(layout.header, numbered))


def _labels(header: list[str], numbered: dict[str, int]) -> dict[str, int]:
    """Return the columns that hold the labels of numbers; "Phone 1 - Label" is that of "Phone 1 - Value"."""
    numbers = [NUMBERED.match(key(name)) for name in header]
    return {
        f"label of {name}": position - 1
        for name, position in numbered.items()
        if name.startswith("phone ")
        and position
        and (own := numbers[position])
        and (before := numbers[position - 1])
        and own[0] == before[0]
        and before.end() < len(before.string)
    }


def _kind(word: str) -> str:
    if EMAIL.fullmatch(word):
        return "email"
    if PHONE.search(word) and not NO_PHONE.search(word) and not is_shared(word):
        return "phone"
    return "page" if PAGE.search(word) else ""


def _read_row(row: Row, layout: Layout, day_first: bool | None) -> Iterator[Record]:
    cells = row.cells
    is_form_of_address = "position" in layout.columns
    title = cells.get("title", "")
    written_out = " ".join(filter(None, [cells.get(name, "") for name in ("given", "middle", "family", "suffix")]))
    emails = tuple(email for email in _values(cells, "email") if "@" in email and " " not in email)
    full_name = cells.get("full") or written_out or cells.get("nickname") or cells.get("file as", "")
    if not full_name and not emails:
        yield Ignored("the row names nobody", row.location)
        return
    is_person = (cells.get("given") and cells.get("family")) or any(map(cells.get, OF_PERSONS))
    if full_name and full_name == cells.get("company") and not is_person:
        yield Ignored("a firm, not a person", row.location)
        return
    told, birthday = _told_birthday(cells), ""
    try:
        birthday = _birthday(told, day_first)
    except BadDate as flaw:
        yield Rejected(f"birthday: {flaw}", row.location, told[:EXCERPT])
    pages = " ".join(cell for name, cell in cells.items() if name.startswith("page "))
    yield Contact(
        row.location,
        "address_book",
        full_name=full_name,
        given_name=cells.get("given", ""),
        family_name=cells.get("family", ""),
        emails=emails,
        profile_url=next(filter(profile_slug, BETWEEN_PAGES.split(pages)), ""),
        phones=tuple(number for number in _values(cells, "phone") if any(map(str.isdigit, number))),
        company=cells.get("company", ""),
        position=cells.get("position", "") or ("" if is_form_of_address else title),
        birthday=birthday,
        note=cells.get("note", "").replace("\r\n", "\n")[:NOTE_LENGTH],
    )


def _values(cells: dict[str, str], kind: str) -> tuple[str, ...]:
    found: Iterable[str] = (
        cell
        for name, cell in sorted(cells.items())
        if name.startswith(f"{kind} ") and not is_shared(cells.get(f"label of {name}", ""))
    )
    return tuple(dict.fromkeys(value.strip() for cell in found for value in SEPARATOR.split(cell) if value.strip()))


def _told_birthday(cells: dict[str, str]) -> str:
    month, day = cells.get("birth month", ""), cells.get("birthday", "")
    if month.isdecimal() and day.isdecimal():
        year = cells.get("birth year", "")
        return f"{year}-{month}-{day}" if year else f"--{int(month):02}-{int(day):02}"
    return day


def _birthday(text: str, day_first: bool | None) -> str:
    """Return ISO text, ``--05-17`` where the year is not known, ``""`` where there is no birthday; raise `BadDate`."""
    if not text or NO_BIRTHDAY.match(text):
        return ""
    match = WITHOUT_YEAR.fullmatch(text)
    written = f"2000-{match[1]}-{match[2]}" if match else text
    # The parser of mail's dates knows no year before 1971.
    year = re.search(r"\d{4}", written)
    moved = written.replace(year[0], "2000" if _is_leap(int(year[0])) else "2001", 1) if year else written
    found = parse(header_date(moved, day_first).encode())
    if found is None or year is None:
        raise BadDate("no day of a year")
    return f"{'-' if match else year[0]}-{found[0]:%m-%d}"


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
