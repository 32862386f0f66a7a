from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.mail.dates import parse
from connectors.month_names import month_number
from connectors.tables.dates import BadDate, header_date, is_day_first

PARTS = st.sampled_from(
    [*"0123456789/-.: ,+TZ", "2024", "03", "Mar", "марта", "下午", "PM", "GMT", "UTC+1", "年", "月", "12:30"]
)


@pytest.mark.parametrize(
    ("text", "day_first", "moment"),
    [
        ("2024-03-04", None, "2024-03-04 12:00"),
        ("2024-03-04 09:30", None, "2024-03-04 09:30"),
        ("2024-03-04 - 09:30", None, "2024-03-04 09:30"),
        ("2024-03-04 (09:30)", None, "2024-03-04 09:30"),
        ("20240304T09:30:15Z", None, "2024-03-04 09:30:15"),
        ("2024-03-04T09:30:15.250+02:00", None, "2024-03-04 07:30:15"),
        ("2024-03-04T09:30:00Z", None, "2024-03-04 09:30"),
        ("4.3.2024 9:30", None, "2024-03-04 09:30"),
        ("04.03.24, 09:30", None, "2024-03-04 09:30"),
        ("Mo 04.03.2024 09:30", None, "2024-03-04 09:30"),
        ("lun. 13/05/2024 09:30", None, "2024-05-13 09:30"),
        ("3/4/2024 9:30 AM", False, "2024-03-04 09:30"),
        ("3/4/2024 9:30 PM", True, "2024-04-03 21:30"),
        ("3/4/24 12:05 am", False, "2024-03-04 00:05"),
        ("13/4/2024", None, "2024-04-13 12:00"),
        ("4/13/2024", None, "2024-04-13 12:00"),
        ("4/4/2024", None, "2024-04-04 12:00"),
        ("3/4/24, 9:30\u202fPM", False, "2024-03-04 21:30"),
        ("13/4/2024 9:30 p. m.", None, "2024-04-13 21:30"),
        ("4/13/2024 09:30 PST", None, "2024-04-13 17:30"),
        ("4/13/2024 9:30 PM CEST", None, "2024-04-13 19:30"),
        ("4/13/2024 09:30 HRS", None, "2024-04-13 09:30"),
        ("Mar 4, 2024 9:30 PM", None, "2024-03-04 21:30"),
        ("Monday, March 4, 2024 9:30 AM", None, "2024-03-04 09:30"),
        ("Mon, 4 Mar 2024 09:30:00 +0100", None, "2024-03-04 08:30"),
        ("Mon Mar 04 2024 09:30:00 GMT+0100 (CET)", None, "2024-03-04 08:30"),
        ("Monday, March 4, 2024 at 9:30:00 PM", None, "2024-03-04 21:30"),
        ("4 Mar 2024", None, "2024-03-04 12:00"),
        ("04-Mar-2024 09:30", None, "2024-03-04 09:30"),
        ("4. März 2024 um 09:30", None, "2024-03-04 09:30"),
        ("lundi 4 mars 2024 à 09h30", None, "2024-03-04 09:30"),
        ("4 de março de 2024 09:30", None, "2024-03-04 09:30"),
        ("20240304T093000Z", None, "2024-03-04 09:30"),
        ("20240304", None, "2024-03-04 12:00"),
        ("2024年3月4日 9:30", None, "2024-03-04 09:30"),
        ("1709544600", None, "2024-03-04 09:30"),
        ("1709544600000", None, "2024-03-04 09:30"),
        ("2024-03-11 00:30:00+02", None, "2024-03-10 22:30"),
        ("2024-03-11 00:30:00.123456-05", None, "2024-03-11 05:30"),
        ("2024-03-04 09:30 GMT+1", None, "2024-03-04 08:30"),
        ("2024-03-04 09:30 UTC+1", None, "2024-03-04 08:30"),
        ("2024-03-04 09:30 UTC -3:30", None, "2024-03-04 13:00"),
        ("2024-03-04 09:30 (UTC+01:00) Amsterdam", None, "2024-03-04 08:30"),
        ("2024-03-04 09:30:00 \N{MINUS SIGN}05:00", None, "2024-03-04 14:30"),
        ("2024-07-04 09:30:00 Europe/Berlin", None, "2024-07-04 07:30"),
        ("2024-03-04 09:30:00 Europe/Atlantis", None, "2024-03-04 09:30"),
        ("2024-03-04T09:30+01:00[Europe/Berlin]", None, "2024-03-04 08:30"),
        ("2024/3/4 下午 03:05", None, "2024-03-04 15:05"),
        ("2024/3/4 上午 12:05:00", None, "2024-03-04 00:05"),
        ("2024-03-04 오후 3:05", None, "2024-03-04 15:05"),
        ("2024. 3. 4. 오전 3:05", None, "2024-03-04 03:05"),
        ("2024年3月4日 午後3:05", None, "2024-03-04 15:05"),
        ("2024年3月4日15時05分", None, "2024-03-04 15:05"),
        ("2024/03/04 (月) 9:30", None, "2024-03-04 09:30"),
        ("4/3/2024 3:05 μμ", True, "2024-03-04 15:05"),
        ("4 марта 2024 г. 15:05", None, "2024-03-04 15:05"),
        ("04 мар. 2024, 15:05", None, "2024-03-04 15:05"),
        ("4 мая 2024 г. в 15:05", None, "2024-05-04 15:05"),
        ("4. marraskuuta 2024 klo 15.05", None, "2024-11-04 15:05"),
        ("segunda-feira, 4 de março de 2024 15:05", None, "2024-03-04 15:05"),
        ("4-Mar-24", None, "2024-03-04 12:00"),
        ("4-Mar-24 9:30", None, "2024-03-04 09:30"),
        ("2024. március 4. 9:30", None, "2024-03-04 09:30"),
        ("2024. szept. 4., szerda 21:30", None, "2024-09-04 21:30"),
        ("2024. május 14", None, "2024-05-14 12:00"),
        ("45355", None, "2024-03-04 12:00"),
        ("45355.395833333336", None, "2024-03-04 09:30"),
        ("45355,395833333", None, "2024-03-04 09:30"),
        ("45355.0", None, "2024-03-04 00:00"),
    ],
)
def test_dates_are_read_in_the_usual_forms(text: str, day_first: bool | None, moment: str) -> None:
    found = parse(header_date(text, day_first).encode())
    assert found is not None
    assert f"{found[0]:%Y-%m-%d %H:%M:%S}".removesuffix(":00") == moment


