"""The command line: ``keepwarm COMMAND``.

Nothing heavy is imported here: a command's module is loaded when the command is called, and the overview that
``keepwarm --help`` prints needs not even the parser.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from connectors.errors import KeepwarmError
from pipelines.console import say, warn
from pipelines.process import run_as_process

if TYPE_CHECKING:
    from cyclopts import App


class Command(NamedTuple):
    """Where a command is, and what it does in a few words."""

    target: str
    summary: str


COMMANDS = {
    "Start": {
        "demo": Command("running:demo", "Try it on invented exports, far from your own data."),
        "run": Command("running:run", "Read the exports in the inbox and bring everything up to date."),
        "status": Command("coverage:status", "Say what is covered, what was rejected, and what to ask for next."),
    },
    "Every week": {
        "actions": Command("lists:actions", "List whom to write to, and why."),
        "show": Command("people:show", "Show all that is known about one person."),
        "done": Command("deciding:done", "Say that you have been in touch."),
        "snooze": Command("deciding:snooze", "Put somebody off until later."),
        "dismiss": Command("deciding:dismiss", "Take a suggestion off the list."),
        "pin": Command("deciding:pin", "Say that somebody matters to you, whatever the figures say."),
        "tag": Command("wishing:tag", "Put a tag on somebody."),
        "cadence": Command("wishing:cadence", "Say how often you want to be in touch, with a person or a #tag."),
    },
    "Who is who": {
        "review": Command("reviewing:review", "Answer the questions that the exports leave open: one person, or two?"),
        "merge": Command("merging:merge", "Say that two are one person."),
        "unmerge": Command("merging:unmerge", "Say that two are different people."),
        "forget": Command("forgetting:forget", "Remove somebody, and keep them out of later imports."),
    },
    "Ask anything": {
        "sql": Command("queries:sql", "Ask the warehouse in SQL."),
        "backtest": Command("backtesting:backtest", "Measure on your own past how far the figures can be trusted."),
    },
    "Tidy up": {
        "prune": Command("pruning:prune", "Let go of what was read from files that are gone."),
    },
}

_NAMES = {name for commands in COMMANDS.values() for name in commands}
_OVERVIEW = """\
Usage: keepwarm COMMAND [OPTIONS]

Keep professional relationships warm after a job change, from the exports you already own.
Everything stays on this machine.
"""


def command() -> int:
    """Run the command that this process is for; return the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # what the encoding of the terminal lacks becomes a question mark
            stream.reconfigure(errors="replace")
    return run_as_process(main)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit code: 0, 1 for what went wrong, 2 for what was misspelt."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if not words or words[0] in ("--help", "-h", "help"):
        say(overview())
        return 0
    mask = os.umask(0o077)  # whatever is written is personal
    try:
        return _call(words)
    except KeyboardInterrupt:
        return _stopped()
    finally:
        os.umask(mask)


def overview() -> str:
    """Return the list of commands, by what they are for."""
    parts = [_OVERVIEW]
    for title, commands in COMMANDS.items():
        parts.append(f"{title}:")
        parts += [f"  {name:<9} {command.summary}" for name, command in commands.items()]
        parts.append("")
    parts.append("`keepwarm COMMAND --help` says more, with an example.")
    return "\n".join(parts)


def _call(words: list[str]) -> int:
    from cyclopts import CycloptsError

    try:
        result = _app()(words)
    except CycloptsError as error:
        warn(f"{error} See `keepwarm {words[0] + ' ' if words[0] in _NAMES else ''}--help`.")
        return 2
    except KeepwarmError as error:
        if "--debug" in words:
            raise
        warn(str(error))
        return 1
    except BrokenPipeError:
        # The reader (head, less) has gone; without this, closing standard output at exit would complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        if "--debug" in words:
            raise
        place = Path(error.filename).name if error.filename else "a file"
        warn(f"{place}: {error.strerror or type(error).__name__}. Check permissions and free space, and run again.")
        return 1
    except Exception as error:
        # What DuckDB makes of Ctrl-C while a query runs, or a function of ours within one.
        if "Query interrupted" in str(error) or "KeyboardInterrupt" in str(error):
            return _stopped()
        if "--debug" in words:
            raise
        # Its text may quote what it stumbled over, which is personal.
        warn(f"this should not have happened: {type(error).__name__}. Add --debug to see where.")
        return 1
    return result if isinstance(result, int) else 0


def _stopped() -> int:
    warn("stopped; what was read so far is kept, and nothing was published.")
    return 130


def _app() -> App:
    from cyclopts import App, Parameter  # 0.1 s

    from pipelines.help_pages import HelpPages

    app = App(
        name="keepwarm",
        help=_OVERVIEW.split("\n", 2)[2],
        help_format="plaintext",
        help_formatter=HelpPages(),
        version=_version,
        result_action="return_value",
        print_error=False,
        exit_on_error=False,
        suppress_keyboard_interrupt=False,
        default_parameter=Parameter(negative=(), show_default=lambda value: value or None),
    )
    for commands in COMMANDS.values():
        for name, command in commands.items():
            app.command(f"pipelines.commands.{command.target}", name=name)
    return app


def _version() -> str:
    from importlib.metadata import version

    return version("keepwarm")
