"""The commands, each a function whose docstring is its help."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from pipelines.home import Home, default_home


@Parameter(name="*")
@dataclass(frozen=True, slots=True)
class Options:
    """What every command takes."""

    home: Annotated[Path | None, Parameter(env_var="KEEPWARM_HOME")] = None
    """Folder in which everything is kept; without it, the platform's folder for data."""

    debug: bool = False
    """Show where an error comes from."""

    def chosen_home(self) -> Home:
        """Return the home that the user means."""
        return Home(self.home.expanduser()) if self.home else default_home()


# Words on the command line, at least one: "ana silva" need not be quoted.
Words = Annotated[str, Parameter(required=True)]

DEFAULTS = Options()
