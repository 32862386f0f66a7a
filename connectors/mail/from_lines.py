"""From_ lines, with which the messages of a mailbox begin; a few programs put no date into them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

FromLine: TypeAlias = Callable[[bytes, int], re.Match[bytes] | None]

# The bounds make that a From_ line and the field below it are seen whole in so many bytes.
FROM_LINE_BYTES = 64 * 1024
DATED = (
    rb"From (?![ \t]{0,2000}:)(?:[^\n]{0,500}(?:19|20)(?<!\d..)\d\d(?!\d)|-(?=\s)|\d{1,30}@xxx(?=\s))[^\n]{0,2000}\n"
)
# Some mail programs put older From_ lines below the first, as ">From ".
FIELD = rb"(?:>From [^\n]{0,2000}\n){0,20}[!-9;-~]{1,2000}[ \t]{0,2000}:"
# Looking ahead settles where the date is, so that a line without a field below is not searched for another one.
MESSAGE = re.compile(rb"(?=(" + DATED + rb"))\1" + FIELD).match
# At the beginning of a file a From_ line needs no date: "From " is proof enough if fields follow.
UNDATED = re.compile(rb"From [^\n]{0,2000}\n" + FIELD).match
# Where the first has no date, so may the others, if two fields follow of which one is such as messages begin with.
UNDATED_TOO = re.compile(
    rb"From (?![ \t]{0,2000}:)[^\n]{0,2000}\n(?i:from|to|cc|date|subject|sender|reply-to|received|return-path|status"
    rb"|delivered-to|message-id|mime-version|user-agent|in-reply-to|references|authentication-results|dkim-signature"
    rb"|(?:arc|content|list|resent|thread|x)-[\w-]{1,100})[ \t]{0,100}:[^\n]{0,2000}\n"
    rb"(?:[ \t]|[!-9;-~]{1,2000}[ \t]{0,2000}:)"
).match
BEGINNING = re.compile(rb"(?:\xef\xbb\xbf)?\s*+(?=From (?![ \t]{0,2000}:))")


def as_in(head: bytes) -> FromLine:
    """Return what finds a From_ line at a place of a mailbox that begins so."""
    beginning = BEGINNING.match(head)
    if beginning and UNDATED(head, beginning.end()) and not MESSAGE(head, beginning.end()):
        return _dated_or_not
    return MESSAGE


def _dated_or_not(data: bytes, place: int) -> re.Match[bytes] | None:
    return MESSAGE(data, place) or UNDATED_TOO(data, place)
