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


def _check(connection: duckdb.DuckDBPyConnection, checks: Iterable[tuple[str, str]]) -> int:
    offenders = {}
    check_count = 0
    for name, sql in checks:
        check_count += 1
        count = connection.execute(f"select count(*) from ({sql})").fetchall()[0][0]
        if count:
            offenders[name] = count
    if offenders:
        raise AuditFailed(offenders)
    return check_count


def _promises(models: Sequence[Model]) -> Iterator[tuple[str, str]]:
    for model in models:
        if model.grain:
            columns = ", ".join(model.grain)
            yield (
                f"{model.name} is unique by {columns}",
                (f"select {columns} from {model.name} group by {columns} having count(*) > 1"),
            )
        for column in dict.fromkeys((*model.grain, *model.not_null)):
            yield f"{model.name}.{column} is never null", f"select 1 from {model.name} where {column} is null"


def _meanings(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted((folder / "audits").glob("*.sql")):
        yield path.stem, path.read_text(encoding="utf-8").strip().removesuffix(";")
