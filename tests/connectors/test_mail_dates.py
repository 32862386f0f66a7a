from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime, mktime_tz, parsedate_tz

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.mail import dates

MOMENTS = st.integers(31_708_800, 4_102_000_000)
OFFSETS = st.integers(-11 * 4, 13 * 4).map(lambda quarters: timezone(timedelta(minutes=15 * quarters)))


@pytest.mark.parametrize(
    ("text", "moment", "time_zone"),
    [
        ("Thu, 8 Nov 2007 15:00:05 +0100", "2007-11-08 14:00:05", "+01:00"),
        ("8 Nov 2007 15:00:05 -0530 (somewhere)", "2007-11-08 20:30:05", "-05:30"),
        ("Thu, 8 Nov 2007 15:00 +0000", "2007-11-08 15:00:00", "+00:00"),
        ("\r\n Thu, 8 NOV 2007 15:00:05 +0100\r", "2007-11-08 14:00:05", "+01:00"),
        ("Thu, 8 Nov 2007 15:00:05 -0000", "2007-11-08 15:00:05", ""),
        ("Thu, 8 Nov 2007 15:00:05", "2007-11-08 15:00:05", ""),
        ("Thu, 8 Nov 2007 15:00:05 GMT", "2007-11-08 15:00:05", "+00:00"),
        ("Thu, 8 Nov 2007 15:00:05 EST", "2007-11-08 20:00:05", "-05:00"),
        ("Thu, 8 Nov 2007 15:00:05 CEST", "2007-11-08 13:00:05", "+02:00"),
        ("Thu, 8 Nov 2007 15:00:05 K", "2007-11-08 15:00:05", ""),
        ("Thu, 8 Nov 2007 15:00:05 GMT+0200", "2007-11-08 13:00:05", "+02:00"),
        ("Thu, 8 Nov 2007 15:00:05 (EDT) -0400", "2007-11-08 19:00:05", "-04:00"),
        ("Thu, 8 Nov 2007 15:00:05 -600", "2007-11-08 21:00:05", "-06:00"),
        ("Thu, 8 Nov 07 15:00:05 GMT", "2007-11-08 15:00:05", "+00:00"),
        ("Mon, 8 Nov 93 15:00:05 GMT", "1993-11-08 15:00:05", "+00:00"),
        ("Thu, 8 Nov 107 15:00:05 GMT", "2007-11-08 15:00:05", "+00:00"),
        ("Thu Nov  8 15:00:05 2007", "2007-11-08 15:00:05", ""),
        ("Thu Nov  8 15:00:05 MET 2007", "2007-11-08 14:00:05", "+01:00"),
        ("8-Nov-2007 15:00:05 -0100", "2007-11-08 16:00:05", "-01:00"),
        ("2002/09/14 Sat 02:29:32 CDT", "2002-09-14 07:29:32", "-05:00"),
        ("2021-11-21T18:49:41+01:00", "2021-11-21 17:49:41", "+01:00"),
        ("2021-11-21T18:49:41.5Z", "2021-11-21 18:49:41", "+00:00"),
        ("Wed 29 May 2019 06:09:22 PM EDT", "2019-05-29 22:09:22", "-04:00"),
        ("Wed, 29 May 2019 12:30:00 AM +0000", "2019-05-29 00:30:00", "+00:00"),
        ("Wed, 29 May 2019 12:30:00 PM +0000", "2019-05-29 12:30:00", "+00:00"),
        ("2024-03-04T10:11:12.123+01:00", "2024-03-04 09:11:12", "+01:00"),
        ("2024-03-04T10:11:12.123456-0530", "2024-03-04 15:41:12", "-05:30"),
        ("2024-03-04 10:11:12+01", "2024-03-04 09:11:12", "+01:00"),
        ("Mon, 4 Mar 2024 10:11:12 -03", "2024-03-04 13:11:12", "-03:00"),
        ("Mon, 4 Mar 2024 10:11:12 GMT+1", "2024-03-04 09:11:12", "+01:00"),
        ("Mon, 4 Mar 2024 9:11:12 p.m. +0100", "2024-03-04 20:11:12", "+01:00"),
        ("Mon, 4 Mar 2024 10:11:12.345 +0100", "2024-03-04 09:11:12", "+01:00"),
        ("Thu, 6 Dez 2007 15:00:05 +0100", "2007-12-06 14:00:05", "+01:00"),
        ("Do., 6. Dezember 2007 15:00:05 +0100", "2007-12-06 14:00:05", "+01:00"),
        ("lun., 06 déc. 2010 15:00:05 +0100", "2010-12-06 14:00:05", "+01:00"),
        ("mar., 6-mars-2012 15:00:05 +0100", "2012-03-06 14:00:05", "+01:00"),
        ("Пн, 05 окт 2009 15:00:05 +0400", "2009-10-05 11:00:05", "+04:00"),
        ("Sat, 31 Dec 2016 23:59:60 +0000", "2016-12-31 23:59:59", "+00:00"),
    ],
)  # fmt: skip
def test_reads_dates_as_they_are_written(text: str, moment: str, time_zone: str) -> None:
    assert dates.parse(text.encode()) == (datetime.fromisoformat(f"{moment}+00:00"), time_zone)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "RANDOM_Wed",
        "0:29:18",
        "Wed, 31 Feb 2007 10:00:00 +0100",
        "Mon, 5 Jan 2004 25:00:00 +0000",
        "Sun, 1 Jan 30000 10:00:00 +0000",
        "Wed, 4 Jun 207777777777777777777714 17:50:46 0",
        "Sun, 11 Sep 2016 23:22:904070804030804 +0100",
        "Thu, 1 Jan 1970 00:00:00 +0000",
        "Mon, 01 Jan 0001 00:00:00 +0000",
        "Tue, 08 Feb 0000 00:00:00 -0000",
        "Pn, 29 paX 2007 10:00:00 +0100",
        "\0\0\0",
    ],
)
def test_what_never_was_is_no_date(text: str) -> None:
    assert dates.parse(text.encode()) is None


