from __future__ import annotations

import stat
from pathlib import Path

import duckdb
import pytest

from warehouse.audit import audit, check_promises
from warehouse.build import build, set_variables
from warehouse.errors import AuditFailed, ModelFailed, WarehouseBusy
from warehouse.model import Model, in_build_order, load_models
from warehouse.store import draft_of, locked, publish, write_draft


def write_model(folder: Path, name: str, sql: str) -> Model:
    schema, table = name.split(".")
    path = folder / schema / f"{table}.sql"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(sql)
    return Model.read(path)


def test_the_header_tells_what_a_row_is_and_what_each_column_means(tmp_path: Path) -> None:
    model = write_model(
        tmp_path,
        "main.people",
        "-- One row per person,\n-- the owner too.\n-- grain: person_id\n-- not null: full_name\n"
        "-- person_id: Identifier\n--     of the person.\nselect 1 as person_id, 'a' as full_name\n",
    )
    assert model.description == "One row per person, the owner too."
    assert model.grain == ("person_id",)
    assert model.not_null == ("full_name",)
    assert model.column_comments == {"person_id": "Identifier of the person."}


def test_models_are_built_in_the_order_of_their_references(tmp_path: Path) -> None:
    last = write_model(tmp_path, "main.a", "select * from staging.z where n in (select n from resolution.m)")
    middle = write_model(tmp_path, "resolution.m", "with z as (select n from staging.z) select n from z")
    first = write_model(tmp_path, "staging.z", "select 1 as n")
    with duckdb.connect() as connection:
        assert in_build_order(connection, [last, middle, first]) == [first, middle, last]
        build(connection, [last, middle, first])
        assert connection.sql("select n from main.a").fetchall() == [(1,)]


def test_a_model_that_is_not_stored_is_read_from_what_it_selects(tmp_path: Path) -> None:
    read = write_model(tmp_path, "staging.z", "-- A row.\n-- grain: n\n-- stored: no\nselect unnest([1, 1]) as n")
    reader = write_model(tmp_path, "main.a", "select sum(n) as n from staging.z")
    with duckdb.connect() as connection:
        build(connection, [read, reader])
        build(connection, [read, reader])
        assert connection.sql("select n from main.a").fetchall() == [(2,)]
        assert connection.sql("select table_name from duckdb_tables()").fetchall() == [("a",)]
        with pytest.raises(AuditFailed):
            check_promises(connection, [read])


def test_a_model_that_fails_names_itself_and_no_values(tmp_path: Path) -> None:
    model = write_model(tmp_path, "main.a", "select cast('secret@mail.example' as integer) as n")
    with duckdb.connect() as connection, pytest.raises(ModelFailed, match=r"main\.a") as failure:
        build(connection, [model])
    assert "secret" not in str(failure.value)


def test_a_model_that_does_not_parse_is_named(tmp_path: Path) -> None:
    model = write_model(tmp_path, "main.a", "select a at from b")
    with duckdb.connect() as connection, pytest.raises(ModelFailed, match=r"main\.a.*syntax error"):
        build(connection, [model])


def test_a_broken_promise_is_counted(tmp_path: Path) -> None:
    model = write_model(tmp_path, "main.a", "-- A row.\n-- grain: n\nselect unnest([1, 1, null]) as n")
    with duckdb.connect() as connection:
        build(connection, [model])
        with pytest.raises(AuditFailed) as failure:
            check_promises(connection, [model])
    assert failure.value.offenders == {"main.a is unique by n": 1, "main.a.n is never null": 1}


def test_an_audit_names_what_does_not_hold_and_by_how_many_rows(tmp_path: Path) -> None:
    (tmp_path / "audits").mkdir()
    (tmp_path / "audits" / "n_is_small.sql").write_text(
        "-- n is small.\nselect n from main.a where n > getvariable('top')\n"
    )
    draft = tmp_path / "draft.duckdb"
    with duckdb.connect(str(draft)) as connection:
        connection.execute("create table a as select unnest([1, 2, 3]) as n")
    with pytest.raises(AuditFailed, match=r"n_is_small \(2 rows\)"):
        audit(draft, {"top": 1}, tmp_path)
    assert audit(draft, {"top": 3}, tmp_path) == 1


RUNS = "-- A run.\n-- grain: run_id\n-- run_id: The run.\nselect 'r0' as run_id"


def publish_number(folder: Path, number: int) -> Path:
    """Publish a warehouse with a table ``a`` that holds one number."""
    numbers = write_model(folder, "main.a", f"-- A row's row.\n-- grain: n\n-- n: The number.\nselect {number} as n")
    models = [numbers, write_model(folder, "main.runs", RUNS)]
    warehouse = folder / "warehouse.duckdb"
    with duckdb.connect() as connection:
        build(connection, models)
        assert write_draft(connection, models, warehouse, macros=folder) == {"a": 1, "runs": 1}
    publish(warehouse, {"run_id": "r1"})
    return warehouse


def test_the_published_file_is_private_and_explains_itself(tmp_path: Path) -> None:
    warehouse = publish_number(tmp_path, 1)
    assert stat.S_IMODE(warehouse.stat().st_mode) == 0o600
    assert not draft_of(warehouse).exists()
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        assert connection.sql("from a").fetchall() == [(1,)]
        assert connection.sql("from runs order by all").fetchall() == [("r0",), ("r1",)]
        comments = connection.sql("select comment from duckdb_tables() order by table_name").fetchall()
        assert comments == [("A row's row.",), ("A run.",)]
        columns = connection.sql(
            "select comment from duckdb_columns() where not internal order by table_name"
        ).fetchall()
        assert columns == [("The number.",), ("The run.",)]


def test_a_reader_of_the_old_warehouse_does_not_block_the_new_one(tmp_path: Path) -> None:
    with duckdb.connect(str(publish_number(tmp_path, 1)), read_only=True) as reader:
        warehouse = publish_number(tmp_path, 2)
        assert reader.sql("from a").fetchall() == [(1,)]
    with duckdb.connect(str(warehouse), read_only=True) as reader:
        assert reader.sql("from a").fetchall() == [(2,)]


def test_a_second_run_is_told_who_holds_the_lock(tmp_path: Path) -> None:
    warehouse = tmp_path / "warehouse.duckdb"
    with locked(warehouse), pytest.raises(WarehouseBusy, match=r"pid \d+"), locked(warehouse):
        pass
    with locked(warehouse):
        pass


def test_values_reach_models_as_session_variables(tmp_path: Path) -> None:
    model = write_model(tmp_path, "main.a", "select getvariable('me') as me, getvariable('time_zone') as time_zone")
    with duckdb.connect() as connection:
        set_variables(connection, {"me": ["it's me"], "time_zone": None})
        build(connection, [model])
        assert connection.sql("from main.a").fetchall() == [(["it's me"], None)]


def test_every_model_says_what_a_row_is() -> None:
    for model in load_models():
        assert model.description.endswith("."), model.name
        assert model.schema != "main" or model.column_comments, model.name
