"""``keepwarm run`` and ``keepwarm demo``."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from connectors.errors import KeepwarmError
from pipelines.commands import DEFAULTS, Options
from pipelines.commands.coverage import about_owner
from pipelines.commands.lists import print_list
from pipelines.console import plain, print_json, say, warn
from pipelines.exports.action_list import Action, ActionList, read_actions
from pipelines.home import Home
from pipelines.instructions import how_to_begin
from pipelines.published import published, published_as_of
from warehouse.errors import WarehouseBusy
from warehouse.files import write_privately

if TYPE_CHECKING:
    from pipelines.run import Progress, RunReport

# What runs is imported where it does: a help text should not wait for it.


class NoSuchInbox(KeepwarmError):
    """What the user wants read is not there."""

    def __init__(self, path: Path) -> None:
        """Remember the path."""
        super().__init__(path)
        self.path = path

    def __str__(self) -> str:
        """Say what to check."""
        return f"{self.path}: there is no such file or folder. Check the name, and run again."


def run(
    *inbox: Path,
    as_of: date | None = None,
    me: Annotated[tuple[str, ...], Parameter(negative_iterable=())] = (),
    verify: bool = False,
    holdout: Annotated[bool | None, Parameter(negative="--no-holdout")] = None,
    json: bool = False,
    options: Options = DEFAULTS,
) -> int:
    """Read the exports in the inbox and bring everything up to date: the warehouse, and the lists in exports/.

    Example: keepwarm run ~/Downloads/takeout ~/Downloads/Complete_LinkedInDataExport_11-20-2026.zip

    Args:
        inbox: Folders or files to read; without them, the inbox in the home.
        as_of: The day for which to compute everything; without it, today.
        me: An address of yours, where keepwarm does not find it by itself; it is remembered. May be repeated.
        verify: Read every file again, also those that look unchanged.
        holdout: From 100 suggestions on, leave out a random tenth, to see what suggesting does; until --no-holdout.
        json: Print JSON.
    """
    from pipelines.run import run as run_stages
    from pipelines.run import set_holdout
    from pipelines.settings import TEMPLATE, load_settings, remember_me

    home = options.chosen_home()
    home.create()
    if not home.settings.exists():
        write_privately(home.settings, TEMPLATE.encode())
    settings = remember_me(home, me) if me else load_settings(home.settings)
    roots = inbox or (settings.inbox or home.inbox,)
    for root in roots:
        if not root.exists():
            raise NoSuchInbox(root)
    day = as_of or datetime.now().astimezone().date()
    if holdout is not None:
        set_holdout(home, day, is_on=holdout)
    with _progress_shown() as progress:
        report = run_stages(roots, home, settings, day, verify=verify, progress=progress)
    return _conclude(report, home, roots, json)


def demo(*, json: bool = False, debug: bool = False) -> int:
    """Run on invented exports, in a folder of its own: your own data is neither read nor changed.

    Example: keepwarm demo

    Args:
        json: Print JSON.
        debug: Show where an error comes from.
    """
    from pipelines.demo import AS_OF, INBOX
    from pipelines.run import run as run_stages
    from pipelines.settings import Settings

    home = Home(Path(tempfile.mkdtemp(prefix="keepwarm-demo-")))
    shutil.copytree(INBOX, home.inbox)
    # Neither the user's settings nor the environment's: the demo is the same for everybody.
    with _progress_shown() as progress:
        report = run_stages((home.inbox,), home, Settings.model_construct(), AS_OF, progress=progress)
    code = _conclude(report, home, (home.inbox,), json)
    if json:
        return code
    _print_other_families(read_actions(home.warehouse))
    say(
        "",
        "These people are invented. Look around, then delete the folder:",
        f"  keepwarm show <name> --home {home.root}",
        f"  keepwarm sql \"from who_at('Acme')\" --home {home.root}",
    )
    return code


def bring_up_to_date(home: Home) -> None:
    """Build anew as of the same day, after a decision; nothing is read. If another run is at work, say so."""
    from pipelines.run import run as run_stages
    from pipelines.settings import load_settings

    with published(home.warehouse) as connection:
        as_of = published_as_of(connection)
    try:
        run_stages((), home, load_settings(home.settings), as_of)
    except WarehouseBusy as busy:
        warn(f"another run ({busy.holder}) is at work. What you said is kept, and the next run takes it in.")


def _print_other_families(actions: ActionList) -> None:
    """Print the first action of each family that the week does not show, so that the demo shows every kind."""
    from pipelines.exports.terminal import print_actions

    shown = {action.family for action in actions.week().actions}
    first: dict[str, Action] = {}
    for action in actions.backlog().actions:
        if action.family not in shown:
            first.setdefault(action.family, action)
    if first:
        print_actions(actions._replace(actions=tuple(first.values())), "For later, of the other kinds of advice")


def _conclude(report: RunReport, home: Home, roots: Sequence[Path], json: bool) -> int:
    refused = report.summary.quarantined
    _warn_of_lists(report)
    if json:
        print_json(_as_record(report, home))
    elif report.is_empty and not refused:
        say(how_to_begin(roots[0]))
    elif not report.is_empty:
        _print(report, home)
    if refused:
        reasons = "; ".join(f"{entry.source_path}: {entry.reason}" for entry in refused[:3])
        more = f"; and {len(refused) - 3} more" if len(refused) > 3 else ""
        what = "nothing could be read" if report.is_empty else f"{_counted(len(refused), 'file')} could not be read"
        warn(f"{what} ({reasons}{more}). `keepwarm status` lists all.")
    return 1 if report.summary.is_failed or (report.is_empty and refused) else 0


def _warn_of_lists(report: RunReport) -> None:
    for returned in report.lists:
        rows = [f"row {each.row}: {each.reason}" if each.row else each.reason for each in returned.refused[:3]]
        if len(returned.refused) > len(rows):
            rows.append(f'and {len(returned.refused) - len(rows)} more (keepwarm sql "from rejected_records")')
        if rows:
            warn(f"{returned.source_path}: {'; '.join(rows)}. Correct the list, and run again.")


def _print(report: RunReport, home: Home) -> None:
    landed = report.summary.landed
    records = sum(unit.records for unit in landed)
    read = f"{_counted(records, 'record')} in {_counted(len(landed), 'new source')}"
    parts = [read] if landed else ["Nothing new"]
    if report.summary.unchanged:
        parts.append(f"{report.summary.unchanged:,} unchanged")
    counts = report.counts
    people = _counted(counts.get("people", 0), "person", "people")
    say(f"{', '.join(parts)}. {people}, {_counted(counts.get('relationships', 0), 'tie')} of your own.")
    for returned in report.lists:
        if returned.decision_count:
            say(f"{plain(returned.source_path)}: {_counted(returned.decision_count, 'decision')} taken.")
    actions = read_actions(home.warehouse)
    print_list(actions.week(), actions)
    with published(home.warehouse) as connection:
        say(*about_owner(connection))
    say(f"Lists to take along: {plain(home.exports)}")


def _as_record(report: RunReport, home: Home) -> dict[str, Any]:
    return {
        "as_of": report.as_of,
        "is_published": report.is_published,
        "landed": [unit._asdict() for unit in report.summary.landed],
        "unchanged": report.summary.unchanged,
        "rejected": [{"source_path": r.source_path, "reason": r.reason} for r in report.summary.quarantined],
        "ignored": [entry._asdict() for entry in report.summary.ignored],
        "counts": dict(report.counts),
        "lists": [each.as_record() for each in report.lists],
        "warehouse": str(home.warehouse),
        "exports": [str(path) for path in report.exports],
    }


def _counted(number: int, noun: str, plural: str = "") -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {plural or f'{noun}s'}"


@contextmanager
def _progress_shown() -> Iterator[Progress]:
    """Yield what to call with (bytes done, bytes in all, what is being done); it does nothing where nobody looks."""
    if not sys.stderr.isatty():
        yield lambda done, total, what: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TimeRemainingColumn())
    with Bar(*columns, console=Console(stderr=True, markup=False, emoji=False), transient=True) as bar:
        task = bar.add_task("Reading", total=None)

        def show(done: int, total: int, what: str) -> None:
            bar.update(task, completed=done, total=total, description=plain(what))

        yield show
