from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.records import Contact, Ignored, Interaction, Participant, Record, Rejected
from connectors.source import Source
from tests.inboxes import AS_OF, BEGIN, calendar, connections, land_inbox, tree, write_all
from tests.warehouse.plugged import Plug, interaction, landed_rows, only_unit
from warehouse import decisions
from warehouse.decisions import Decision
from warehouse.erasure import erase, units_with
from warehouse.files import exchange, restore
from warehouse.forgetting import GONE, REASON, remaining
from warehouse.forgotten import (
    DECISIONS_NAME,
    KEY_NAME,
    Forgotten,
    ForgottenKeyMissing,
    Known,
    canonical_address,
    forgotten_beside,
    known_or_nobody,
    profile_slug,
)
from warehouse.inputs import register
from warehouse.landing import Landing, landed_units
from warehouse.model import SQL_FOLDER

NOON = datetime(2026, 6, 30, 12, tzinfo=UTC)
IDA = Known("ida@harbour.example", "https://www.linkedin.com/in/ida-brandt", "Ida Brandt")
TOVE = Known("tove@fjord.example", "", "Tove Lind")


def forgetting(*people: Known, mine: tuple[Known, ...] = (TOVE,)) -> Forgotten:
    nobody = Forgotten(b"a secret")
    digests = {digest for party in people for digest in nobody.remembered(party)}
    return nobody.with_more(digests, {digest for party in mine for digest in nobody.remembered(party)})


def remember(home: Path, forgotten: Forgotten) -> None:
    home.mkdir(exist_ok=True)
    forgotten.write_key(home / KEY_NAME)
    decisions.append(home / DECISIONS_NAME, forgotten.lines(NOON))


def letter(number: int, sender: str, to: str = "Tove Lind <tove@fjord.example>", subject: str = "Note") -> bytes:
    sent_at = format_datetime(BEGIN + timedelta(hours=number))
    head = f"Message-ID: <{number}@post.example>\nFrom: {sender}\nTo: {to}\nDate: {sent_at}\nSubject: {subject}"
    return f"From x Mon Mar  4 09:30:00 2024\n{head}\n\nText.\n\n".encode()


def inbox_with(folder: Path) -> Path:
    letters = [
        letter(1, "Ida Brandt <ida@harbour.example>"),
        letter(2, "Bo Falk <bo@reef.example>"),
        letter(3, "Bo Falk <bo@reef.example>", "tove@fjord.example, ida@harbour.example", "For Ida Brandt"),
        letter(4, "tove@fjord.example", "IDA+work@harbour.example"),
        letter(5, "bo@reef.example", subject="Invitation: sail (ida@harbour.example)"),
    ]
    return write_all(
        folder,
        {"mail.mbox": b"".join(letters), "plan.ics": calendar(3), "Connections.csv": connections(4)},
    )


def without_ledger(landing: Path) -> dict[str, bytes]:
    return {name: content for name, content in tree(landing).items() if name != "ledger.json"}


def test_what_is_forgotten_afterwards_is_as_if_it_had_never_been_landed(tmp_path: Path) -> None:
    inbox = inbox_with(tmp_path / "inbox")
    profile = Known("", "https://www.linkedin.com/in/ida-2", "")
    forgotten = forgetting(IDA, profile)
    for name in ("before", "after"):
        (tmp_path / name).mkdir()
    remember(tmp_path / "before", forgotten)
    land_inbox(inbox, tmp_path / "before" / "landing")
    land_inbox(inbox, tmp_path / "after" / "landing")
    erased = erase(Landing(tmp_path / "after" / "landing"), forgotten)
    assert {each.manifest.source_path for each in erased} == {"mail.mbox", "plan.ics", "Connections.csv"}
    assert without_ledger(tmp_path / "after" / "landing") == without_ledger(tmp_path / "before" / "landing")
    assert erase(Landing(tmp_path / "after" / "landing"), forgotten) == []


