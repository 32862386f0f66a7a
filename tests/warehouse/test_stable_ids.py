"""A published person_id never changes its meaning, whatever is exported next and in whatever order."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import duckdb
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.inboxes import AS_OF, land_inbox
from warehouse import functions
from warehouse.build import build, set_variables
from warehouse.inputs import register
from warehouse.landing import Landing, landed_units, table_files
from warehouse.model import Model, load_models, references

TABLES = ("contacts", "interactions", "participants", "tenures", "skills", "rejected")
OWNER = "Tove Lind <tove@fjord.example>"


class Person(NamedTuple):
    """Somebody as one source tells."""

    given_name: str
    surname: str
    place: str = "harbour"

    @property
    def slug(self) -> str:
        """Return the end of their profile's URL."""
        return f"{self.given_name}-{self.surname}-{self.place}".lower()

    @property
    def names(self) -> tuple[str, ...]:
        """Return the name as different programs write it."""
        full = f"{self.given_name} {self.surname}"
        return full, f"{self.surname}, {self.given_name}", f"{self.given_name[0]}. {self.surname}", full.lower(), ""

    @property
    def addresses(self) -> tuple[str, ...]:
        """Return the addresses that they use; the private one is also that of the family."""
        site = f"{self.place}.example"
        at_work = (f"{self.given_name}.{self.surname}@{site}", f"{self.given_name[0]}{self.surname}@{site}")
        return *(address.lower() for address in at_work), f"{self.surname}.{self.place}@gmail.com".lower()


# Each name is one person's, and so is each address.
STRANGERS = st.sampled_from(
    [
        Person(given_name, surname)
        for given_name, surname in (
            ("Ida", "Brandt"), ("Robert", "Falkensteiner"), ("Una", "Quintero"), ("Pilar", "Okonkwo"),
            ("Jonas", "Bergmann"), ("Mirela", "Ravndal"), ("Tibor", "Zsolnay"), ("Anselm", "Krog"),
        )
    ]
)  # fmt: skip
# Namesakes, families at one address, a nickname that is another's name: what an export tells, the next may contradict.
RELATIVES = st.builds(
    Person,
    st.sampled_from(("Ida", "Robert", "Bob", "Una", "Pilar")),
    st.sampled_from(("Brandt", "Falkensteiner", "Quintero")),
    st.sampled_from(("harbour", "reef")),
)


@st.composite
def mailboxes(draw: st.DrawFn, people: st.SearchStrategy[Person]) -> bytes:
    """Write a mailbox of messages from some people to the owner."""
    return b"".join(
        letter(f"{draw(st.sampled_from(person.names))} <{draw(st.sampled_from(person.addresses))}>", days_ago)
        for days_ago, person in enumerate(draw(st.lists(people, min_size=3, max_size=12)))
    )


def letter(sender: str, days_ago: int) -> bytes:
    """One message to the owner as it lies in a mailbox."""
    sent_at = datetime(2026, 6, 1, 9, tzinfo=UTC) - timedelta(days=days_ago)
    key = f"{days_ago}.{sender}".translate(str.maketrans("@<>, ", "....."))
    return (
        f"From x Mon Mar  4 09:30:00 2024\nMessage-ID: <{key}@post.example>\nFrom: {sender.strip()}\nTo: {OWNER}\n"
        f"Date: {sent_at:%d %b %Y %H:%M:%S +0000}\nSubject: Sailing\n\nText.\n\n"
    ).encode()


@st.composite
def connections(draw: st.DrawFn, people: st.SearchStrategy[Person]) -> bytes:
    """Write LinkedIn's list of some people."""
    rows = "".join(
        f"{person.given_name},{person.surname},https://www.linkedin.com/in/{person.slug},,{person.place.title()},"
        "Engineer,04 Mar 2024\n"
        for person in draw(st.lists(people, min_size=2, max_size=8, unique=True))
    )
    return f"First Name,Last Name,URL,Email Address,Company,Position,Connected On\n{rows}".encode()


@st.composite
def address_books(draw: st.DrawFn, people: st.SearchStrategy[Person]) -> bytes:
    """Write cards of some people, each with all addresses."""
    return "".join(
        f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{person.names[0]}\r\n"
        + "".join(f"EMAIL:{address}\r\n" for address in person.addresses)
        + "END:VCARD\r\n"
        for person in draw(st.lists(people, min_size=2, max_size=6, unique=True))
    ).encode()


