"""The Parquet files of a unit: the records of one source, a table for each kind.

Importing this module imports Polars (0.3 s), so it is imported by whoever lands something, and by nobody else.
"""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from itertools import accumulate, chain, islice, pairwise
from operator import attrgetter
from pathlib import Path
from typing import Any, TypeAlias, get_args

import polars as pl

from connectors.records import Contact, Ignored, Interaction, Participant, Record, Rejected, Skill, Tenure
from warehouse.manifest import Earlier, part_name

# Rows held in memory before they are written; a unit with more has several files a table.
CHUNK_ROWS = 50_000
CHUNK_PARTICIPANTS = 250_000
# Records are sorted by kind so many at a time: one by one, that takes longer than to write them.
RECORDS_AT_ONCE = 1_000
EXCERPT_LENGTH = 200

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
REPLACEMENT = "\ufffd"
# Up to here a list of lists is quicker; beyond, it is 20 times slower than to group the items.
FEW_ROWS = 200
INT64 = 2**63 - 1
LOCATION, PARTICIPANTS = attrgetter("location"), attrgetter("participants")

Column: TypeAlias = Callable[[Sequence[Any]], pl.Series]


def _text(values: Sequence[Any]) -> pl.Series:
    try:
        series = pl.Series(values, dtype=pl.String)
    except UnicodeEncodeError:
        # Half a surrogate pair, as JavaScript programs leave them behind, has no UTF-8; two halves make a whole.
        series = pl.Series(
            [value.encode("utf-16", "surrogatepass").decode("utf-16", "replace") for value in values], dtype=pl.String
        )
    # NUL ends a text for half of the programs that will read it. An expression costs 0.2 ms, so only where it is due.
    return series.str.replace_all("\0", REPLACEMENT, literal=True) if "\0" in "".join(values) else series


def _texts(values: Sequence[Any]) -> pl.Series:
    flat = _text([item for value in values for item in value])
    ends = list(accumulate(map(len, values), initial=0))
    if len(values) <= FEW_ROWS:
        return pl.Series([flat[start:stop].to_list() for start, stop in pairwise(ends)], dtype=pl.List(pl.String))
    owners = [number for number, value in enumerate(values) for _ in value]
    grouped = pl.DataFrame({"owner": owners, "item": flat}, schema_overrides={"owner": pl.Int64})
    lists = grouped.group_by("owner", maintain_order=True).agg("item")
    rows = pl.DataFrame({"owner": range(len(values))}, schema={"owner": pl.Int64})
    joined = rows.join(lists, on="owner", how="left", maintain_order="left")
    return joined.select(pl.col("item").fill_null([])).to_series()


def _time(values: Sequence[Any]) -> pl.Series:
    # Through integers: five times faster than a series of datetimes. A naive one is a bug of the reader, and raises.
    micros = [
        None if at is None else ((past := at - EPOCH).days * 86_400 + past.seconds) * 1_000_000 + past.microseconds
        for at in values
    ]
    return pl.Series(micros, dtype=pl.Datetime("us", "UTC"))


def _day(values: Sequence[Any]) -> pl.Series:
    return pl.Series(values, dtype=pl.Date)


def _flag(values: Sequence[Any]) -> pl.Series:
    return pl.Series(values, dtype=pl.Boolean)


def _number(values: Sequence[Any]) -> pl.Series:
    try:
        return pl.Series(values, dtype=pl.Int64)
    except (OverflowError, TypeError):  # a number beyond 64 bits
        return pl.Series([max(-INT64, min(INT64, value)) for value in values], dtype=pl.Int64)


NOT_TEXT: dict[str, Column] = {
    "emails": _texts,
    "phones": _texts,
    "observed_on": _day,
    "started_on": _day,
    "finished_on": _day,
    "occurred_at": _time,
    "ended_at": _time,
    "landed_at": _time,
    "revision": _number,
    "contact_number": _number,
    "interaction_number": _number,
    "participant_number": _number,
    "is_owner": _flag,
    "is_all_day": _flag,
    "is_recurring": _flag,
    "has_text": _flag,
}
TABLES = {
    "contacts": (*Contact._fields, "contact_number", "landed_at"),
    "interactions": (
        *(name for name in Interaction._fields if name != "participants"),
        "interaction_number",
        "landed_at",
    ),
    "participants": ("interaction_number", "participant_number", *Participant._fields),
    "tenures": Tenure._fields,
    "skills": Skill._fields,
    "rejected": Rejected._fields,
}


def frame(table: str, columns: Sequence[Sequence[Any]], unit_id: str) -> pl.DataFrame:
    """Return the rows of a table (columns as in `TABLES`) as the landing holds them."""
    named = zip(TABLES[table], columns, strict=True)
    series = [_series(NOT_TEXT.get(name, _text), values).alias(name) for name, values in named]
    unit = pl.Series("unit_id", [unit_id], dtype=pl.String).new_from_index(0, len(series[0]))
    return pl.DataFrame([unit, *series])


def _series(column: Column, values: Sequence[Any]) -> pl.Series:
    """Return a column; of those that hold one value throughout, and half of them do, only that one is looked at."""
    if isinstance(values, pl.Series):
        return values
    if len(values) > FEW_ROWS and values[0] == values[-1] and values.count(values[0]) == len(values):
        return column(values[:1]).new_from_index(0, len(values))
    return column(values)


def empty(table: str) -> pl.DataFrame:
    """Return a table without rows, for a landing that has none."""
    return frame(table, [()] * len(TABLES[table]), "")


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Keep Python from walking over all records again and again, a tenth of the time; `UnitTables` asks by chunk."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