def test_no_trace_is_left_and_every_record_is_accounted_for(tmp_path: Path) -> None:
    place = Landing(tmp_path / "landing")
    land_inbox(inbox_with(tmp_path / "inbox"), place.root)
    before = {unit.source_path: unit for unit in landed_units(place)}
    erase(place, forgetting(IDA))
    for unit in landed_units(place):
        assert unit.records == before[unit.source_path].records
        tables = [pl.read_parquet(path) for path in (place.root / unit.folder).glob("*.parquet")]
        assert not any(trace in str(table.rows()).lower() for table in tables for trace in ("ida@", "ida brandt"))
    mail = next(unit for unit in landed_units(place) if unit.source_path == "mail.mbox")
    assert (mail.ignored, mail.ignored_reasons) == (2, {REASON: 2})
    assert mail.counts["interactions"] == 3
    subjects = landed_rows(place.root, "interactions").filter(pl.col("kind") == "email")["subject"].to_list()
    assert subjects == ["Note", f"For {GONE}", f"Invitation: sail ({GONE})"]
    assert landed_rows(place.root, "participants").filter(pl.col("interaction_number") == 2)["role"].len() == 3


def test_neither_the_same_files_nor_new_ones_nor_a_new_version_bring_anybody_back(tmp_path: Path, plug: Plug) -> None:
    def read(source: Source) -> Iterator[Record]:
        yield interaction(
            1, parties=(Participant("from", "Ida", "Ida@Harbour.example"), Participant("to", "", TOVE.email))
        )
        yield interaction(2, parties=(Participant("from", "Bo", "bo@reef.example"), Participant("to", "", TOVE.email)))

    plug(read)
    inbox, landing = write_all(tmp_path / "inbox", {"a": b"plugged 1"}), tmp_path / "landing"
    land_inbox(inbox, landing)
    remember(tmp_path, forgetting(IDA))
    erase(Landing(landing), forgotten_beside(landing))
    plug(read, version=2)
    write_all(inbox, {"b": b"plugged 2"})
    assert len(land_inbox(inbox, landing).landed) == 2
    assert set(landed_rows(landing, "participants")["email"]) == {"bo@reef.example", TOVE.email}
    assert units_with(Landing(landing), forgotten_beside(landing)) == []
    assert [(unit.records, unit.ignored) for unit in landed_units(Landing(landing))] == [(2, 1), (2, 1)]


def test_what_was_landed_earlier_keeps_its_time_when_the_file_grows(tmp_path: Path, plug: Plug) -> None:
    def read(source: Source) -> Iterator[Record]:
        for number in range(source.path.stat().st_size - len("plugged")):
            sender = "ida@harbour.example" if number < 3 else f"{number}@reef.example"
            yield interaction(number, parties=(Participant("from", "", sender), Participant("to", "", TOVE.email)))

    plug(read)
    landing = tmp_path / "landing"
    land_inbox(write_all(tmp_path / "inbox", {"a": b"plugged" + bytes(5)}), landing)
    land_inbox(write_all(tmp_path / "inbox", {"a": b"plugged" + bytes(8)}), landing, AS_OF + timedelta(days=1))
    remember(tmp_path, forgetting(IDA))
    erase(Landing(landing), forgotten_beside(landing))
    (mark,) = only_unit(landing).landed_earlier
    assert mark.interactions == 2
    days = landed_rows(landing, "interactions")["landed_at"].dt.date().to_list()
    assert days == [AS_OF] * 2 + [AS_OF + timedelta(days=1)] * 3


def test_a_rewrite_that_is_cut_off_loses_no_unit(tmp_path: Path) -> None:
    unit, replacement = tmp_path / "unit", tmp_path / "new"
    write_all(tmp_path, {"unit/manifest.json": b"old", "new/manifest.json": b"new"})
    unit.rename(tmp_path / "unit.aside")
    restore(tmp_path)
    assert tree(unit) == {"manifest.json": b"old"}
    exchange(unit, replacement)
    write_all(tmp_path, {"unit.aside/manifest.json": b"old"})
    restore(tmp_path)
    assert tree(tmp_path) == {"unit/manifest.json": b"new"}


def left(record: Record, forgotten: Forgotten) -> list[Record]:
    return list(remaining([record], forgotten))


def mail(*parties: Participant, subject: str = "", key: str = "<1@post.example>") -> Interaction:
    return interaction(1, subject, parties)._replace(natural_key=key)


BY_IDA = Participant("from", "Ida Brandt", "ida@harbour.example")
TO_TOVE = Participant("to", "", "tove@fjord.example")
TO_BO = Participant("cc", "Bo Falk", "bo@reef.example")


