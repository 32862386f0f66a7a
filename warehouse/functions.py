"""The Python functions that the SQL models call, registered as vectorised Arrow functions of DuckDB."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, get_type_hints

import duckdb
import numpy as np
import pyarrow as pa
from duckdb.func import ARROW
from rapidfuzz.distance import OSA, JaroWinkler
from rapidfuzz.process import cpdist

from warehouse.clustering import Edge, Guards, cluster
from warehouse.name_lists import FREQUENCIES_FILE
from warehouse.names import NameForms, names_clash, names_unrelated, read_name

_TEXTS = pa.list_(pa.string())
_TYPES: dict[Any, tuple[pa.DataType, str]] = {
    str: (pa.string(), "text"),
    bool: (pa.bool_(), "boolean"),
    tuple[str, ...]: (_TEXTS, "text[]"),
}
_FIELDS = [(field, *_TYPES[kind]) for field, kind in get_type_hints(NameForms).items()]
_NAME_FORMS = pa.struct([(field, arrow_type) for field, arrow_type, _ in _FIELDS])
_NAME_FORMS_SQL = "struct({})".format(", ".join(f'"{field}" {sql_type}' for field, _, sql_type in _FIELDS))
_PAIR = "struct(a integer, b integer)"
_EDGE = "struct(a integer, b integer, weight float, is_renaming boolean)"


Function = Callable[..., pa.Array]

# The types of the parameters, and of the result.
_SIGNATURES: dict[str, tuple[list[str], str]] = {
    "name_forms": (["text"], _NAME_FORMS_SQL),
    "similarity": (["text", "text"], "float"),
    "edit_distance": (["text", "text"], "integer"),
    "guarded_clusters": (["integer[]", "text[]", f"{_EDGE}[]", f"{_PAIR}[]", f"{_PAIR}[]"], "integer[]"),
}


def register(connection: duckdb.DuckDBPyConnection, **others: Function) -> None:
    """Make the functions of this module known to a connection, and where the list of name frequencies lies.

    ``others`` take the place of functions by the same name: a benchmark measures what one is worth.
    """
    connection.execute("set variable name_frequencies_file = $1", [str(FREQUENCIES_FILE)])
    functions: dict[str, Function] = {
        "name_forms": name_forms,
        "similarity": similarity,
        "edit_distance": edit_distance,
        "guarded_clusters": guarded_clusters,
    }
    for name, function in {**functions, **others}.items():
        parameters, result = _SIGNATURES[name]
        connection.create_function(
            name,
            function,
            [connection.type(parameter) for parameter in parameters],
            connection.type(result),
            type=ARROW,
            side_effects=False,
        )


def name_forms(names: pa.ChunkedArray) -> pa.Array:
    """Read names: texts in, structs with the fields of `NameForms` out."""
    return name_forms_read(names, read_name)


def name_forms_read(names: pa.ChunkedArray, read: Callable[[str], NameForms]) -> pa.Array:
    """Read names with a function of one name."""
    forms = [read(name) for name in _texts(names)]
    columns = zip(*forms, strict=True) if forms else [()] * len(NameForms._fields)
    arrays = [pa.array(column, type=field.type) for column, field in zip(columns, _NAME_FORMS.fields, strict=True)]
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
    edges: pa.ChunkedArray,
    apart: pa.ChunkedArray,
    unlikely: pa.ChunkedArray,
) -> pa.Array:
    """Cluster the graph of each row: lists of nodes, edges and pairs in, the first node of each node's cluster out."""
    graphs = zip(marks, names, edges, apart, unlikely, strict=True)
    return pa.array([_clustered(*graph) for graph in graphs], type=pa.list_(pa.int32()))


def _clustered(
    marks: pa.ListScalar,
    names: pa.ListScalar,
    edges: pa.ListScalar,
    apart: pa.ListScalar,
    unlikely: pa.ListScalar,
) -> list[int]:
    encoded = names.values.dictionary_encode()
    distinct = encoded.dictionary.to_pylist()
    form = cache(lambda number: read_name(distinct[number]))

    def of_names(judge: Callable[[NameForms, NameForms], bool]) -> Callable[[int, int], bool]:
        return cache(lambda left, right: judge(form(left), form(right)))

    guards = Guards(
        marks.values.to_pylist(),
        [number if distinct[number] else -1 for number in encoded.indices.to_pylist()],
        clash=of_names(names_clash),
        unrelated=of_names(names_unrelated),
        apart=list(_rows(apart.values)),
        unlikely=list(_rows(unlikely.values)),
    )
    return cluster(itertools.starmap(Edge, _rows(edges.values)), guards)


def _rows(structs: pa.StructArray) -> Iterator[tuple[Any, ...]]:
    return zip(*(column.to_pylist() for column in structs.flatten()), strict=True)
