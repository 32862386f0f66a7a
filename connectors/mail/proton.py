"""Exports of Proton's: every message lies in one folder, as ``X.eml``; ``X.metadata.json`` beside it holds its labels.

The numbers are those of Proton's own folders (``MAILBOX_LABEL_IDS`` of its web client): 1, 2 and 12 say that it is a
draft, was sent, or waits to be sent, wherever it is filed. Labels of the user's own are long, and have no name here.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path

from connectors.leftovers import PROTON
from connectors.mail.folders import Folder

NAMES = {
    "0": "Inbox", "8": "Drafts", "1": "Drafts", "7": "Sent", "2": "Sent", "9": "Outbox", "12": "Scheduled",
    "4": "Spam", "3": "Trash", "6": "Archive",
}  # fmt: skip
SENT, DRAFTS, UNSENT, SPAM = {"2", "7"}, {"1", "8"}, {"9", "12"}, {"4"}
MESSAGE = ".eml"
# A message without metadata among others may have lost it; to ask about every file of a folder would take long.
ASKED = 10
LONGEST = 1024 * 1024


def filed(folder: Path, names: Sequence[str]) -> dict[str, Folder]:
    """Return where the messages of these names are filed, as far as Proton tells; raise OSError if it is unreadable."""
    messages = [name for name in names if name.endswith(MESSAGE)]
    if not any(os.path.exists(_told_in(folder, name)) for name in islice(messages, ASKED)):  # noqa: PTH110 - hot
        return {}
    found = ((name, _filed(_told_in(folder, name))) for name in messages)
    return {name: labelled for name, labelled in found if labelled}


def _told_in(folder: Path, name: str) -> str:
    return f"{folder}/{name.removesuffix(MESSAGE)}{PROTON}"


def _filed(path: str) -> Folder | None:
    try:
        with open(path, "rb") as stream:  # noqa: PTH123 - hot
            content = stream.read(LONGEST)
    except FileNotFoundError:
        return None
    with suppress(ValueError, RecursionError):
        told = json.loads(content)
        payload = told.get("Payload") if isinstance(told, Mapping) else None
        labels = payload.get("LabelIDs") if isinstance(payload, Mapping) else None
        if isinstance(labels, list):
            return _labelled({label for label in labels if isinstance(label, str)})
    return None


def _labelled(labels: set[str]) -> Folder:
    names = ", ".join(dict.fromkeys(name for label, name in NAMES.items() if label in labels))
    if labels & UNSENT or (labels & DRAFTS and not labels & SENT):
        return Folder(names, "draft")
    return Folder(names, "spam" if labels & SPAM else "confirmed")
