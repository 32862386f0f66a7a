"""Identities as sources tell them, and which of them are one person: each case stands among all the others."""

from __future__ import annotations

from datetime import date

from tests.warehouse.resolved import Told, every

SPRING, AUTUMN = date(2025, 3, 3), date(2025, 9, 1)

# What it shows -> the identities of each person, in lists.
CASES: dict[str, list[list[Told]]] = {
    "one address, many ways to write the name": [
        [
            Told("Milena Orsolani", "milena.orsolani@corvusmill.com"),
            Told("milena orsolani", "Milena.Orsolani@corvusmill.com".lower()),
            Told("Orsolani, Milena", "milena.orsolani@corvusmill.com"),
            Told("Milena Orsolani | Corvus Mill", "milena.orsolani@corvusmill.com"),
            Told("Milena Orsolani (Corvus)", "milena.orsolani@corvusmill.com"),
            Told("M. Orsolani", "milena.orsolani@corvusmill.com"),
            Told("", "milena.orsolani@corvusmill.com"),
        ]
    ],
    "a profile without an address finds the mailbox by a rare name": [
        [
            Told(
                "Thaddeus Quillfeather", slug="thaddeus-quillfeather-1a2b", company="Ostrava Labs", source="connection"
            ),
            Told("Thaddeus Quillfeather", "xq77@lanternpost.net"),
        ]
    ],
    "a nickname and an address that spells it": [
        [
            Told("Robert Ashgrovel", slug="robert-ashgrovel", source="connection"),
            Told("Bob Ashgrovel", "r.ashgrovel@pinbrook.org"),
            Told("", "robert.ashgrovel@gmail.com"),
        ]
    ],
    "a rare name that two addresses spell, and nobody tells": [
        [Told("", "katalin.wolvercrag@saltmarsh.de"), Told("", "katalin.wolvercrag@gladewater.fr")]
    ],
    "two profiles of one name are two people, and the employer tells which mailbox is whose": [
        [
            Told("Wanda Brackenridge", slug="wanda-brackenridge-1", company="Tarn Optics", source="connection"),
            Told("Wanda Brackenridge", "wandab@tarnoptics.com"),
        ],
        [
            Told("Wanda Brackenridge", slug="wanda-brackenridge-2", company="Helm & Sons", source="connection"),
            Told("Wanda Brackenridge", "wbrackenridge@helmsons.co.uk"),
        ],
    ],
    "at two employers at once: two namesakes": [
        [Told("Ulrich Fennimore", "ulrich.fennimore@saltmarsh.de", days=every(40, SPRING, 9))],
        [Told("Ulrich Fennimore", "ufennimore@gladewater.fr", days=every(35, SPRING, 10))],
    ],
    "one employer after the other: one person": [
        [
            Told("Odette Larkspurre", "odette@saltmarsh.de", days=every(10, SPRING, 9)),
            Told("Odette Larkspurre", "olarkspurre@gladewater.fr", days=every(10, AUTUMN, 9)),
        ]
    ],
    "a common name at two employers is not enough": [
        [Told("James Smith", "james.smith@saltmarsh.de")],
        [Told("James Smith", "jsmith@gladewater.fr")],
    ],
    "one card holds several addresses": [
        [
            Told("Paul Miller", "pm1957@gmx.de", source="address_book", card="card 1"),
            Told("Paul Miller", "paul@millerworks.example.net", source="address_book", card="card 1"),
        ]
    ],
    "one telephone": [
        [
            Told("Nadia Kim", "nk@lanternpost.net", card="card 2", phone="+49 (30) 1234567"),
            Told("Nadia Kim", "nadia.k@pinbrook.org", card="card 3", phone="030 1234567"),
        ]
    ],
    "a married name at the same address": [
        [
            Told("Henrike Vossberg", "henrike@vossmail.net"),
            Told("Henrike Dahlkamp", "henrike@vossmail.net"),
            Told("Henrike Dahlkamp", slug="henrike-dahlkamp-77", source="connection"),
        ]
    ],
    "a surname by birth": [
        [
            Told("Ottilie Zwergfeld (née Hartknoch)", "ottilie@pinbrook.org"),
            Told("Ottilie Hartknoch", "o.hartknoch@lanternpost.net"),
        ]
    ],
    "a couple with one private address": [
        [Told("Gregor Pfannschmidt", "familie.pf@gmx.de")],
        [Told("Mechthild Pfannschmidt", "familie.pf@gmx.de")],
    ],
    "a chain of initials joins nobody": [
        [Told("Anselm Drosselbart", "anselm@tarnoptics.com"), Told("A. Drosselbart", "anselm@tarnoptics.com")],
        [Told("Agathe Drosselbart", "agathe@helmsons.co.uk")],
    ],
    "a script of its own at the same address": [
        [Told("Ji-woo Kim", "jiwoo.kim@ostrava.example.org"), Told("김지우", "jiwoo.kim@ostrava.example.org")]
    ],
    "a login in the place of a name": [
        [
            Told("zorbelix77", "12345+zorbelix77@users.noreply.github.com"),
            Told("Ludovic Hargreeve", "zorbelix77@lanternpost.net"),
        ]
    ],
    "a married name, and the private address of before": [
        [
            Told("Sanne Terhorst", "sanne_terhorst@tarnoptics.com"),
            Told("Sanne Terhorst", "terhorsts83@lanternpost.net", company="Tarn Optics"),
            Told("Sanne Kuiperski", "sanne_terhorst@tarnoptics.com"),
            Told("Sanne Kuiperski", slug="sanne-terhorst", source="connection"),
        ]
    ],
    "siblings by initial and surname at one company": [
        [
            Told("Oluremi Adegboyegun", "o.adegboyegun@corvusmill.com"),
            Told("O. Adegboyegun", "o.adegboyegun@corvusmill.com"),
            Told("", "o.adegboyegun@corvusmill.com"),
        ],
        [
            Told("Olatunji Adegboyegun", "olatunji.adegboyegun@corvusmill.com"),
            Told("O. Adegboyegun", "olatunji.adegboyegun@corvusmill.com"),
            Told("Olatunji Adegboyegun", "oadegboyegun84@lanternpost.net"),
        ],
    ],
    "siblings with two surnames": [
        [
            Told("Jimena Zurbarán Echeverría", "jimenaz@helmsons.co.uk", days=every(30, SPRING, 3)),
            Told("Zurbarán Echeverría Jimena", "jimenaz@helmsons.co.uk"),
            Told("J. Zurbarán Echeverría", "jimenaz@helmsons.co.uk"),
        ],
        [
            Told("Rafael Zurbarán Echeverría", "zurbaran-echeverria.rafael@helmsons.co.uk"),
            Told("R. Zurbarán Echeverría", "zurbaran-echeverria.rafael@helmsons.co.uk"),
            Told("Rafa Zurbarán Echeverría", "zurbaran-echeverria.rafael@helmsons.co.uk"),
        ],
    ],
    "a surname that starts with the initial of another at one company": [
        [Told("Jean-Luc Gauvreau", "jean-lucg@saltmarsh.de"), Told("J. Gauvreau", "jean-lucg@saltmarsh.de")],
        [Told("Jean-Luc Beauvoisin", "jean-lucb@saltmarsh.de"), Told("J. Beauvoisin", "jean-lucb@saltmarsh.de")],
    ],
    "another spelling of the given name at an address that spells it": [
        [
            Told("Layla Ferrouh", "layla.ferrouh@gmail.com"),
            Told("Leyla Ferrouh", "layla.ferrouh@gmail.com"),
            Told("Laylah Ferrouh", slug="layla-ferrouh", source="connection"),
        ]
    ],
    "the end of the given name, at a private address": [
        [Told("Folasade Adeyinkola", "xq81@lanternpost.net"), Told("Sade Adeyinkola", "xq81@lanternpost.net")],
    ],
    "Greek letters beside an address told with Latin ones": [
        [
            Told("Despina Angelopoulou", "angelopoulou.despina@tarnoptics.com"),
            Told("Angelopoulou Despina", "angelopoulou.despina@tarnoptics.com"),
            Told("Δέσποινα Αγγελοπούλου", "angelopoulou.despina@tarnoptics.com"),
            Told("Despina Angelopoulou", slug="despina-angelopoulou", source="connection"),
        ]
    ],
    "a short visit to another employer's address is not a change of jobs": [
        [Told("Maria Garcia", "maria.garcia@saltmarsh.de", days=every(60, SPRING, 8))],
        [Told("Maria Garcia", "mgarcia@gladewater.fr", days=(SPRING.replace(month=6),))],
    ],
    "a LinkedIn message without a profile is from the connection of that name": [
        [
            Told("David Johnson", source="linkedin_message"),
            Told("David Johnson", slug="david-johnson-7", source="connection", company="Pinbrook"),
        ]
    ],
    "where two connections bear the name, a message without a profile is nobody's": [
        [Told("Mary Brown", source="linkedin_message")],
        [Told("Mary Brown", slug="mary-brown-1", source="connection", company="Pinbrook")],
        [Told("Mary Brown", slug="mary-brown-2", source="connection", company="Lanternpost")],
    ],
    "a given name beside an address that goes on with another surname": [
        [Told("Thessaly", "thessaly.amin201@gmail.com")],
        [Told("Thessaly Horvathova", "thorvathova@lanternpost.net")],
    ],
    "a number beside the name at one company: a namesake's": [
        [Told("Ambrose Tillinghurst", "atillinghurst@corvusmill.com"), Told("", "atillinghurst@corvusmill.com")],
        [Told("Ambrose Tillinghurst", "atillinghurst2@corvusmill.com"), Told("", "atillinghurst2@corvusmill.com")],
    ],
    "father and son at one company, and their profiles": [
        [
            Told("Cornelius Wexhallow", "cornelius@corvusmill.com"),
            Told("Cornelius Wexhallow", slug="cornelius-wexhallow-1", company="Corvus Mill", source="connection"),
        ],
        [
            Told("Cornelius Wexhallow Jr.", "cwexhallow@corvusmill.com"),
            Told("Cornelius Wexhallow jun.", slug="cornelius-wexhallow-2", company="Corvus Mill", source="connection"),
        ],
    ],
    "a son whom his mail does not call so": [
        [
            Told("Percival Ostermoor Jr.", slug="percival-ostermoor", source="connection"),
            Told("Percival Ostermoor", "percival@pinbrook.org"),
        ]
    ],
    "two given names with a nickname in common at one company": [
        [Told("Robert Quarringdale", "robert.quarringdale@tarnoptics.com")],
        [Told("William Quarringdale", "william.quarringdale@tarnoptics.com")],
    ],
    "a note that names no employer": [
        [Told("Mary Smith (EXT)", "mary.smith@saltmarsh.de")],
        [Told("Mary Smith (EXT)", "msmith@gladewater.fr")],
    ],
    "the name that one goes by, in brackets": [
        [
            Told("Xiulan (Victoria) Ouyangfeng", slug="xiulan-ouyangfeng", source="connection"),
            Told("Victoria Ouyangfeng", "xq91@lanternpost.net"),
        ]
    ],
    "a married name, and a profile whose address has kept the former one": [
        [
            Told("Philippa Tenterhooke", slug="philippa-marchbanksy-3f1a2b", source="connection"),
            Told("Philippa Marchbanksy", "xq92@lanternpost.net"),
        ]
    ],
    "the domain where the people of a company are tells which mailbox is whose": [
        *[
            [
                Told(name, slug=name.lower().replace(" ", "-"), company="Grand Ulverston Foundry", source="connection"),
                Told(name, f"{name[0]}{number}@guf.org".lower()),
            ]
            for number, name in enumerate(["Balthasar Quenby", "Hermione Vandyckels", "Ignatius Throssell"])
        ],
        [
            Told("John Smith", slug="john-smith-1", company="Grand Ulverston Foundry", source="connection"),
            Told("John Smith", "js@guf.org"),
        ],
        [Told("John Smith", slug="john-smith-2", company="Pinbrook", source="connection")],
    ],
    "gmail ignores dots and tags": [
        [Told("", "lina.maar+news@gmail.com"), Told("", "linamaar@googlemail.com")],
    ],
}
