"""What a mailbox repeats, read once: addresses, labels, days.

A third of the price of `functools.lru_cache`, which makes a tuple of each key that is bytes, and keeps them in order.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

Result = TypeVar("Result")

# Longer values seldom come again, and many of them take a lot of memory.
LONGEST_KEPT = 600


def remembered(most: int) -> Callable[[Callable[[bytes], Result]], Callable[[bytes], Result]]:
    """Let a function be asked once for each value; when ``most`` results are kept, begin anew with none."""

    def decorate(read: Callable[[bytes], Result]) -> Callable[[bytes], Result]:
        return _Memo(read, most).__getitem__

    return decorate


class _Memo(dict[bytes, Result]):
    def __init__(self, read: Callable[[bytes], Result], most: int) -> None:
        super().__init__()
        self._read = read
        self._most = most

    def __missing__(self, value: bytes) -> Result:
        result = self._read(value)
        if len(value) <= LONGEST_KEPT:
            if len(self) >= self._most:
                self.clear()
            self[value] = result
        return result
