from __future__ import annotations

import time
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.records import Contact, Ignored, Interaction, Participant, Record, Rejected
from tests.inboxes import tree
from tests.warehouse.plugged import interaction
from tests.warehouse.whom_to_forget import (
    BY_IDA,
    IDA,
    NOON,
    TO_BO,
    TO_TOVE,
    TOVE,
    forgetting,
    remember,
)
from warehouse import decisions
from warehouse.decisions import Decision
from warehouse.forgetting import GONE, REASON, remaining
from warehouse.forgotten import (
    DECISIONS_NAME,
    KEY_NAME,
    Forgotten,
    Known,
    canonical_address,
    known_or_nobody,
    profile_slug,
)
from warehouse.inputs import register
from warehouse.model import SQL_FOLDER


def left(record: Record, forgotten: Forgotten) -> list[Record]:
    return list(remaining([record], forgotten))


def mail(*parties: Participant, subject: str = "", key: str = "<1@post.example>") -> Interaction:
    return interaction(1, subject, parties)._replace(natural_key=key)


@pytest.mark.parametrize("subject", ["a" * 100_000 + " @", "a" * 100_000 + " linkedin.com", "a." * 50_000 + "@"])
def test_a_text_of_a_hundred_thousand_letters_is_looked_through_soon(subject: str) -> None:
    before = time.process_time()
    assert left(mail(BY_IDA, TO_TOVE, subject=subject), forgetting(Known("no@body.example")))
    assert time.process_time() - before < 5


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
    letter = mail(BY_IDA, TO_TOVE, TO_BO, subject="Ida Brandt, sailing")._replace(mailbox="Ida@harbour.example")
    (record,) = left(letter, forgetting(IDA))
    assert isinstance(record, Interaction)
    assert record.participants == (Participant("from"), TO_TOVE, TO_BO)
    assert (record.subject, record.mailbox) == (f"{GONE}, sailing", "")
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
    owners = card._replace(full_name="Tove", emails=("ida@harbour.example", TOVE.email), is_owner=True)
    assert left(owners, forgetting(IDA)) == [owners]
    other = Contact("line 2", "address_book", "Bo Falk", emails=("bo@reef.example",), note="with ida@harbour.example")
    assert left(other, forgetting(IDA)) == [other._replace(note=f"with {GONE}")]


def test_whom_anothers_archive_calls_its_holder_goes_too() -> None:
    forgotten = forgetting(IDA, Known("", "", "Ida Brandt"), mine=(TOVE, Known("", "", "Tove Lund")))
    profile = Contact("Profile.csv, row 1", "owner", "Ida Brandt", is_owner=True)
    # What is left says that the archive is not the user's own, which has a holder too.
    assert left(profile, forgotten) == [profile._replace(full_name=GONE)]
    assert left(profile._replace(full_name=GONE), forgotten) == [profile._replace(full_name=GONE)]
    mine = profile._replace(full_name="Tove Lund")
    assert left(mine, forgotten) == [mine]
    assert left(mail(BY_IDA._replace(is_owner=True), TO_TOVE), forgotten) == [Ignored(REASON, "row 1")]


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
    assert [line.key for line in decisions.read(path)] == [*keys[3:], "una@reef.example"]
    assert path.read_text().endswith('"colour":"blue"}\n')
    assert path.stat().st_mode & 0o777 == 0o600
    assert tree(tmp_path).keys() == {DECISIONS_NAME}


PIECE = st.text("aBé0.+-_", max_size=6)
ADDRESS = st.builds(
    "{}{}@{}".format,
    st.sampled_from(["", "", "IMCEAEX-_O=x+20", "imceasmtp-", "IMCEASMTP-b+2Ea+2B+40Gmail+2Ecom", "imceasmtp-b+40+c3"]),
    PIECE,
    st.sampled_from(["Gmail.com", "googlemail.com", "users.noreply.github.com", "reef.example", "", "x@y.example"]),
)
URL = st.builds(
    "{}linkedin.com/{}/{}{}".format,
    st.sampled_from(["https://www.", "http://de.", "LinkedIn.com ", ""]),
    st.sampled_from(["in", "pub", "IN", "comm/in", "mwlite/in", "pub/dir", "company"]),
    st.text("abÉ-%C3A952F0 1\x1c\xa0", max_size=8),
    st.sampled_from(["", "/", "?a=b", "/details/", "/a7/5/b50", "/A7/57/B50/", "/a7/57/b5000"]),
)


@settings(max_examples=20, deadline=None)
@given(st.lists(ADDRESS, max_size=20), st.lists(URL, max_size=20))
def test_addresses_and_profiles_are_recognised_as_the_models_write_them(emails: list[str], urls: list[str]) -> None:
    with duckdb.connect() as connection:
        register(connection, {})
        connection.execute("create schema staging")
        connection.execute("set variable me = []::text[]")
        found = "insert into landing.participants by name select unnest($1::text[]) as email, '' as profile_url"
        connection.execute(found, [emails])
        found = "insert into landing.participants by name select '' as email, unnest($1::text[]) as profile_url"
        connection.execute(found, [urls])
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
