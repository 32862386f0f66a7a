"""Names of two plain words are put together from their words as `read_name` reads them one by one."""

from __future__ import annotations

import duckdb
from hypothesis import example, given, settings
from hypothesis import strategies as st

from warehouse import functions
from warehouse.build import build
from warehouse.model import load_models
from warehouse.name_lists import WORDS, name_frequencies
from warehouse.names import NameForms, read_name

MODELS = [
    model for model in load_models(("resolution",)) if model.table in ("names_written", "name_words", "names_read")
]
TABLES = """
create schema staging;
create schema resolution;
create table staging.identities (full_name text, mention_count bigint);
create table resolution.addresses (spelled_name text);
"""
FORMATS = ("{} {}", "{}, {}", "{}. {}", "{}  {}", "{} {} (Acme)", "{}-{}")
LETTERS = st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=9)
KNOWN = st.sampled_from(sorted({*name_frequencies(), *(word for words in WORDS.values() for word in words)}))
WORD = st.one_of(LETTERS, KNOWN, st.sampled_from(sorted(WORDS["east_asian_surname"])))
WRITTEN_WORD = st.one_of(WORD, WORD.map(str.title), WORD.map(str.title), WORD.map(str.upper))
NAME = st.tuples(st.sampled_from(FORMATS), WRITTEN_WORD, WRITTEN_WORD).map(lambda name: name[0].format(*name[1:]))


def names_read(names: list[str]) -> dict[str, NameForms]:
    with duckdb.connect() as connection:
        functions.register(connection)
        connection.execute(TABLES)
        connection.execute("insert into staging.identities select unnest($1::text[]), 1", [names])
        build(connection, MODELS)
        rows = connection.execute("select written, unnest(forms) from resolution.names_read").fetchall()
    return {
        written: NameForms._make(tuple(form) if isinstance(form, list) else form for form in forms)
        for written, *forms in rows
    }


@settings(max_examples=15, deadline=None)
@given(st.lists(NAME, min_size=1, max_size=200, unique=True))
@example(["Kim Minsu", "Varga Katalin", "Kim, Befanorra", "A. Maria", "A Maria", "ana Silva", "silva, Ana", "Nee Khan"])
@example(["Help Desk", "Master, Web", "Git Hub", "J. Ira", "Lead Zhang", "ana Master", "A. Desk"])
@example(["Dr Silva", "Ana Gmbh", "Ana Jr", "Li Na", "Ana Ana", "de Silva", "Ana S", "s ana", "Via Silva", "Chen Wei"])
def test_two_words_read_side_by_side_as_one_by_one(names: list[str]) -> None:
    read = names_read(names)
    assert read == {name: read_name(name) for name in names}


def test_a_comma_says_which_word_is_the_given_name() -> None:
    for name in ("Befanorra, Kim", "Befanorra, Kim (Acme)"):
        assert (read_name(name).given, read_name(name).family) == ("kim", "befanorra")


def test_an_initial_is_no_surname() -> None:
    read = read_name("V. Louis")
    assert (read.kind, read.given, read.family) == ("initialed", "v", "louis")
