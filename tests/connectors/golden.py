"""Golden files: what a connector makes of a fixture, made by a command, reviewed by eye, compared by diff.

``tests/fixtures/<connector>/<case>`` is a file or a folder as exported; ``<case>.jsonl`` beside it holds the expected
records (the suffix of a file is replaced, a folder's name is kept). One JSON object a line: a ``unit`` line for each
unit, in the order of their names, then its records; fields at their default are left out. A case whose name begins with
an ISO date was exported on that day.

A folder is offered to its connector as one batch of files first, and file by file where the connector declines the
batch. What can go wrong has three names: `NoExpectedFile`, `NotRecognized`, `Differs`.

    python -m tests.connectors.golden [CONNECTOR …]            compare
    python -m tests.connectors.golden --write [CONNECTOR …]    make, or make anew
"""

from __future__ import annotations

import argparse
import difflib
import json
import re
import sys
from collections.abc import Iterator
from datetime import date, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple, cast

from connectors import Connector, connector
from connectors.source import Source

FIXTURES = Path(__file__).parents[1] / "fixtures"
EXPORTED_ON = re.compile(r"\d{4}-\d{2}-\d{2}(?!\d)")


class GoldenFailure(AssertionError):
    """A fixture and its golden file disagree."""


class NoExpectedFile(GoldenFailure):
    """The case has no golden file yet."""


class NotRecognized(GoldenFailure):
    """The connector does not claim a file of the case."""


class Differs(GoldenFailure):
    """The records are not those of the golden file."""


class Case(NamedTuple):
    """One fixture of a connector."""

    connector: str
    path: Path

    @property
    def expected(self) -> Path:
        stem = self.path.name if self.path.is_dir() else self.path.stem
        return self.path.with_name(f"{stem}.jsonl")

    def __str__(self) -> str:
        return f"{self.connector}/{self.path.name}"


def connectors_with_fixtures() -> list[str]:
    """Return the names of the connectors that have a folder of fixtures."""
    return sorted(folder.name for folder in FIXTURES.iterdir() if _has_connector(folder))


def cases(connector: str) -> list[Case]:
    """Return the cases of a connector, by name."""
    names = sorted((FIXTURES / connector).iterdir())
    return [Case(connector, path) for path in names if path.suffix != ".jsonl" and not path.name.startswith(".")]


def orphans(connector: str) -> list[Path]:
    """Return the golden files whose case is gone."""
    return sorted(set((FIXTURES / connector).glob("*.jsonl")) - {case.expected for case in cases(connector)})


def units(case: Case) -> Iterator[tuple[str, Source]]:
    """Yield (name, unit) of everything in the case that is to be read; raise `NotRecognized`."""
    module = connector(case.connector)
    match = EXPORTED_ON.match(case.path.name)
    observed_on = date.fromisoformat(match[0]) if match else None
    for source in _sources(module, case.path, observed_on):
        if not module.recognizes(source):
            raise NotRecognized(f"{case}: not recognized: {source.name}")
        for unit in module.split(source):
            yield _unit_name(case, unit), unit


def render(case: Case) -> str:
    """Return the text that the golden file should hold."""
    module = connector(case.connector)
    lines: list[dict[str, Any]] = []
    for name, unit in units(case):
        lines.append({"unit": name, "context": module.context(unit)})
        lines.extend({"record": type(record).__name__, **_fields(record)} for record in module.read(unit))
    return "".join(json.dumps(line, ensure_ascii=False, default=_text) + "\n" for line in lines)


def check(case: Case) -> None:
    """Compare a case with its golden file; raise one of the three failures."""
    actual = render(case)
    if not case.expected.exists():
        raise NoExpectedFile(f"{case}: no expected file: {case.expected.name} (make it with --write, then read it)")
    expected = case.expected.read_text(encoding="utf-8")
    if actual != expected:
        diff = difflib.unified_diff(expected.splitlines(), actual.splitlines(), "expected", "actual", lineterm="", n=1)
        raise Differs(f"{case}: differs\n" + "\n".join(diff))


def write(case: Case) -> None:
    """Make the golden file of a case anew."""
    case.expected.write_text(render(case), encoding="utf-8", newline="\n")


def _has_connector(folder: Path) -> bool:
    return folder.is_dir() and find_spec(f"connectors.{folder.name}") is not None


def _sources(module: Connector, path: Path, observed_on: date | None) -> list[Source]:
    if path.is_file():
        return [Source(path, observed_on=observed_on)]
    files = sorted(file.relative_to(path).as_posix() for file in path.rglob("*") if file.is_file())
    batch = Source(path, files=tuple(files), observed_on=observed_on)
    return [batch] if module.recognizes(batch) else [Source(path / file, observed_on=observed_on) for file in files]


def _unit_name(case: Case, unit: Source) -> str:
    name = unit.path.relative_to(case.path.parent).as_posix()
    if unit.files:
        return f"{name} ({len(unit.files)} files)"
    return name if unit.length is None and not unit.offset else f"{name} [{unit.offset}+{unit.length}]"


def _fields(record: Any) -> dict[str, Any]:
    defaults = record._field_defaults
    told = {name: value for name, value in record._asdict().items() if name not in defaults or value != defaults[name]}
    if parties := told.get("participants"):
        told["participants"] = [_fields(party) for party in parties]
    return told


def _text(value: object) -> str:
    return cast(date | datetime, value).isoformat()


def main(arguments: list[str] | None = None) -> int:
    """Compare or write the golden files; return the number of failures."""
    parser = argparse.ArgumentParser(prog="python -m tests.connectors.golden")
    parser.add_argument("--write", action="store_true", help="make the golden files anew")
    parser.add_argument("connectors", nargs="*", help="all that have fixtures, if none is named")
    options = parser.parse_args(arguments)
    failures = 0
    for case in [case for name in options.connectors or connectors_with_fixtures() for case in cases(name)]:
        try:
            (write if options.write else check)(case)
            sys.stdout.write(f"{case}: {'written' if options.write else 'as expected'}\n")
        except GoldenFailure as failure:
            failures += 1
            sys.stdout.write(f"{failure}\n")
    return failures


if __name__ == "__main__":
    sys.exit(min(main(), 1))
