"""Audits: selects that must return nothing, and the promises in the headers of the models."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import duckdb

from warehouse.errors import AuditFailed
from warehouse.model import SQL_FOLDER, Model


def audit(connection: duckdb.DuckDBPyConnection, models: Sequence[Model], folder: Path = SQL_FOLDER) -> int:
    """Run every audit and return how many there were; raise `AuditFailed` with the offenders' counts."""
    checks = [*_promises(models), *_meanings(folder)]
    offenders = {}
    for name, sql in checks:
        count = connection.execute(f"select count(*) from ({sql})").fetchall()[0][0]
        if count:
            offenders[name] = count
    if offenders:
        raise AuditFailed(offenders)
    return len(checks)


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
