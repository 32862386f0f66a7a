from __future__ import annotations

import csv
import io
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors import linkedin
from connectors.linkedin.files import IGNORED, READERS
from connectors.linkedin.members import profile_slug
from connectors.linkedin.people import UNKNOWN_COLUMNS
from connectors.records import Contact, Ignored, Interaction, Record, Rejected
from connectors.source import Source
from tests.connectors import golden

CONNECTIONS = "First Name,Last Name,URL,Email Address,Company,Position,Connected On"
MESSAGES = (
    "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,SUBJECT,CONTENT,FOLDER"
)
HEADERS = {
    "Connections.csv": CONNECTIONS,
    "messages.csv": MESSAGES,
    "Invitations.csv": "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl",
    "Recommendations_Received.csv": "First Name,Last Name,Company,Job Title,Text,Creation Date,Status",
    "Endorsement_Given_Info.csv": "Endorsement Date,Skill Name,Endorsee First Name,Endorsee Last Name",
    "Positions.csv": "Company Name,Title,Description,Location,Started On,Finished On",
    "Skills.csv": "Name",
    "Events.csv": "Event Name,Event Time,Status,External Url",
    "Email Addresses.csv": "Email Address,Confirmed,Primary,Updated On",
    "ImportedContacts.csv": "Source,FirstName,LastName,Companies,Title,Emails,PhoneNumbers,CreatedAt,FullName,Birthday",
    "Notes.csv": "Connection First Name,Connection Last Name,Connection Profile URL,Note,Created On,Edited On",
    "Comments_1.csv": "Date,Link,Message",
}
CELLS = st.one_of(
    st.sampled_from(
        ["", "Ama", "www.linkedin.com/in/ama", "08 Feb 2026", "1/29/26, 2:37 PM", "2025-06-01 14:03:22 UTC", "Jan 2019"]
    ),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12),
)


def written(path: Path, text: str) -> Source:
    path.write_bytes(text.encode())
    return Source(path, observed_on=date(2026, 3, 9))


def member_of(archive: Path, name: str, text: str) -> Source:
    """Return the source of a member as it lies unpacked for the time of a run."""
    unpacked = archive.with_suffix(".unpacked")
    unpacked.write_text(text, encoding="utf-8")
    return Source(archive, member=name, unpacked=unpacked)


def outcomes(records: list[Record]) -> Counter[str]:
    """Count what became of each row; the contact and the interaction of one connection are one outcome."""
    kinds: dict[str, set[str]] = {}
    counts: Counter[str] = Counter()
    for record in records:
        if isinstance(record, Ignored) and record.location == "all rows":
            counts["ignored"] += record.record_count
        else:
            kinds.setdefault(record.location, set()).add(type(record).__name__)
    for kind in kinds.values():
        assert len(kind) == 1 or kind == {"Contact", "Interaction"}
        counts["rejected" if "Rejected" in kind else "ignored" if "Ignored" in kind else "landed"] += 1
    return counts


@pytest.mark.parametrize("name", ["Connections.csv", "CONNECTIONS.CSV", "Folder/Ad_Targeting.csv", "Comments_348.csv"])
def test_members_are_recognized_by_their_name(tmp_path: Path, name: str) -> None:
    assert linkedin.recognizes(member_of(tmp_path / "export.zip", name, "whatever\n1\n"))