def test_what_is_left_with_nobody_but_the_owner_goes() -> None:
    at_home = Participant("cc", "", "tove@home.example")
    forgotten = forgetting(IDA, mine=(TOVE, Known("tove@home.example")))
    gone = [Ignored(REASON, "row 1")]
    assert left(mail(BY_IDA, TO_TOVE), forgotten) == gone
    assert left(mail(BY_IDA, TO_TOVE, at_home), forgotten) == gone
    assert left(mail(BY_IDA, Participant("to", "", "tove@new-job.example")), forgotten) == gone
    assert left(mail(BY_IDA, Participant("to", is_owner=True)), forgotten) == gone
    assert left(mail(TO_BO, TO_TOVE), forgotten) == [mail(TO_BO, TO_TOVE)]


def test_of_what_others_were_party_to_a_nameless_seat_stays() -> None:
    (record,) = left(mail(BY_IDA, TO_TOVE, TO_BO, subject="Ida Brandt, sailing"), forgetting(IDA))
    assert isinstance(record, Interaction)
    assert record.participants == (Participant("from"), TO_TOVE, TO_BO)
    assert record.subject == f"{GONE}, sailing"
    owner_among = mail(BY_IDA, Participant("to", is_owner=True), TO_BO)
    assert len(left(owner_among, forgetting(IDA))[0].participants) == 3  # type: ignore[union-attr]  # an interaction


def test_a_key_that_names_them_is_told_from_others_and_the_same_in_every_export() -> None:
    forgotten = forgetting(IDA)
    keys = ("talk ida-brandt 2024-03-04", "talk ida-brandt 2024-03-05", "talk ida-brandt 2024-03-04")
    by_ida = Participant("from", "Ida", "", "https://linkedin.com/in/Ida-Brandt/")
    made = [next(remaining([mail(by_ida, TO_TOVE, TO_BO, key=key)], forgotten)).natural_key for key in keys]  # type: ignore[union-attr]  # an interaction
    assert "ida" not in " ".join(made)
    assert made[0] == made[2] != made[1]


def test_a_card_goes_whole_but_not_the_owners() -> None:
    card = Contact("line 1", "address_book", "Ida B.", emails=("ida@new.example", "Ida@harbour.example"))
    assert left(card, forgetting(IDA)) == [Ignored(REASON, "line 1")]
    assert left(card._replace(is_owner=True), forgetting(IDA)) == [card._replace(is_owner=True)]
    other = Contact("line 2", "address_book", "Bo Falk", emails=("bo@reef.example",), note="with ida@harbour.example")
    assert left(other, forgetting(IDA)) == [other._replace(note=f"with {GONE}")]


def test_a_name_counts_where_there_is_nothing_else() -> None:
    forgotten = forgetting(Known("", "", "Brandt, Ída"))
    alone = Participant("from", "Ida Brandt")
    assert left(mail(alone, Participant("to", is_owner=True)), forgotten) == [Ignored(REASON, "row 1")]
    namesake = Participant("from", "Ida Brandt", "ida@reef.example")
    assert left(mail(namesake, TO_TOVE), forgotten) == [mail(namesake, TO_TOVE)]


def test_an_address_that_is_shared_counts_only_with_the_name() -> None:
    nobody = Forgotten(b"a secret")
    forgotten = nobody.with_more(nobody.remembered(Known("crew@reef.example", "", "Ida Brandt"), is_shared=True), ())
    ida = Participant("from", "Ida Brandt", "crew@reef.example")
    assert left(mail(ida, TO_TOVE), forgotten) == [Ignored(REASON, "row 1")]
    assert left(mail(ida._replace(name="Bo Falk"), TO_TOVE), forgotten) == [mail(ida._replace(name="Bo Falk"), TO_TOVE)]


@pytest.mark.parametrize("excerpt", ["?,ida@harbour.example,?", "linkedin.com/in/ida-brandt,?", "1,Brandt,Ida,?"])
def test_a_rejected_record_that_names_them_is_ignored_instead(excerpt: str) -> None:
    forgotten = forgetting(IDA, Known("", "", IDA.name))
    kept = Rejected("no date", "row 2", "1,Falk,Bo")
    assert list(remaining([Rejected("no date", "row 1", excerpt), kept], forgotten)) == [Ignored(REASON, "row 1"), kept]


def test_a_row_of_two_records_is_ignored_once() -> None:
    party = Participant("from", "", "", IDA.profile_url)
    row = [Contact("row 1", "connection", profile_url=IDA.profile_url), mail(party, Participant("to", is_owner=True))]
    assert list(remaining(row, forgetting(IDA))) == [Ignored(REASON, "row 1")]