def test_a_date_that_may_be_two_is_never_guessed() -> None:
    with pytest.raises(BadDate):
        header_date("3/4/2024", None)


@pytest.mark.parametrize(
    "text",
    [
        "2024-03-04 09:30 - 10:30",
        "2024-03-04 half past 9",
        "2024-03-04 09:30 in 2 parts",
        "2024-03-04 3時5分",
        "2024-03-04 09:30-17:00",
    ],
)
def test_a_time_of_day_that_cannot_be_read_is_not_passed_over(text: str) -> None:
    with pytest.raises(BadDate):
        header_date(text, None)


def test_the_names_of_finnish_months_take_none_from_others() -> None:
    assert [month_number(word) for word in ("mar", "marr", "maaliskuuta", "huhti", "elo", "май")] == [3, 11, 3, 4, 8, 5]


@settings(deadline=None)
@given(st.lists(PARTS, max_size=20).map("".join), st.sampled_from([None, True, False]))
def test_any_text_is_a_date_or_told(text: str, day_first: bool | None) -> None:
    try:
        found = parse(header_date(text, day_first).encode())
    except BadDate:
        return
    assert found is None or found[0].tzinfo is not None


@pytest.mark.parametrize(
    ("texts", "answer"),
    [
        (["3/4/2024", "13/4/2024"], True),
        (["3/4/2024", "4/13/2024"], False),
        (["3/4/2024"], None),
        (["13/4/2024", "4/13/2024"], None),
        (["31.12.2024", "3/4/2024"], None),
        (["lun. 13/05/2024", "3/4/2024"], True),
        (["31/31/2024"], None),
    ],
)
def test_the_order_of_day_and_month_is_told_by_the_file_as_a_whole(texts: list[str], answer: bool | None) -> None:
    assert is_day_first(texts) is answer