@pytest.mark.parametrize("name", ["connections (1).csv", "people I know.csv"])
def test_lone_files_are_recognized_by_their_header(tmp_path: Path, name: str) -> None:
    assert linkedin.recognizes(written(tmp_path / name, f"Notes:\nof some length\n\n{CONNECTIONS}\n"))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "contacts.csv",
            "First Name,Middle Name,Last Name,E-mail 1 - Value\nAma,,Owsley,ama@x.example\n",
        ),
        ("events.csv", "Subject,Start Date,Start Time\nLunch,1/1/2026,12:00\n"),
        ("ledger.csv", "Date,Amount\n2026-01-01,3\n"),
        ("Connections.txt", CONNECTIONS),
        ("empty.csv", ""),
    ],
)
def test_files_of_others_are_not_recognized(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert not linkedin.recognizes(Source(tmp_path / name))


def test_a_new_file_of_an_archive_is_left_for_discovery_to_report(tmp_path: Path) -> None:
    archive = tmp_path / "Complete_LinkedInDataExport_11-20-2026.zip"
    assert not linkedin.recognizes(member_of(archive, "Telepathy.csv", "Thought\nhm\n"))


def test_common_names_are_recognized_beside_telling_ones(tmp_path: Path) -> None:
    languages = tmp_path / "Languages.csv"
    languages.write_text("Name,Proficiency\nPortuguese,NATIVE\n", encoding="utf-8")
    assert not linkedin.recognizes(Source(languages))
    (tmp_path / "Connections.csv").write_text(CONNECTIONS, encoding="utf-8")
    assert linkedin.recognizes(Source(languages))


def test_what_is_not_there_is_not_recognized(tmp_path: Path) -> None:
    assert not linkedin.recognizes(Source(tmp_path / "gone.csv"))


def test_the_context_is_the_file_and_the_day_of_the_export(tmp_path: Path) -> None:
    def context(name: str, day: int) -> str:
        return linkedin.context(Source(tmp_path / name, observed_on=date(2026, 3, day)))

    assert context("Connections.csv", 9) == context("connections (2).csv", 9)
    assert len({context("Connections.csv", 9), context("Connections.csv", 10), context("Positions.csv", 9)}) == 3


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Complete_LinkedInDataExport_11-20-2026.zip", date(2026, 11, 20)),
        ("basic_linkedindataexport_05-14-2021 (1).zip", date(2021, 5, 14)),
        ("Complete_LinkedInDataExport_31-12-2026.zip", None),
        ("linkedin-2026-03-09.json", date(2026, 3, 9)),
        ("linkedin-2026-13-09.json", None),
        ("LinkedIn.zip", None),
        ("backup-05-14-2021.zip", None),
    ],
)
def test_the_day_of_the_export_is_in_the_name(name: str, expected: date | None) -> None:
    assert linkedin.export_date(name) == expected


@pytest.mark.parametrize(
    ("name", "is_ignored"),
    [
        ("Articles/Articles/on-rowing.html", True),
        ("Jobs/", True),
        ("portrait.JPG", True),
        ("__MACOSX/._Connections.csv", True),
        ("Connections.csv", False),
        ("Telepathy.csv", False),
        ("telepathy.bin", False),
    ],
)
def test_members_that_are_no_csv_are_ignored_for_a_reason(name: str, is_ignored: bool) -> None:
    assert bool(linkedin.ignored_member(name)) == is_ignored


def test_no_file_is_both_read_and_ignored() -> None:
    assert not READERS.keys() & IGNORED.keys()


