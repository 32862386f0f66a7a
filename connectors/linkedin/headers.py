"""The names of columns: one key for each, whatever the generation, the language or the spreadsheet made of it.

Headers change case (``From``, ``FROM``), spacing (``First Name``, ``FirstName``) and order between generations, so
columns are found by key, never by position. Translated headers are claimed by third parties, and no real translated
archive has been found: the table is cheap, and what it does not know is rejected, not guessed.
"""

from __future__ import annotations

from collections.abc import Iterable

from connectors.tables import LONGEST_NAME, aliases, key

SYNONYMS = {
    "firstname": "vorname prenom nombre nome primeironome voornaam fornamn fornavn imie",
    "lastname": (
        "nachname familienname nom nomdefamille apellido apellidos sobrenome apelido cognome achternaam efternamn"
        " efternavn etternavn nazwisko"
    ),
    "emailaddress": (
        "email emailadresse adresseemail adresseelectronique correoelectronico direcciondecorreoelectronico"
        " enderecodeemail indirizzoemail emailadres epostadress epostadresse adresemail"
    ),
    "company": "unternehmen firma firmenname entreprise nomdelentreprise societe empresa nombredelaempresa"
    " nomedaempresa azienda nomedellazienda societa bedrijf bedrijfsnaam foretag virksomhed selskap",
    "position": "poste intituleduposte fonction puesto cargo posizione qualifica functie positie befattning stilling"
    " stanowisko",
    "connectedon": (
        "verbundenam verbundenseit vernetztam vernetztseit kontaktseit datedeconnexion connectele connecteele"
        " enrelationdepuis fechadeconexion conectadoel conectadoem datadeconexao datadicollegamento collegatoil"
        " verbondenop connectiegemaaktop ansluten anslutenden forbundet forbundetden koblet kobletden"
        " datanawiazaniakontaktu"
    ),
    "url": "profileurl publicprofileurl linkedinurl profilurl urlduprofil urldelperfil urldoperfil urldelprofilo",
    "from": "von de da van",
    "to": "an a para aan",
    "date": "datum fecha data",
    "subject": "betreff objet asunto assunto oggetto onderwerp",
    "content": "inhalt contenu contenido conteudo contenuto inhoud",
    "folder": "ordner dossier carpeta pasta cartella map",
    "sentat": "gesendetam envoyele dateenvoi datedenvoi enviadoel fechadeenvio enviadoem datadeenvio inviatoil"
    " verzondenop",
    "message": "nachricht mensaje mensagem messaggio bericht",
    "direction": "richtung sens direccion direcao direzione richting",
    "creationdate": "erstellungsdatum erstelltam datedecreation fechadecreacion datadecriacao datadicreazione"
    " aanmaakdatum",
    "location": "ort standort lieu ubicacion localizacao localidade luogo localita locatie",
    "startedon": "beginn begonnenam startdatum datededebut debut fechadeinicio inicio datadeinicio datadiinizio inizio"
    " begindatum",
    "finishedon": "ende beendetam enddatum datedefin fin fechadefin datadetermino termino datadifine fine einddatum",
}
KEYS = aliases(SYNONYMS)


def columns_of(header: Iterable[str]) -> dict[str, int]:
    """Return key (English where known) → position; of columns of one name (Ad_Targeting has many) the first."""
    columns: dict[str, int] = {}
    for position, name in enumerate(header):
        if len(name) <= LONGEST_NAME and (word := key(name)):
            columns.setdefault(KEYS.get(word, word), position)
    return columns
