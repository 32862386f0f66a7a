"""The list on the terminal."""

from __future__ import annotations

from rich import box
from rich.table import Table
from rich.text import Text

from pipelines.console import plain, print_rendered
from pipelines.exports.action_list import Action, ActionList
from pipelines.exports.explanation import LEGEND, explained


def print_actions(actions: ActionList, title: str, explain: bool = False) -> None:
    """Print who, what and why, one action a row; with ``explain`` also the evidence that the priority comes from."""
    table = Table(title=Text(title), title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("", justify="right", style="dim")
    table.add_column("Who", max_width=30, overflow="fold")
    table.add_column("What, and why", overflow="fold")
    table.add_column("By", no_wrap=True)
    for number, action in enumerate(actions.actions, start=1):
        table.add_row(str(number), _who(action), _what(action, explain), _when(action))
    print_rendered(table)
    if explain and actions.actions:
        print_rendered(Text(LEGEND, style="dim"))


def _who(action: Action) -> Text:
    lines = [(plain(action.full_name), "bold")]
    if action.role:
        lines.append((f"\n{plain(action.role)}", "dim"))
    return Text.assemble(*lines)


def _what(action: Action, explain: bool) -> Text:
    parts: list[str | tuple[str, str]] = [f"{plain(action.title)}\n{plain(action.reason)}"]
    marks = [action.family_in_words, plain(action.channel), "" if action.state == "open" else plain(action.state)]
    parts.append((f"\n{' · '.join(filter(None, marks))}", "dim"))
    if explain:
        parts += [(f"\n{line}", "dim") for line in (f"priority: {action.priority}", *explained(action.evidence))]
    return Text.assemble(*parts)


def _when(action: Action) -> str:
    return f"{action.due_on.day} {action.due_on:%b}" if action.due_on else ""