@pytest.mark.parametrize("case", golden.cases("linkedin"), ids=str)
def test_every_row_of_a_fixture_is_accounted_for(case: golden.Case) -> None:
    for _, unit in golden.units(case):
        if not unit.name.endswith(".csv"):
            continue
        content = unit.read_bytes()
        text = content.decode("utf-16" if content.startswith(b"\xff\xfe") else "utf-8-sig", errors="replace")
        lines = io.StringIO(text.replace("\0", ""), newline="")
        escape = "\\" if unit.name.startswith("Comments") else None
        rows = [row for row in csv.reader(lines, delimiter="\t" if "\t" in text else ",", escapechar=escape) if row]
        preamble = 2 if rows and rows[0] == ["Notes:"] else 0
        records = [record for record in linkedin.read(unit) if record.location != "row 1"]
        assert outcomes(records).total() == max(len(rows) - preamble - 1, 0), unit.name


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(name=st.sampled_from(sorted(HEADERS)), rows=st.lists(st.lists(CELLS, min_size=1, max_size=12), max_size=6))
def test_every_row_is_accounted_for_whatever_it_holds(tmp_path: Path, name: str, rows: list[list[str]]) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows([HEADERS[name].split(","), *rows])
    records = list(linkedin.read(written(tmp_path / name, text.getvalue())))
    assert outcomes(records).total() == len(rows)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    name=st.sampled_from([*sorted(HEADERS), "Telepathy.csv"]),
    has_header=st.booleans(),
    content=st.binary(max_size=200) | st.text('",;\n\r\t\\ :/-0129aZ', max_size=200).map(str.encode),
)
def test_no_bytes_make_it_fail(tmp_path: Path, name: str, has_header: bool, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes((HEADERS.get(name, "").encode() + b"\n" if has_header else b"") + content)
    assert isinstance(linkedin.recognizes(Source(path)), bool)
    outcomes(list(linkedin.read(Source(path))))


def test_what_people_wrote_is_never_kept(tmp_path: Path) -> None:
    url = "https://www.linkedin.com/in/ama"
    rows = [
        f"2-A==,,Ama,{url},Jordan,{url}-j,2024-01-01 10:00:00 UTC,,a secret,INBOX",
        f"2-A==,,Ama,{url},Jordan,{url}-j,1970-01-01 10:00:00 UTC,,a secret,INBOX",
        f"2-A==,,Ama,{url},Jordan,{url}-j,2024-01-01 10:00:00 UTC,,a secret, with a comma,INBOX",
        f'2-A==,,Ama,{url},Jordan,{url}-j,2024-01-01 10:00:00 UTC,,"a secret,INBOX',
    ]
    told = list(linkedin.read(written(tmp_path / "messages.csv", "\n".join([MESSAGES, *rows]))))
    headless = list(linkedin.read(written(tmp_path / "messages.csv", "\n".join(rows))))
    assert outcomes(told) == {"landed": 1, "rejected": 3}
    assert "secret" not in repr(told) + repr(headless)


def test_a_message_has_the_same_key_in_every_export(tmp_path: Path) -> None:
    old = "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,DATE,SUBJECT,CONTENT,FOLDER\n"
    old += "2-A==,,Zoë Brandau,https://www.linkedin.com/in/zo%C3%AB-brandau,Jordan,2024-01-01 10:00:00 UTC,,Hi,INBOX\n"
    new = MESSAGES + ",IS MESSAGE DRAFT\n"
    new += '"2-A==","","Zoë B.","https://www.linkedin.com/in/Zoë-Brandau/","J","https://www.linkedin.com/in/j"'
    new += ',"2024-01-01 10:00:00 UTC","","<p>Hi</p>\r\n","ARCHIVE","No"\n'
    keys = [
        [
            record.natural_key
            for record in linkedin.read(written(tmp_path / "messages.csv", text))
            if isinstance(record, Interaction)
        ]
        for text in (old, new)
    ]
    assert keys[0] == keys[1] != []


def test_members_who_left_are_never_one_person(tmp_path: Path) -> None:
    rows = [f"2-{n}==,,LinkedIn Member,,Jordan,,2024-01-0{n} 10:00:00 UTC,,Hello,INBOX" for n in (1, 2)]
    first, second = linkedin.read(written(tmp_path / "messages.csv", "\n".join([MESSAGES, *rows])))
    assert isinstance(first, Interaction)
    assert isinstance(second, Interaction)
    assert first.participants[0].name == second.participants[0].name == ""
    assert first.natural_key != second.natural_key


def test_long_messages_are_read(tmp_path: Path) -> None:
    row = f"2-A==,,Ama,,Jordan,,2024-01-01 10:00:00 UTC,,{'x' * 1_000_000},INBOX"
    assert outcomes(list(linkedin.read(written(tmp_path / "messages.csv", f"{MESSAGES}\n{row}")))) == {"landed": 1}


@pytest.mark.parametrize(
    ("dates", "months"),
    [
        (["03/02/26", "29/01/26"], [2, 1]),
        (["03/02/26", "01/29/26"], [3, 1]),
        (["03/02/26", "05/02/26"], [3, 5]),
        (["13/01/26", "01/29/26", "02/30/26"], [1]),
    ],
)
def test_the_order_of_day_and_month_is_settled_by_the_file(tmp_path: Path, dates: list[str], months: list[int]) -> None:
    rows = [f"Ama{n},O,,,,,{text}" for n, text in enumerate(dates)]
    records = list(linkedin.read(written(tmp_path / "Connections.csv", "\n".join([CONNECTIONS, *rows]))))
    assert [record.occurred_at.month for record in records if isinstance(record, Interaction)] == months
    assert sum(isinstance(record, Rejected) for record in records) == len(dates) - len(months)


def test_a_connection_without_date_is_a_contact_all_the_same(tmp_path: Path) -> None:
    records = list(linkedin.read(written(tmp_path / "Connections.csv", f"{CONNECTIONS}\nAma,O,,,,,\n")))
    assert [type(record) for record in records] == [Contact]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (
            "Nome,Cognome,URL,Indirizzo email,Ditta,Posizione,Collegato il",
            [f"{UNKNOWN_COLUMNS}ditta"],
        ),
        (f"Anything,{CONNECTIONS}", []),
        ("First Name,Last Name,Company,Position,Connected On", []),
    ],
)
def test_a_translation_that_nobody_knows_is_told(tmp_path: Path, header: str, expected: list[str]) -> None:
    cells = ",".join(["Ama"] * header.count(",") + ["08 Feb 2026"])
    records = list(linkedin.read(written(tmp_path / "Connections.csv", f"{header}\n{cells}\n")))
    assert [record.reason for record in records if isinstance(record, Rejected)] == expected


@pytest.mark.parametrize(
    "url",
    [
        "https://www.linkedin.com/in/zo%C3%AB-brandau",
        "http://de.linkedin.com/in/Zoë-Brandau/de?trk=people#top",
        "www.linkedin.com/in/zoë-brandau/",
    ],
)
def test_a_profile_has_one_slug(url: str) -> None:
    assert profile_slug(url) == "zoë-brandau"
