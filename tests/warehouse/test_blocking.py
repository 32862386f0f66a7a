"""Which records are compared: those that a blocking rule brings together, and few others."""

from __future__ import annotations

import duckdb

from tests.warehouse.resolved import Told, resolved

TOLD = (
    Told("Robert Falkensteiner", "rf@lagoon.example"),
    Told("Bob Falkensteiner", "chess@reef.example"),
    Told("B. Falkensteiner", "kite@strand.example"),
    Told("Renate Falkensteiner", "sailing@oyster.example"),
    Told("", "rfalkensteiner@harbour.example"),
    Told("Ida Brandt", slug="ida-brandt"),
    Told("Brandt, Ida", "seabird@lagoon.example"),
)


def candidate_pairs(connection: duckdb.DuckDBPyConnection) -> set[frozenset[str]]:
    """Return the pairs as pairs of what tells them apart at a glance: the address, or the name."""
    rows = connection.execute(
        """
        select coalesce(a.email, a.full_name), coalesce(b.email, b.full_name)
        from resolution.candidate_pairs as pairs
        inner join resolution.records as a on pairs.record_a = a.record_number
        inner join resolution.records as b on pairs.record_b = b.record_number
        """
    ).fetchall()
    return {frozenset(row) for row in rows}


def test_short_forms_meet_the_names_that_they_may_stand_for() -> None:
    with resolved(TOLD) as connection:
        pairs = candidate_pairs(connection)
    nickname = {"rf@lagoon.example", "chess@reef.example"}
    initial = {"chess@reef.example", "kite@strand.example"}
    logins = [{login, "rfalkensteiner@harbour.example"} for login in ("rf@lagoon.example", "sailing@oyster.example")]
    swapped = {"Ida Brandt", "seabird@lagoon.example"}
    assert {frozenset(pair) for pair in (nickname, initial, *logins, swapped)} <= pairs


def test_a_login_brings_those_together_whom_it_may_spell_with_its_user_only() -> None:
    crowd = [Told(f"{name} Falkensteiner", f"{name.lower()}@lagoon.example") for name in ("Renate", "Ruprecht", "Rosa")]
    login = "rfalkensteiner@harbour.example"
    # More than the rule for rare words takes.
    others = [Told(f"{name} Falkensteiner", f"{name.lower()}@reef.example") for name in ("Una", "Ida", "Bo", "Jan")]
    with resolved([*crowd, *others, Told("", login)]) as connection:
        pairs = candidate_pairs(connection)
    assert {pair for pair in pairs if login in pair} == {frozenset((login, entry.email)) for entry in crowd}
    assert not [pair for pair in pairs if login not in pair]
