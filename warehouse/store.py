"""The published warehouse: one DuckDB file, written as a draft and put in place with one atomic rename."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import takewhile
from pathlib import Path
from typing import Any

import duckdb
from filelock import FileLock, Timeout

from warehouse.errors import WarehouseBusy
from warehouse.model import SQL_FOLDER, Model

# The file that a reader opens must never be half a warehouse, so the draft has another name until it is whole.
DRAFT_SUFFIX = ".draft"


@contextmanager
def locked(warehouse: Path, wait_seconds: float = 0) -> Iterator[None]:
    """Keep two runs apart; raise `WarehouseBusy` with the holder's pid when the lock is not free in time."""
    lock = FileLock(f"{warehouse}.lock", mode=0o600)
    holder = warehouse.with_name(f"{warehouse.name}.pid")
    try:
        lock.acquire(timeout=wait_seconds)
    except Timeout:
        pid = holder.read_text(encoding="utf-8").strip() if holder.exists() else "unknown"
        raise WarehouseBusy(Path(lock.lock_file), f"pid {pid}") from None
    try:
        holder.write_text(f"{os.getpid()}\n", encoding="utf-8")
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()


def draft_of(warehouse: Path) -> Path:
    """Return where the warehouse is written before it takes the place of the published one."""
    return warehouse.with_name(warehouse.name + DRAFT_SUFFIX)


def write_draft(
    connection: duckdb.DuckDBPyConnection,
    models: Sequence[Model],
    warehouse: Path,
    macros: Path = SQL_FOLDER / "macros",
) -> dict[str, int]:
    """Copy the tables of schema ``main`` with their comments and macros into a draft; return the rows of each."""
    discard_draft(warehouse)
    # DuckDB makes the file with the umask of the process; it must be private from its first byte.
    mask = os.umask(0o077)
    try:
        connection.execute(f"attach {quoted(str(draft_of(warehouse)))} as draft")
    finally:
        os.umask(mask)
    counts = {model.table: _copy(connection, model) for model in models if model.schema == "main"}
    connection.execute("use draft.main")
    for path in sorted(macros.glob("*.sql")):
        _create_macro(connection, path)
    connection.execute("use memory.main")
    connection.execute("detach draft")
    return counts


def _create_macro(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Create the table macro of a file, which is named for it, with the header of the file as its comment."""
    text = path.read_text(encoding="utf-8")
    header = " ".join(line.removeprefix("--").strip() for line in takewhile(_is_comment, text.splitlines()))
    connection.execute(text)
    connection.execute(f"comment on macro table {path.stem} is {quoted(header)}")


def _is_comment(line: str) -> bool:
    return line.startswith("--")


def publish(warehouse: Path, run: Mapping[str, Any]) -> None:
    """Enter the run into the draft, and put the draft in place of the published warehouse."""
    draft = draft_of(warehouse)
    with duckdb.connect(str(draft)) as connection:
        columns = ", ".join(run)
        places = ", ".join(f"${name}" for name in run)
        connection.execute(f"insert into runs ({columns}) values ({places})", dict(run))
    draft.replace(warehouse)


def discard_draft(warehouse: Path) -> None:
    """Remove what a run that was killed left behind."""
    draft = draft_of(warehouse)
    for path in (draft, draft.with_name(f"{draft.name}.wal")):
        path.unlink(missing_ok=True)


def _copy(connection: duckdb.DuckDBPyConnection, model: Model) -> int:
    # Rows in the order of their grain, so that the same content makes the same table.
    order = ", ".join(model.grain) or "all"
    connection.execute(f"create table draft.{model.name} as select * from memory.{model.name} order by {order}")
    connection.execute(f"comment on table draft.{model.name} is {quoted(model.description)}")
    for column, comment in model.column_comments.items():
        connection.execute(f"comment on column draft.{model.name}.{column} is {quoted(comment)}")
    count: int = connection.execute(f"select count(*) from draft.{model.name}").fetchall()[0][0]
    return count


def quoted(text: str) -> str:
    """Quote a text as an SQL literal, for the statements that take no parameters."""
    return "'" + text.replace("'", "''") + "'"
