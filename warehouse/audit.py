"""Audits: selects that must return nothing, and the promises in the headers of the models."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import duckdb

from warehouse.build import Variables, set_variables
from warehouse.errors import AuditFailed
from warehouse.model import SQL_FOLDER, Model


def check_promises(connection: duckdb.DuckDBPyConnection, models: Sequence[Model]) -> int:
    """Check grain and nulls of every model as built, and return how many promises there were; raise `AuditFailed`."""
    return _check(connection, _promises(models))


def audit(draft: Path, variables: Variables, folder: Path = SQL_FOLDER) -> int:
    """Ask the draft itself what must hold, and return how many audits there were; raise `AuditFailed`."""
    with duckdb.connect(str(draft), read_only=True) as connection:
        set_variables(connection, variables)
        return _check(connection, _meanings(folder))


def _check(connection: duckdb.DuckDBPyConnection, checks: Iterable[tuple[list[str], str]]) -> int:
    """Run selects of one row, which count the offenders of each of the named checks."""
    offenders: dict[str, int] = {}
    check_count = 0
    for names, sql in checks:
        check_count += len(names)
        counts = connection.execute(sql).fetchall()[0]
        offenders |= {name: count for name, count in zip(names, counts, strict=True) if count}
    if offenders:
        raise AuditFailed(offenders)
    return check_count


def _promises(models: Sequence[Model]) -> Iterator[tuple[list[str], str]]:
    # One statement a model: of a small warehouse, planning one for each promise cost more than the promises.
    for model in models:
        never_null = list(dict.fromkeys((*model.grain, *model.not_null)))
        names = [f"{model.name}.{column} is never null" for column in never_null]
        counts = [f"count(*) - count({column})" for column in never_null]
        if model.grain:
            columns = ", ".join(model.grain)
            names.append(f"{model.name} is unique by {columns}")
            repeated = f"select {columns} from {model.name} group by {columns} having count(*) > 1"
            counts.append(f"(select count(*) from ({repeated}))")
        if names:
            yield names, f"select {', '.join(counts)} from {model.name}"


def _meanings(folder: Path) -> Iterator[tuple[list[str], str]]:
    for path in sorted((folder / "audits").glob("*.sql")):
        offenders = path.read_text(encoding="utf-8").strip().removesuffix(";")
        yield [path.stem], f"select count(*) from ({offenders})"
