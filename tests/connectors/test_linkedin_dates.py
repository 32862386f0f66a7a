from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.linkedin.dates import FIRST_YEAR, LAST_YEAR, BadDate, read_birthday, read_moment, read_span

MOMENTS = st.integers(0, 95 * 365 * 86_400).map(
    lambda seconds: datetime(FIRST_YEAR, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)


@given(MOMENTS)
def test_every_spelling_of_a_moment_is_the_same_moment(moment: datetime) -> None:
    second, minute = moment.replace(microsecond=0), moment.replace(microsecond=0, second=0)
    noon = minute.replace(hour=12, minute=0)
    assert read_moment(f"{second:%Y-%m-%d %H:%M:%S} UTC") == second
    assert read_moment(f"{second:%Y/%m/%d %H:%M:%S} UTC") == second
    assert read_moment(f"{second:%Y-%m-%dT%H:%M:%S}") == second
    assert read_moment(f"{minute:%m/%d/%y, %I:%M %p}") == minute
    assert read_moment(f"{minute.day}/{minute.month}/{minute:%y, %H:%M}", day_first=True) == minute
    assert read_moment(f"{minute:%b %d, %Y %I:%M %p}") == minute
    assert read_moment(f"{noon:%d %b %Y}") == noon
    assert read_moment(f"{second:%a %b %d %H:%M:%S UTC %Y}") == second
    assert read_moment(f"{noon.year}年{noon.month}月{noon.day}日") == noon
    assert read_moment(f"{noon:%d-%b-%y}") == noon


@given(st.text() | st.text("0123456789/-:., APMTZUTCJanFeb"), st.booleans())
def test_no_text_becomes_an_impossible_date(text: str, day_first: bool) -> None:
    try:
        moment = read_moment(text, day_first)
    except BadDate:
        return
    assert moment.tzinfo is UTC
    assert FIRST_YEAR <= moment.year <= LAST_YEAR


@pytest.mark.parametrize(
    "text", ["12 März 2023", "12 mars 2023", "12 de marzo de 2023", "12 mar. 2023", "12 maart 2023", "12 março 2023"]
)
def test_months_are_understood_in_six_languages(text: str) -> None:
    assert read_moment(text).date() == date(2023, 3, 12)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Feb 2024", (2024, 2, 1), (2024, 2, 29)),
        ("1998", (1998, 1, 1), (1998, 12, 31)),
        ("4-Apr-21", (2021, 4, 4), (2021, 4, 4)),
    ],
)
def test_a_span_covers_what_it_names(text: str, first: tuple[int, int, int], last: tuple[int, int, int]) -> None:
    assert read_span(text) == (date(*first), date(*last))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("May 17", "--05-17"),
        ("17 mai 1980", "1980-05-17"),
        ("5/17/80", "--05-17"),
        ("17-May", "--05-17"),  # as Excel saves it
        ("Feb 30", ""),
        ("1985", ""),
        ("Jan 1985", ""),
        ("Jan-85", ""),
        ("soon", ""),
        ("", ""),
    ],
)
def test_a_birthday_may_lack_its_year(text: str, expected: str) -> None:
    assert read_birthday(text) == expected
