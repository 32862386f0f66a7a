"""The Python functions that the SQL models call, registered as vectorised Arrow functions of DuckDB."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, get_type_hints

import duckdb
import numpy as np
import pyarrow as pa
from rapidfuzz.distance import OSA, JaroWinkler
from rapidfuzz.process import cpdist

from warehouse.clustering import Edge, Guards, cluster
from warehouse.name_lists import FREQUENCIES_FILE
from warehouse.names import NameForms, names_clash, read_name

_TEXTS = pa.list_(pa.string())
_TYPES: dict[Any, tuple[pa.DataType, str]] = {
    str: (pa.string(), "text"),
    bool: (pa.bool_(), "boolean"),
    tuple[str, ...]: (_TEXTS, "text[]"),
}
_FIELDS = [(field, *_TYPES[kind]) for field, kind in get_type_hints(NameForms).items()]
_NAME_FORMS = pa.struct([(field, arrow_type) for field, arrow_type, _ in _FIELDS])
_NAME_FORMS_SQL = "struct({})".format(", ".join(f'"{field}" {sql_type}' for field, _, sql_type in _FIELDS))


def register(connection: duckdb.DuckDBPyConnection) -> None:
    """Make ``name_forms``, ``similarity`` and ``guarded_clusters`` known to a connection, and where the name list lies."""
    connection.execute("set variable name_frequencies_file = $1", [str(FREQUENCIES_FILE)])
    _register(connection, "name_forms", name_forms, ["text"], _NAME_FORMS_SQL)
    _register(connection, "similarity", similarity, ["text", "text"], "float")
    _register(connection, "edit_distance", edit_distance, ["text", "text"], "integer")
    _register(
        connection,
        "guarded_clusters",
        guarded_clusters,
        ["integer[]", "text[]", "integer[]", "integer[]", "float[]", "boolean[]", "integer[]", "integer[]"],
        "integer[]",
    )


def _register(
    connection: duckdb.DuckDBPyConnection, name: str, function: Callable[..., Any], parameters: list[str], result: str
) -> None:
    connection.create_function(
        name,
        function,
        [connection.type(parameter) for parameter in parameters],
        connection.type(result),
        type="arrow",
        side_effects=False,
    )


def name_forms(names: pa.ChunkedArray) -> pa.Array:
    """Read names: texts in, structs with the fields of `NameForms` out."""
    forms = [read_name(name) for name in _texts(names)]
    columns = zip(*forms, strict=True) if forms else [()] * len(NameForms._fields)
    arrays = [
        pa.array(column, type=field.type) for column, field in zip(columns, _NAME_FORMS.fields, strict=True)
    ]
    return pa.StructArray.from_arrays(arrays, fields=_NAME_FORMS.fields)


def similarity(left: pa.ChunkedArray, right: pa.ChunkedArray) -> pa.Array:
    """Compare texts pairwise: Jaro-Winkler similarity, 0 to 1."""
    scores = cpdist(_texts(left), _texts(right), scorer=JaroWinkler.similarity, dtype=np.float32)
    return pa.array(scores)


def edit_distance(left: pa.ChunkedArray, right: pa.ChunkedArray) -> pa.Array:
    """Compare texts pairwise: letters to insert, delete, replace or swap with the next."""
    return pa.array(cpdist(_texts(left), _texts(right), scorer=OSA.distance, dtype=np.int32))


def _texts(column: pa.ChunkedArray) -> list[str]:
    return [text or "" for text in column.to_pylist()]


def guarded_clusters(
    marks: pa.ChunkedArray,
    names: pa.ChunkedArray,
    lefts: pa.ChunkedArray,
    rights: pa.ChunkedArray,
    weights: pa.ChunkedArray,
    joins_names: pa.ChunkedArray,
    apart_lefts: pa.ChunkedArray,
    apart_rights: pa.ChunkedArray,
) -> pa.Array:
    """Cluster each row's graph: lists of nodes and edges in, for each node the first node of its cluster out."""
    labels = []
    for node_marks, node_names, a, b, weight, joins, c, d in zip(marks.to_pylist(), names.to_pylist(), lefts.to_pylist(), rights.to_pylist(), weights.to_pylist(), joins_names.to_pylist(), apart_lefts.to_pylist(), apart_rights.to_pylist()):
        numbers: dict[str, int] = {}
        ids = [numbers.setdefault(name, len(numbers)) if name else -1 for name in node_names]
        distinct = list(numbers)
        edges = [Edge(x, y, w, w > 900, j) for x, y, w, j in zip(a, b, weight, joins)]
        guards = Guards(node_marks, ids, list(zip(c, d)), lambda x, y: names_clash(read_name(distinct[x]), read_name(distinct[y])))
        labels.append(cluster(edges, guards))
    return pa.array(labels, type=pa.list_(pa.int32()))