def exports(people: st.SearchStrategy[Person]) -> st.SearchStrategy[list[tuple[str, bytes]]]:
    """Draw a few exports, in the order in which they come."""
    export = st.one_of(
        st.tuples(st.just("{}.mbox"), mailboxes(people)),
        st.tuples(st.just("Connections {}.csv"), connections(people)),
        st.tuples(st.just("{}.vcf"), address_books(people)),
    )
    return st.lists(export, min_size=3, max_size=5)


def needed_for(table: str) -> list[Model]:
    """Return the models that a table is built from, and its own."""
    by_name = {model.name: model for model in load_models(("staging", "resolution"))}
    found: dict[str, Model] = {}
    waiting = [table]
    with duckdb.connect() as connection:
        while waiting:
            name = waiting.pop()
            if name in by_name and name not in found:
                found[name] = by_name[name]
                waiting += references(connection, by_name[name])
    return list(found.values())


MODELS = needed_for("resolution.persons_of")


def published(landing: Landing) -> dict[str, str]:
    """Build who is who from all that has landed; return the person of each identity that has one."""
    units = landed_units(landing)
    rows = [
        {name: getattr(unit, name) for name in ("unit_id", "connector", "source_path", "landed_at")} for unit in units
    ]
    with duckdb.connect(config={"threads": "1"}) as connection:
        connection.execute("set timezone = 'UTC'")
        functions.register(connection)
        register(connection, {table: table_files(landing, units, table) for table in TABLES}, units=rows)
        set_variables(connection, {"as_of": AS_OF, "me": ["tove@fjord.example"], "time_zone": None, "weekly_budget": 5})
        build(connection, MODELS)
        found = connection.execute("select identity_id, person_id from resolution.persons_of").fetchall()
    return {identity: person for identity, person in found if person}


def after_each(arrivals: Sequence[tuple[str, bytes]]) -> Iterator[dict[str, str]]:
    """Land the exports on successive days, and yield who is who after each."""
    with tempfile.TemporaryDirectory() as folder:
        inbox, landing = Path(folder) / "inbox", Path(folder) / "landing"
        inbox.mkdir()
        for number, (name, content) in enumerate(arrivals):
            (inbox / name.format(number)).write_bytes(content)
            land_inbox(inbox, landing, AS_OF + timedelta(days=number))
            yield published(Landing(landing))


class Change(NamedTuple):
    """What became of an id: the ids that its identities have now; ``born`` tells with which export each id came."""

    person_id: str
    heirs: set[str | None]
    known_before: set[str]
    born: Mapping[str, int]
    is_gone: bool


def changes(arrivals: Sequence[tuple[str, bytes]]) -> Iterator[Change]:
    """Yield for each export but the first, and each id published before it, what became of the id."""
    first_told: dict[str, int] = {}
    before: dict[str, str] = {}
    born: dict[str, int] = {}
    for number, now in enumerate(after_each(arrivals)):
        for identity, person in now.items():
            told = first_told.setdefault(identity, number)
            born[person] = min(told, born.get(person, told))
        members = defaultdict(set)
        for identity, person in before.items():
            members[person].add(now.get(identity))
        for person, heirs in members.items():
            yield Change(person, heirs, set(members), born, person not in now.values())
        before = now


SLOWLY = settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@SLOWLY
@given(exports(STRANGERS))
def test_an_id_goes_on_naming_whom_it_named_or_gives_way_to_an_older_one(arrivals: list[tuple[str, bytes]]) -> None:
    for change in changes(arrivals):
        (heir,) = change.heirs
        assert heir in change.known_before
        assert heir == change.person_id or change.born[heir] <= change.born[change.person_id]


@SLOWLY
@given(exports(RELATIVES))
def test_what_turns_out_to_be_somebody_else_leaves_the_id_to_whom_it_named_first(
    arrivals: list[tuple[str, bytes]],
) -> None:
    for change in changes(arrivals):
        if change.person_id not in change.heirs:
            assert change.is_gone
            assert min(change.born[heir] for heir in change.heirs if heir) <= change.born[change.person_id]
