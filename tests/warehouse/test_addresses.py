"""What an address tells of who is behind it: of Exchange's own forms, of tags, of scripts, and of what is passed on."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.warehouse.cases_of_resolution import SPRING
from tests.warehouse.landed import staged
from tests.warehouse.resolved import Told, every, groups, resolved
from tests.warehouse.small_world import ago, world

EXCHANGE = "imceaex-_o=tarn_ou=exchange+20administrative+20group+20+28fydib+29_cn=recipients_cn={}@tarnoptics.com"
LETTER = (
    "From - Mon Jun  1 09:00:00 2026\nMessage-ID: <{1}@x>\nDate: Mon, 1 Jun 2026 09:0{1}:00 +0000\n"
    "From: {0}\nTo: {2}\nSubject: {1}\n\nText.\n\n"
)
ME, ANA, BO = "me@oakline.example", "ana@silva.example", "bo@nilsen.example"


def test_who_is_told_by_a_path_of_exchange_is_one_of_many_there() -> None:
    told = [
        Told("Runa Halvard", EXCHANGE.format("runa")),
        Told("Pelle Stenmark", EXCHANGE.format("pstenmark"), days=every(3, SPRING, 9)),
        Told("Pelle Stenmark", "pelle@tarnoptics.com", days=every(300, SPRING, 1)),
        Told("", EXCHANGE.format("tjonas")),
        Told("", EXCHANGE.format("tjonasson")),
    ]
    with resolved(told) as connection:
        assert groups(connection) == {
            frozenset({told[0].key}),
            frozenset({told[1].key, told[2].key}),
            frozenset({told[3].key}),
            frozenset({told[4].key}),
        }
        found = dict(connection.execute("select full_name, primary_email from main.people").fetchall())
    assert found["Pelle Stenmark"] == "pelle@tarnoptics.com"
    assert found["Runa Halvard"] == EXCHANGE.format("runa")


def test_an_address_that_exchange_packed_into_another_is_that_address() -> None:
    packed = "imceasmtp-runa+2ehalvard+2bpost+40gmail+2ecom@tarnoptics.com"
    told = [Told("", packed, days=every(3, SPRING, 9)), Told("Runa H", "runa.halvard@gmail.com")]
    with resolved(told) as connection:
        assert groups(connection) == {frozenset(entry.key for entry in told)}
        assert connection.execute("select primary_email from main.people").fetchall() == [("runa.halvard@gmail.com",)]


@pytest.mark.parametrize("email", ["дмитрий@почта.example", "김지우@ostrava.example", "नेहा@ostrava.example"])
def test_an_address_in_any_script_is_one_persons(email: str) -> None:
    told = [Told("Dmitri Orlowski", email), Told("Dima", email), Told("", email)]
    with resolved(told) as connection:
        assert groups(connection) == {frozenset(entry.key for entry in told)}
        assert connection.execute("select primary_email from main.people").fetchall() == [(email,)]


def test_two_addresses_in_another_script_are_two_people() -> None:
    told = [Told("", "дмитрий@почта.example"), Told("", "ольга@почта.example")]
    with resolved(told) as connection:
        assert len(groups(connection)) == 2


RELAYS = [
    Told("Ida Brandt", "hit-reply@linkedin.com"),
    Told("Ida Brandt", "dse_na4@docusign.net", days=every(3, SPRING, 1)),
    Told("Ida Brandt", "reply+abcdef01@reply.forge.example"),
    Told("Ida Brandt", "k2j4h5@reply.market.example"),
    Told("Ida Brandt", "inbox+abc123@camp.example"),
    Told("Ida Brandt via Waveboard", "hello@waveboard.example", days=every(3, SPRING, 1)),
    Told("'Ida Brandt' via Team Data", "team-data@harbour.example", days=every(3, SPRING, 1)),
]
PEOPLE_WHO_LOOK_LIKE_RELAYS = [
    Told("Mario Conti", "m.conti@reply.com", days=every(3, SPRING, 1)),
    Told("Olivia Strand", "olivia@notify.co.uk"),
    Told("Lena Ortiz", "lena+inbox@ortiz.example"),
    Told("Ravi Repley", "ravi.repley@harbour.example"),
    Told("Sofia Klint via Klintworks", "sofia@klintworks.example", days=every(3, SPRING, 1)),
]


def test_what_a_platform_passes_on_is_no_address_of_who_wrote() -> None:
    ida = Told("Ida Brandt", "ida@harbour.example")
    with resolved([ida, *RELAYS, *PEOPLE_WHO_LOOK_LIKE_RELAYS]) as connection:
        reasons = dict(connection.execute("select email, reason from main.excluded_addresses").fetchall())
        people = dict(connection.execute("select full_name, primary_email from main.people").fetchall())
    assert reasons == {entry.email: "relay of a platform" for entry in RELAYS}
    assert people["Ida Brandt"] == "ida@harbour.example"
    assert set(people.values()) == {ida.email, *(entry.email for entry in PEOPLE_WHO_LOOK_LIKE_RELAYS)}


def test_an_address_of_the_owners_with_a_tag_is_no_channel_of_its_own() -> None:
    small = world("ana", "bo")
    small.own_address("conf", "me+conf@oakline.example")
    for number in range(6):
        small.mail(ago(1200 + 30 * number), "ana", "conf")
        small.mail(ago(5 + 30 * number), "bo", "me")
    assert small.query("select distinct channel, account, state from main.coverage") == [
        ("mail me@oakline.example", "me@oakline.example", "goes on")
    ]
    assert small.query("select distinct account from main.interactions") == [("me@oakline.example",)]


def test_the_address_book_that_came_last_tells_where_somebody_works() -> None:
    told = [
        Told("Kit Mossgrove", "kit@mossgrove.example", "", "Zeta Ltd", "address_book", card="card 1", landed=1),
        Told("Kit M", "kit@mossgrove.example", "", "Acme Ltd", "address_book", card="card 2", landed=2),
    ]
    with resolved(told) as connection:
        assert connection.execute("select company from main.people").fetchall() == [("Acme Ltd",)]


@pytest.mark.parametrize("all_mail", ["All Mail", "Alle Nachrichten", "Todos", "すべてのメール"])
def test_the_folder_of_all_mail_does_not_say_that_a_draft_was_sent(tmp_path: Path, all_mail: str) -> None:
    draft, sent, got = LETTER.format(ME, 1, ANA), LETTER.format(ME, 2, BO), LETTER.format(ANA, 3, ME)
    folders = {"Drafts": draft + sent, "Sent Mail": sent, all_mail: draft + sent + got}
    with staged(tmp_path, {f"mail/imap.gmail.com/[Gmail].sbd/{name}": text for name, text in folders.items()}) as build:
        rows = build.execute("select subject, state from staging.interactions order by subject").fetchall()
    assert rows == [("1", "draft"), ("2", "confirmed"), ("3", "confirmed")]
