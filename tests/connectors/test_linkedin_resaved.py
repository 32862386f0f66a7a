"""Files that a spreadsheet, a browser or a drive has had in its hands say the same as before."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from connectors import linkedin, recognize
from connectors.linkedin.dates import Span, read_span
from connectors.linkedin.files import file_key
from connectors.linkedin.members import profile_slug
from connectors.linkedin.snapshots import MOST_FAULTS, MOST_TIMES_READ
from connectors.records import Contact, Interaction, Record, Rejected
from connectors.source import Source

MESSAGES = (
    "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,SUBJECT,CONTENT,FOLDER,"
    "ATTACHMENTS"
)
CONNECTIONS = "First Name,Last Name,URL,Email Address,Company,Position,Connected On"


def read(path: Path, text: str) -> list[Record]:
    path.write_bytes(text.encode())
    return list(linkedin.read(Source(path, observed_on=date(2026, 3, 9))))


def message(number: int) -> str:
    url = "https://www.linkedin.com/in/ama"
    return f"2-A==,,Ama,{url},Jordan,{url}-j,2024-01-01 10:{number:02}:00 UTC,,Hi {number},INBOX"


def test_commas_that_excel_leaves_out_behind_the_sixteenth_row_cost_nothing(tmp_path: Path) -> None:
    rows = [message(number) + "," * (number < 15) for number in range(40)]
    records = read(tmp_path / "messages.csv", "\r\n".join([MESSAGES, *rows]))
    assert [type(record) for record in records] == [Interaction] * 40


@pytest.mark.parametrize("cut", [16, 20, 39])
def test_a_row_that_is_shorter_than_its_neighbours_is_damaged(tmp_path: Path, cut: int) -> None:
    rows = [message(number) + "," * (number != cut) for number in range(cut + 1)]
    records = read(tmp_path / "messages.csv", "\r\n".join([MESSAGES, *rows]))
    assert [number for number, record in enumerate(records) if isinstance(record, Rejected)] == [cut]


def test_a_file_cut_off_in_its_seventeenth_row_is_damaged_there(tmp_path: Path) -> None:
    rows = [f"Ama{number},O,,,,,08 Feb 2026" for number in range(15)]
    records = read(tmp_path / "Connections.csv", "\n".join([CONNECTIONS, *rows, "Kofi,Menz,https://www.linked"]))
    assert isinstance(records[-1], Rejected)
    assert sum(isinstance(record, Contact) for record in records) == 15


def test_a_quotation_that_is_never_closed_is_not_hidden_by_what_excel_leaves_out(tmp_path: Path) -> None:
    rows = [message(number) + "," * (number < 15) for number in range(18)]
    text = "\r\n".join([MESSAGES, *rows, message(18).replace("INBOX", '"INBOX'), message(19), message(20)])
    *others, last = read(tmp_path / "messages.csv", text)
    assert [type(record) for record in others] == [Interaction] * 18
    assert isinstance(last, Rejected)
    assert last.reason == "a quotation is never closed: 2 lines that follow are lost in it"


def test_it_is_told_how_much_an_open_quotation_has_swallowed(tmp_path: Path) -> None:
    rows = ['Ama,O,,,"Acme,,08 Feb 2026', *(f"Kofi{number},M,,,,,08 Feb 2026" for number in range(9))]
    (record,) = read(tmp_path / "Connections.csv", "\n".join([CONNECTIONS, *rows]) + "\n")
    assert isinstance(record, Rejected)
    assert record.reason == "a quotation is never closed: 9 lines that follow are lost in it"


def test_the_midnight_that_programs_add_is_no_hour(tmp_path: Path) -> None:
    days = ("2024-01-15 00:00:00", "15/01/2024 0:00", "2024-01-15T00:00:00.000Z", "2024-01-15", "1/15/24 12:00:00 AM")
    for number, told in enumerate(days):
        _, connection = read(tmp_path / f"{number}.csv", f"{CONNECTIONS}\nAma,O,,,,,{told}\n")
        assert isinstance(connection, Interaction)
        assert (connection.occurred_at.day, connection.occurred_at.hour, connection.is_all_day) == (15, 12, True)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Jan-19", date(2019, 1, 1), date(2019, 1, 31)),
        ("jan/19", date(2019, 1, 1), date(2019, 1, 31)),
        ("janv. 19", date(2019, 1, 1), date(2019, 1, 31)),
        ("Jun-85", date(1985, 6, 1), date(1985, 6, 30)),
        ("1-Jun-85", date(1985, 6, 1), date(1985, 6, 1)),
        ("1-Jun-2085", date(2085, 6, 1), date(2085, 6, 1)),
        ("Jun-29", date(2029, 6, 1), date(2029, 6, 30)),
    ],
)
def test_a_year_of_two_digits_is_one_of_a_career(text: str, first: date, last: date) -> None:
    assert read_span(text) == Span(first, last)


@pytest.mark.parametrize(
    "name",
    [
        "Recommendations_Received-2.csv",
        "Recommendations_Received 2.csv",
        "Recommendations_Received copy.csv",
        "Recommendations_Received copy 2.csv",
        "Recommendations_Received - Copy (2).csv",
        "Copy of Recommendations_Received.csv",
        "Recommendations_Received (1).csv",
    ],
)
def test_a_second_copy_is_still_that_file(name: str) -> None:
    assert file_key(name) == "recommendationsreceived"


@pytest.mark.parametrize(
    ("url", "slug"),
    [
        ("https://sy.linkedin.com/pub/ana-lund/a7/576/b50?trk=people", "ana-lund-b50576a7"),
        ("www.linkedin.com/pub/ana-lund/A7/57/b50/de", "ana-lund-b50057a7"),
        ("https://www.linkedin.com/pub/ana-lund", "ana-lund"),
        ("https://www.linkedin.com/pub/dir/Ana/Lund", ""),
        ("https://www.linkedin.com/comm/in/ana-lund?midToken=x", "ana-lund"),
        ("https://www.linkedin.com/mwlite/in/ana-lund", "ana-lund"),
        ("https://www.linkedin.com/company/ana-lund", ""),
    ],
)
def test_addresses_of_profiles_from_elsewhere_lead_to_one_person(url: str, slug: str) -> None:
    assert profile_slug(url) == slug


EMPTY = '{"First Name": "", "Last Name": "", "Email Address": "", "Connected On": "08 Feb 2026"}'
FULL = '{"First Name": "Ama", "Last Name": "Owsley", "Connected On": "08 Feb 2026"}'
PAGE = f'{{"elements": [{{"snapshotDomain": "CONNECTIONS", "snapshotData": [{EMPTY}, {FULL}]}}]}}'


@pytest.mark.parametrize(
    ("text", "encoding", "count"),
    [
        (PAGE, "utf-8", 1),
        (f"[{PAGE},{PAGE}]", "utf-8-sig", 2),
        (f"{PAGE}\n{PAGE}\n", "utf-8", 2),
        (PAGE + PAGE, "utf-8", 2),
        (json.dumps(json.loads(PAGE), indent=2) * 2, "utf-8", 2),
        (f'{{"CONNECTIONS": {PAGE}, "again": [{PAGE}]}}', "utf-8", 2),
        (PAGE, "utf-16", 1),
    ],
)
def test_a_snapshot_is_read_however_its_pages_were_saved(tmp_path: Path, text: str, encoding: str, count: int) -> None:
    source = Source(tmp_path / "linkedin-2026-03-09.json")
    source.path.write_text(text, encoding=encoding)
    assert recognize(source) == "linkedin"
    records = list(linkedin.read(source))
    assert sum(isinstance(record, Contact) for record in records) == count
    assert not [record for record in records if isinstance(record, Rejected)]


def test_a_page_that_was_cut_off_is_rejected_alone(tmp_path: Path) -> None:
    records = read(tmp_path / "linkedin-2026-03-09.json", f"{PAGE}\n{PAGE[:-9]}\n{PAGE}")
    assert sum(isinstance(record, Contact) for record in records) == 2
    assert [record.location for record in records if isinstance(record, Rejected)] == ["line 2"]


def test_a_lone_file_is_as_old_as_its_newest_connection(tmp_path: Path) -> None:
    path = tmp_path / "Connections.csv"
    path.write_text(f"{CONNECTIONS}\nAma,O,,,,,08 Feb 2026\nKofi,M,,,,,09 Mar 2024\nBo,L,,,,,soon\nAda,Q,,,,,\n")
    records = list(linkedin.read(Source(path)))
    days = [record.observed_on for record in records if isinstance(record, Contact)]
    assert days == [date(2026, 2, 8)] * 3
    records = list(linkedin.read(Source(path, observed_on=date(2026, 3, 9))))
    assert {record.observed_on for record in records if isinstance(record, Contact)} == {date(2026, 3, 9)}


def test_of_a_file_that_is_hardly_json_no_more_is_read(tmp_path: Path) -> None:
    records = read(tmp_path / "linkedin-2026-03-09.json", f"{PAGE}\n" + "[\n" * 5_000)
    assert sum(isinstance(record, Contact) for record in records) == 1
    rejected = [record for record in records if isinstance(record, Rejected)]
    assert len(rejected) == MOST_FAULTS + 1
    assert "no more is read" in rejected[-1].reason


def test_a_list_of_pages_that_was_cut_off_keeps_those_that_are_whole(tmp_path: Path) -> None:
    records = read(tmp_path / "linkedin-2026-03-09.json", f"[\n{PAGE},\n{PAGE},\n{PAGE[:-9]}")
    assert sum(isinstance(record, Contact) for record in records) == 2


def test_a_long_list_that_is_never_closed_is_not_read_from_each_of_its_lines(tmp_path: Path) -> None:
    records = read(tmp_path / "linkedin-2026-03-09.json", "[\n" * 90 + '"snapshotData",' * 10_000)
    assert len(records) <= MOST_TIMES_READ + 1
    assert all(isinstance(record, Rejected) for record in records)