class UnitTables:
    """Writes the records of one unit, a chunk at a time, and counts them."""

    def __init__(self, folder: Path, unit_id: str, landed_at: datetime, landed_earlier: Sequence[Earlier] = ()) -> None:
        """Begin in an empty folder; a unit whose id is not known yet (``""``) is told it by `write`."""
        self._folder = folder
        self.unit_id = unit_id
        self._landed_at = landed_at
        self._landed_earlier = landed_earlier
        self._rows: dict[type[Any], list[Any]] = {kind: [] for kind in get_args(Record)}
        self._participants = 0
        self._unnamed: list[str] = []
        self._locations: set[str] = set()
        self.counts: Counter[str] = Counter(dict.fromkeys(TABLES, 0))
        self.parts: Counter[str] = Counter()
        self.ignored_reasons: Counter[str] = Counter()
        self.covers_from: date | None = None
        self.covers_until: date | None = None

    @property
    def landed(self) -> int:
        """The number of places in the file that hold something that was landed."""
        return len(self._locations)

    def write(self, records: Iterable[Record], identify: Callable[[], str] | None = None) -> None:
        """Write all records; they are consumed as they come, so memory holds a chunk of them, and where each one was.

        ``identify`` tells the id of the unit once they are read; full chunks that were written until then are written
        again.
        """
        left = iter(records)
        while some := list(islice(left, RECORDS_AT_ONCE)):
            kinds = set(map(type, some))
            for kind in kinds:
                # Of mail nearly all are of one kind, and need no looking through.
                of_kind = some if len(kinds) == 1 else [record for record in some if type(record) is kind]
                self._rows[kind] += of_kind
                if kind is Interaction:
                    self._participants += sum(map(len, map(PARTICIPANTS, of_kind)))
            rows = sum(map(len, self._rows.values()))
            if rows >= CHUNK_ROWS or self._participants >= CHUNK_PARTICIPANTS:
                self._flush()
                gc.collect()
        if identify:
            self.unit_id = identify()
        self._flush()
        for name in self._unnamed:
            # Not mapped: the file is written over.
            unnamed = pl.read_parquet(self._folder / name, memory_map=False)
            self._put(name, unnamed.with_columns(unit_id=pl.lit(self.unit_id)))

    def _flush(self) -> None:
        rows = {kind: list(held) for kind, held in self._rows.items()}
        for held in self._rows.values():
            held.clear()
        self._participants = 0
        for kind in (Contact, Interaction, Tenure, Skill):
            self._locations.update(map(LOCATION, rows[kind]))
        for ignored in rows[Ignored]:
            self.ignored_reasons[ignored.reason] += ignored.record_count
        self._write_contacts(rows[Contact])
        self._write_interactions(rows[Interaction])
        self._write_table("tenures", list(zip(*rows[Tenure], strict=True)))
        self._write_table("skills", list(zip(*rows[Skill], strict=True)))
        rejected = [record._replace(excerpt=record.excerpt[:EXCERPT_LENGTH]) for record in rows[Rejected]]
        self._write_table("rejected", list(zip(*rejected, strict=True)))

    def _write_contacts(self, contacts: list[Contact]) -> None:
        first = self.counts["contacts"] + 1
        numbers = range(first, first + len(contacts))
        marks = [(entry.contacts, entry.landed_at) for entry in self._landed_earlier]
        self._write_table("contacts", [*zip(*contacts, strict=True), numbers, self._landing_times(numbers, marks)])

    def _write_interactions(self, interactions: list[Interaction]) -> None:
        if not interactions:
            return
        first = self.counts["interactions"] + 1
        numbers = range(first, first + len(interactions))
        marks = [(entry.interactions, entry.landed_at) for entry in self._landed_earlier]
        columns: list[Any] = list(zip(*interactions, strict=True))
        parties = columns.pop(Interaction._fields.index("participants"))
        self._cover(columns[Interaction._fields.index("occurred_at")])
        self._write_table("interactions", [*columns, numbers, self._landing_times(numbers, marks)])
        sizes = pl.DataFrame({"owner": numbers, "size": list(map(len, parties))})
        seats = sizes.select("owner", place=pl.int_ranges(1, pl.col("size") + 1)).explode("place", empty_as_null=False)
        self._write_table("participants", [*seats.get_columns(), *zip(*chain.from_iterable(parties), strict=True)])

    def _cover(self, times: Sequence[datetime]) -> None:
        first, last = min(times).astimezone(UTC).date(), max(times).astimezone(UTC).date()
        self.covers_from = min(first, self.covers_from or first)
        self.covers_until = max(last, self.covers_until or last)

    def _landing_times(self, numbers: range, marks: Sequence[tuple[int, datetime]]) -> list[datetime]:
        """Rows up to a mark were landed then; the others now."""
        if not marks:
            return [self._landed_at] * len(numbers)
        return [next((landed_at for last, landed_at in marks if number <= last), self._landed_at) for number in numbers]

    def _write_table(self, table: str, columns: list[Any]) -> None:
        if not columns or not len(columns[0]):
            return
        self.parts[table] += 1
        part = self.parts[table]
        name = part_name(table, part)
        rows = frame(table, columns, self.unit_id)
        self.counts[table] += len(rows)
        self._put(name, rows)
        if not self.unit_id:
            self._unnamed.append(name)

    def _put(self, name: str, rows: pl.DataFrame) -> None:
        # Higher levels take up to twice the time, and save one byte in a hundred.
        rows.write_parquet(self._folder / name, compression="zstd", compression_level=1)
        (self._folder / name).chmod(0o600)
