"""The Python functions that the SQL models call, registered as vectorised Arrow functions of DuckDB."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple, get_type_hints

import duckdb
import pyarrow as pa
from duckdb.func import ARROW

from warehouse.clustering import Guards, cluster
from warehouse.name_lists import FREQUENCIES_FILE, WORDS
from warehouse.names import NameForms, NameWord, names_clash, names_unrelated, read_name, read_word

_TEXTS = pa.list_(pa.string())
_TYPES: dict[Any, tuple[pa.DataType, str]] = {
    str: (pa.string(), "text"),
    bool: (pa.bool_(), "boolean"),
    int: (pa.int32(), "integer"),
    tuple[str, ...]: (_TEXTS, "text[]"),
}


def _arrow_type(row: type[NamedTuple]) -> pa.StructType:
    return pa.struct([(field, _TYPES[kind][0]) for field, kind in get_type_hints(row).items()])


def _sql_type(row: type[NamedTuple]) -> str:
    return "struct({})".format(", ".join(f'"{field}" {_TYPES[kind][1]}' for field, kind in get_type_hints(row).items()))


_NAME_FORMS = _arrow_type(NameForms)
_NAME_WORD = _arrow_type(NameWord)
_PAIR = "struct(a integer, b integer)"
_EDGE = "struct(a integer, b integer, weight float, is_renaming boolean)"


Function = Callable[..., pa.Array]

# The types of the parameters, and of the result.
_SIGNATURES: dict[str, tuple[list[str], str]] = {
    "name_forms": (["text"], _sql_type(NameForms)),
    "name_word": (["text"], _sql_type(NameWord)),
    "guarded_clusters": (["integer[]", "text[]", f"{_EDGE}[]", f"{_PAIR}[]", f"{_PAIR}[]"], "integer[]"),
}


def register(connection: duckdb.DuckDBPyConnection, **others: Function) -> None:
    """Make the functions of this module known to a connection, and the lists that the models read.

    ``others`` take the place of functions by the same name: a benchmark measures what one is worth.
    """
    connection.execute("set variable name_frequencies_file = $1", [str(FREQUENCIES_FILE)])
    connection.execute("set variable collective_words = $1", [sorted(WORDS["collective"])])
    functions: dict[str, Function] = {
        "name_forms": name_forms,
        "name_word": name_word,
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
    return _structs([read(name) for name in _texts(names)], _NAME_FORMS)


def name_word(words: pa.ChunkedArray) -> pa.Array:
    """Read the words of names: texts in, structs with the fields of `NameWord` out."""
    return _structs([read_word(word) for word in _texts(words)], _NAME_WORD)


def _structs(rows: Sequence[tuple[Any, ...]], fields: pa.StructType) -> pa.Array:
    columns = zip(*rows, strict=True) if rows else [()] * fields.num_fields
    arrays = [pa.array(column, type=field.type) for column, field in zip(columns, fields, strict=True)]
    return pa.StructArray.from_arrays(arrays, fields=list(fields))


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
    return cluster(_rows(edges.values), guards)


def _rows(structs: pa.StructArray) -> Iterator[tuple[Any, ...]]:
    return zip(*(column.to_pylist() for column in structs.flatten()), strict=True)