def test_without_the_right_key_nothing_is_landed(tmp_path: Path) -> None:
    inbox, landing = inbox_with(tmp_path / "inbox"), tmp_path / "landing"
    remember(tmp_path, forgetting(IDA))
    (tmp_path / KEY_NAME).unlink()
    with pytest.raises(ForgottenKeyMissing, match="forgotten.key"):
        land_inbox(inbox, landing)
    Forgotten(b"another secret").write_key(tmp_path / KEY_NAME)
    with pytest.raises(ForgottenKeyMissing):
        land_inbox(inbox, landing)
    assert not landed_units(Landing(landing))


def test_the_decisions_tell_nobody_and_the_key_is_private(tmp_path: Path) -> None:
    forgotten = known_or_nobody(tmp_path / "landing")
    forgotten = forgotten.with_more(forgotten.remembered(IDA), forgotten.remembered(TOVE))
    remember(tmp_path, forgotten)
    said = (tmp_path / DECISIONS_NAME).read_text()
    assert not any(trace in said for trace in ("ida", "harbour", "tove", "fjord"))
    assert (tmp_path / KEY_NAME).stat().st_mode & 0o777 == 0o600
    again = known_or_nobody(tmp_path / "landing")
    assert again.digests == forgotten.digests
    assert again.holds(IDA)
    assert again.is_mine(TOVE)
    assert known_or_nobody(tmp_path / "elsewhere" / "landing").digests == frozenset()


def test_lines_that_name_them_go_and_the_others_stay_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / DECISIONS_NAME
    forgotten = forgetting(IDA, Known("", "", "Ida Brandt"))
    keys = ("ida@harbour.example", IDA.profile_url, "ida brandt", "ida brandt <crew@reef.example>", "bo@reef.example")
    decisions.append(path, [Decision("pin", key, NOON) for key in keys])
    with path.open("a") as stream:
        stream.write('{"decision":"pin", "key":"una@reef.example", "decided_at":"2026-01-01", "colour":"blue"}\n')
    gone = decisions.rewrite(path, lambda line: None if forgotten.names(line.key) else line)
    assert gone == 3
    assert [line.key for line in decisions.read(path)] == [
        "ida brandt <crew@reef.example>",
        keys[4],
        "una@reef.example",
    ]
    assert path.read_text().endswith('"colour":"blue"}\n')
    assert path.stat().st_mode & 0o777 == 0o600
    assert os.listdir(tmp_path) == [DECISIONS_NAME]


PIECE = st.text("aBé0.+-_", max_size=6)
ADDRESS = st.builds(
    "{}@{}".format,
    PIECE,
    st.sampled_from(["Gmail.com", "googlemail.com", "users.noreply.github.com", "reef.example", "", "x@y.example"]),
)
URL = st.builds(
    "{}linkedin.com/{}/{}{}".format,
    st.sampled_from(["https://www.", "http://de.", "LinkedIn.com ", ""]),
    st.sampled_from(["in", "pub", "IN", "company"]),
    st.text("abÉ-%C3A9 1", max_size=8),
    st.sampled_from(["", "/", "?a=b", "/details/"]),
)


@settings(max_examples=30)
@given(st.lists(ADDRESS, max_size=20), st.lists(URL, max_size=20))
def test_addresses_and_profiles_are_recognised_as_the_models_write_them(emails: list[str], urls: list[str]) -> None:
    with duckdb.connect() as connection:
        register(connection, {})
        connection.execute("create schema staging")
        connection.execute("set variable me = []::text[]")
        rows = [(email, "") for email in emails] + [("", url) for url in urls]
        for email, url in rows:
            connection.execute(
                "insert into landing.participants by name select $1 as email, $2 as profile_url", [email, url]
            )
        for table in ("addresses", "profiles"):
            model = (SQL_FOLDER / "staging" / f"{table}.sql").read_text()
            connection.execute(f"create table staging.{table} as {model}")
        addresses = connection.execute("select email, canonical_email from staging.addresses").fetchall()
        profiles = connection.execute("select raw_profile_url, profile_url from staging.profiles").fetchall()
    for raw, canonical in addresses:
        assert canonical_address(raw) == canonical
    assert {email.strip().lower() for email in emails if canonical_address(email)} == {raw for raw, _ in addresses}
    for raw, canonical in profiles:
        assert profile_slug(canonical) == profile_slug(raw)
        assert canonical == f"https://www.linkedin.com/in/{profile_slug(raw)}"
    assert {url for url in urls if profile_slug(url)} == {raw for raw, _ in profiles}
