from __future__ import annotations

import pytest

from connectors.mail.memo import LONGEST_KEPT, remembered


def test_a_value_that_comes_again_is_not_read_again() -> None:
    asked: list[bytes] = []

    @remembered(10)
    def reads(value: bytes) -> int | None:
        asked.append(value)
        return len(value) or None

    assert [reads(value) for value in (b"ana", b"bo", b"", b"ana", b"")] == [3, 2, None, 3, None]
    assert asked == [b"ana", b"bo", b""]


def test_no_more_is_kept_than_there_is_room_for() -> None:
    asked: list[bytes] = []

    @remembered(2)
    def reads(value: bytes) -> bytes:
        asked.append(value)
        return value.upper()

    assert [reads(value) for value in (b"a", b"b", b"c", b"c", b"a")] == [b"A", b"B", b"C", b"C", b"A"]
    assert asked == [b"a", b"b", b"c", b"a"]


def test_long_values_and_faults_are_not_kept() -> None:
    asked: list[bytes] = []

    @remembered(10)
    def reads(value: bytes) -> int:
        asked.append(value)
        return int(value)

    long = b"0" * LONGEST_KEPT + b"1"
    assert [reads(long), reads(long)] == [1, 1]
    for _ in range(2):
        with pytest.raises(ValueError, match="invalid literal"):
            reads(b"x")
    assert asked == [long, long, b"x", b"x"]
