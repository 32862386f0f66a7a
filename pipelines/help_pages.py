"""Print the help of a command as plain lines that fit the terminal."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from pipelines.console import say

if TYPE_CHECKING:
    from cyclopts.help import HelpEntry, HelpPanel
    from rich.console import Console, ConsoleOptions, RenderableType


class HelpPages:
    """What the parser asks to lay out each part of a help page."""

    def __call__(self, console: Console, options: ConsoleOptions, panel: HelpPanel) -> None:
        """Print the entries of a panel below its title."""
        if not panel.entries:
            return
        title = "Options" if panel.title == "Parameters" else _text(panel.title, console)
        say(f"{title}:")
        for entry in panel.entries:
            text = f"{', '.join(entry.display_labels_with_metavar)}: {_explained(entry, console)}"
            say(textwrap.fill(text, console.width, initial_indent="  ", subsequent_indent="      "))
        say("")

    def render_usage(self, console: Console, options: ConsoleOptions, usage: RenderableType | None) -> None:
        """Print how the command is called."""
        say(f"Usage: {_text(usage, console)}", "")

    def render_description(self, console: Console, options: ConsoleOptions, description: RenderableType | None) -> None:
        """Print what the command does, paragraph by paragraph."""
        for line in _text(description, console).splitlines():
            say(textwrap.fill(line, console.width))
        say("")


def _explained(entry: HelpEntry, console: Console) -> str:
    notes = [
        f"one of {', '.join(entry.choices)}" if entry.choices else "",
        f"default: {entry.default}" if entry.default is not None else "",
        f"also from {', '.join(entry.env_var)}" if entry.env_var else "",
    ]
    noted = "; ".join(filter(None, notes))
    return _text(entry.description, console) + (f" ({noted})" if noted else "")


def _text(part: RenderableType | None, console: Console) -> str:
    """Return what a part says, not yet broken into lines."""
    if part is None:
        return ""
    return "".join(segment.text for segment in console.render(part, console.options.update(width=10_000))).strip()