@pytest.mark.parametrize(
    ("line", "moment"),
    [
        ("From ana@sea.example Thu Nov  8 15:00:05 2007", "2007-11-08 15:00:05"),
        ("From 1784500000000000001@xxx Mon Mar 04 09:12:30 +0000 2024", "2024-03-04 09:12:30"),
        ("From - Mon Mar 03 12:00:00 2014", "2014-03-03 12:00:00"),
        ('From "Ana Silva" Wed Feb 26 07:50:04 2014', "2014-02-26 07:50:04"),
        ("From ana at sea.example  Thu Nov  8 15:00:05 2007", "2007-11-08 15:00:05"),
        ("From sun Sat Nov 10 15:00:05 2007 remote from relay", "2007-11-10 15:00:05"),
    ],
)
def test_reads_the_date_of_a_from_line(line: str, moment: str) -> None:
    assert dates.parse_envelope(line.encode()) == datetime.fromisoformat(f"{moment}+00:00")


@pytest.mark.parametrize("line", ["From - ", "From 1844347792267117879@xxx", "From the start, Sun or no sun", ""])
def test_a_from_line_may_have_no_date(line: str) -> None:
    assert dates.parse_envelope(line.encode()) is None


def test_a_received_field_tells_after_its_last_semicolon() -> None:
    value = b" from a (b; c)\n by d with SMTP; Mon, 5 Nov 2007 10:00:00 -0800 (PST)"
    assert dates.parse_received(value) == datetime(2007, 11, 5, 18, tzinfo=UTC)


@settings(deadline=None)
@given(MOMENTS, OFFSETS)
def test_what_mail_programs_write_comes_back(seconds: int, zone: timezone) -> None:
    aware = datetime.fromtimestamp(seconds, zone)
    text = format_datetime(aware)
    found = dates.parse(text.encode())
    parsed = parsedate_tz(text)
    assert found is not None
    assert parsed is not None
    assert found[0] == aware
    assert found[0].timestamp() == mktime_tz(parsed)
    assert found[1] == (
        "+00:00" if not zone.utcoffset(None) else aware.strftime("%z")[:3] + ":" + aware.strftime("%z")[3:]
    )


@settings(deadline=None)
@given(st.binary(max_size=120) | st.text("0123456789:+- ,/JanFebMonGMTPM()\n", max_size=60).map(str.encode))
def test_never_raises(value: bytes) -> None:
    found = dates.parse(value)
    assert found is None or found[0].tzinfo is UTC
    dates.parse_received(value)
    dates.parse_envelope(b"From " + value)
