"""Invented exports of an invented person, small enough to come with the program.

`INBOX` holds them; `make_inbox` made them, and makes them again to the byte. `AS_OF` is the day on which their story
is told.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

AS_OF = date(2026, 11, 20)
INBOX = Path(__file__).parent / "inbox"
