"""Write the list of suggested actions in the forms that people use.

Each module of a form has ``render(actions: ActionList) -> bytes``: a pure function of the list, byte for byte the same
for the same list. All text of the list comes from other people's mail and profiles, so each form escapes what its
reader would obey.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import NamedTuple, cast

from pipelines.exports.action_list import Action, ActionList
from warehouse.files import write_privately

__all__ = ["FORMS", "Action", "ActionList", "Form", "are_written", "render", "write_all", "write_list"]


class Form(NamedTuple):
    """Where a form is made, how its files are called, and which actions the lists in ``exports/`` hold."""

    module: str
    suffix: str
    holds_backlog: bool = False
    is_written_by_run: bool = True


# Work lists hold every open action, to be filtered and edited; what is read or put in a calendar holds the week's.
FORMS = {
    "csv": Form("comma_separated", ".csv", holds_backlog=True),
    "xlsx": Form("workbook", ".xlsx", holds_backlog=True),
    "md": Form("markdown_list", ".md"),
    "html": Form("web_page", ".html"),
    "ics": Form("reminders", ".ics"),
    "json": Form("json_list", ".json", holds_backlog=True),
    "todoist": Form("todoist", ".csv", is_written_by_run=False),
}


def render(form: str, actions: ActionList) -> bytes:
    """Return the list in one of the `FORMS`."""
    module = import_module(f"pipelines.exports.{FORMS[form].module}")
    return cast(bytes, module.render(actions))


def write_list(form: str, actions: ActionList, path: Path) -> None:
    """Write the list into a file that only its owner can read (0600), whole or not at all."""
    content = render(form, actions)
    # Without the mark a spreadsheet takes UTF-8 for the code page of the machine, and José for JosÃ©.
    write_privately(path, b"\xef\xbb\xbf" + content if form == "csv" else content)


def write_all(actions: ActionList, folder: Path) -> list[Path]:
    """Write the lists of a run into a folder, and return their paths."""
    written = _written_by_run(folder)
    for name, path in written.items():
        write_list(name, actions.backlog() if FORMS[name].holds_backlog else actions.week(), path)
    return list(written.values())


def are_written(folder: Path, warehouse: Path) -> bool:
    """Tell whether the lists of a run are all there, and none is older than the warehouse that it tells of."""
    try:
        oldest = min(path.stat().st_mtime_ns for path in _written_by_run(folder).values())
    except FileNotFoundError:
        return False
    return oldest >= warehouse.stat().st_mtime_ns


def _written_by_run(folder: Path) -> dict[str, Path]:
    return {name: folder / f"actions{form.suffix}" for name, form in FORMS.items() if form.is_written_by_run}
