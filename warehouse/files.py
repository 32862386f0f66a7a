"""Files that nobody else may read, and that are either whole or not there."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

# What a killed run leaves half made has this suffix; in the landing the next run sweeps it.
PARTIAL = ".partial"
# What is about to be replaced has this one, and comes back if its replacement did not.
ASIDE = ".aside"


def make_folder(path: Path) -> None:
    """Make a folder and those above it, readable by their owner alone (0700) whatever the umask."""
    if not path.is_dir():
        make_folder(path.parent)
        with suppress(FileExistsError):
            path.mkdir(mode=0o700)


def exchange(folder: Path, replacement: Path) -> None:
    """Put a folder in the place of another one, which goes; what a kill leaves of it, `restore` makes good."""
    aside = folder.with_name(f"{folder.name}{ASIDE}")
    folder.replace(aside)
    replacement.replace(folder)
    shutil.rmtree(aside)


def restore(parent: Path) -> None:
    """Put back the folders that an exchange had set aside when it was killed, or end the exchange."""
    for aside in list(parent.glob(f"*{ASIDE}")):
        folder = aside.with_name(aside.name.removesuffix(ASIDE))
        if folder.exists():
            shutil.rmtree(aside)
        else:
            aside.replace(folder)


def write_text(path: Path, text: str) -> None:
    """Put a text file (0600) in place with one rename; a file with this content is left alone."""
    content = text.encode("ascii")
    with suppress(OSError):
        if path.read_bytes() == content:
            return
    write_privately(path, content, is_lasting=False)


def write_privately(path: Path, content: bytes, *, is_lasting: bool = True) -> None:
    """Put a file (0600) in place with one rename; what should outlast a power cut is on disk before that."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=PARTIAL)
    partial = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            if is_lasting:
                stream.flush()
                os.fsync(stream.fileno())
        partial.replace(path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise


def read_json(path: Path) -> Any:
    """Return the content of a JSON file; an empty object if it is missing or damaged."""
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
