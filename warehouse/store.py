"""The published warehouse: one DuckDB file, written as a draft and put in place with one atomic rename."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

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


def publish(
    connection: duckdb.DuckDBPyConnection,
    models: Sequence[Model],
    warehouse: Path,
    macros: Path = SQL_FOLDER / "macros",
) -> None:
    """Copy the tables of schema ``main`` with their comments and macros into a draft, and rename it into place."""
    draft = warehouse.with_name(warehouse.name + DRAFT_SUFFIX)
    discard_draft(warehouse)
    # DuckDB makes the file with the umask of the process; it must be private from its first byte.
    mask = os.umask(0o077)
    try:
        connection.execute(f"attach {quoted(str(draft))} as draft")
    finally:
        os.umask(mask)
    for model in models:
        if model.schema == "main":
            _copy(connection, model)
    connection.execute("use draft.main")
    for path in sorted(macros.glob("*.sql")):
        connection.execute(path.read_text(encoding="utf-8"))
    connection.execute("use memory.main")
    connection.execute("detach draft")
    draft.replace(warehouse)


def discard_draft(warehouse: Path) -> None:
    """Remove what a run that was killed left behind."""
    for suffix in (DRAFT_SUFFIX, f"{DRAFT_SUFFIX}.wal"):
        warehouse.with_name(warehouse.name + suffix).unlink(missing_ok=True)


def _copy(connection: duckdb.DuckDBPyConnection, model: Model) -> None:
    # Rows in the order of their grain, so that the same content makes the same table.
    order = ", ".join(model.grain) or "all"
    connection.execute(f"create table draft.{model.name} as select * from memory.{model.name} order by {order}")
    connection.execute(f"comment on table draft.{model.name} is {quoted(model.description)}")
    for column, comment in model.column_comments.items():
        connection.execute(f"comment on column draft.{model.name}.{column} is {quoted(comment)}")


def quoted(text: str) -> str:
    """Quote a text as an SQL literal, for the statements that take no parameters."""
    return "'" + text.replace("'", "''") + "'"
