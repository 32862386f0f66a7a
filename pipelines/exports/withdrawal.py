"""Find the written lists that name somebody, to withdraw them."""

from __future__ import annotations

import html
import json
import re
import zipfile
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from pipelines.exports import FORMS

_SUFFIXES = frozenset(form.suffix for form in FORMS.values())


def lists_naming(folder: Path, texts: Collection[str]) -> list[Path]:
    """Return the lists below a folder that hold any of these texts as whole words, whatever their case."""
    wanted = re.compile("|".join(rf"(?<!\w){re.escape(text.lower())}(?!\w)" for text in sorted(texts)) or "(?!)")
    files = sorted(path for path in folder.rglob("*") if path.suffix in _SUFFIXES and path.is_file())
    return [path for path in files if wanted.search(_text_of(path))]


def _text_of(path: Path) -> str:
    text = path.read_bytes().decode("utf-8", "replace")
    # What is no longer what its name says is searched as it is.
    with suppress(zipfile.BadZipFile, ValueError):
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as workbook:
                text = "\n".join(workbook.read(name).decode("utf-8", "replace") for name in workbook.namelist())
        elif path.suffix == ".ics":
            text = re.sub(r"\r?\n[ \t]", "", text)
        elif path.suffix == ".json":
            text = json.dumps(json.loads(text), ensure_ascii=False)
    return html.unescape(text).lower()
