"""The files that tell of the owner's work: positions and skills."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator

from connectors.linkedin.dates import BadDate, read_span
from connectors.linkedin.sheets import Row, Sheet, each
from connectors.records import Record, Rejected, Skill, Tenure


def positions(sheet: Sheet) -> Iterator[Record]:
    """Read Positions.csv. A tenure covers whole months: ``Sep 2025`` ends it on the 30th."""
    return each(sheet, _position)


def skills(sheet: Sheet) -> Iterator[Record]:
    """Read Skills.csv."""
    return each(sheet, _skill)


def _position(row: Row) -> tuple[Record, ...]:
    # Translated headers name company and position as those of connections do.
    company, title = row["companyname"] or row["company"], row["title"] or row["position"]
    if not (company or title):
        return (Rejected("a position without company and title", row.location),)
    started_on = read_span(row["startedon"], row.day_first).first if row["startedon"] else None
    finished_on = read_span(row["finishedon"], row.day_first).last if row["finishedon"] else None
    if finished_on:  # LinkedIn knows no days; spreadsheets make one of a month, its first
        finished_on = finished_on.replace(day=monthrange(finished_on.year, finished_on.month)[1])
    if started_on and finished_on and finished_on < started_on:
        raise BadDate("it ends before it begins")
    return (Tenure(row.location, company, title, started_on, finished_on, row["location"]),)


def _skill(row: Row) -> tuple[Record, ...]:
    if not row["name"]:
        return (Rejected("a skill without name", row.location),)
    return (Skill(row.location, row["name"]),)
