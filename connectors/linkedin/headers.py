"""The names of columns: one key for each, whatever the generation, the language or the spreadsheet made of it.

Headers change case (``From``, ``FROM``), spacing (``First Name``, ``FirstName``) and order between generations, so
columns are found by key, never by position. Translated headers are claimed by third parties for ``Connections.csv``
alone, and no real translated archive has been found: the table is cheap, and what it does not know is rejected, not
guessed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

SYNONYMS = {
    "firstname": "vorname prenom nombre nome primeironome voornaam",
    "lastname": "nachname nom apellido apellidos sobrenome apelido cognome achternaam",
    "emailaddress": (
        "email emailadresse adresseemail adresseelectronique correoelectronico direcciondecorreoelectronico"
        " enderecodeemail indirizzoemail emailadres"
    ),
    "company": "unternehmen firma entreprise empresa azienda societa bedrijf",
    "position": "poste puesto cargo posizione qualifica functie positie",
    "connectedon": (
        "verbundenam verbundenseit datedeconnexion connectele fechadeconexion conectadoel conectadoem datadeconexao"
        " datadicollegamento collegatoil verbondenop"
    ),
    "url": "profileurl publicprofileurl linkedinurl profilurl urlduprofil urldelperfil urldoperfil urldelprofilo",
}
# What is longer is no name of a column, but a text in search of its header.
LONGEST_NAME = 80
KEYS = {synonym: key for key, synonyms in SYNONYMS.items() for synonym in synonyms.split()}


def column_key(name: str) -> str:
    """Return the key of a column: letters and digits only, lower case, without accents, in English where known."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(letter for letter in decomposed if letter.isalnum())
    return KEYS.get(plain, plain)


def columns_of(header: Iterable[str]) -> dict[str, int]:
    """Return key → position; of columns with the same name (Ad_Targeting has many) the first."""
    columns: dict[str, int] = {}
    for position, name in enumerate(header):
        if len(name) <= LONGEST_NAME and (key := column_key(name)):
            columns.setdefault(key, position)
    return columns
