from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from pipelines.demo import AS_OF, INBOX
from pipelines.home import Home
from pipelines.instructions import CHANNELS, ways_to_get
from tests.inboxes import write_all
from tests.pipelines.conftest import Keepwarm
from warehouse import decisions


def test_actions_come_as_a_table_a_file_or_json(keepwarm: Keepwarm, demo_home: Home, tmp_path: Path) -> None:
    table = keepwarm("actions", "--home", demo_home.root)
    listed = json.loads(keepwarm("actions", "--json", "--home", demo_home.root).out)["actions"]
    assert 0 < len(listed) <= 5
    assert all(action["title"].split()[0] in table.out for action in listed)
    rows = list(csv.DictReader(io.StringIO(keepwarm("actions", "--format", "csv", "--home", demo_home.root).out)))
    assert [row["full_name"] for row in rows] == [action["full_name"] for action in listed]
    out = tmp_path / "week.html"
    assert keepwarm("actions", "--format", "html", "--out", out, "--home", demo_home.root).code == 0
    assert out.read_text().startswith("<!doctype html>")
    assert out.stat().st_mode & 0o777 == 0o600


def test_all_actions_are_more_than_those_of_the_week(keepwarm: Keepwarm, demo_home: Home) -> None:
    week = json.loads(keepwarm("actions", "--json", "--home", demo_home.root).out)["actions"]
    everything = json.loads(keepwarm("actions", "--json", "--all", "--home", demo_home.root).out)["actions"]
    assert len(everything) > len(week)
    assert everything[: len(week)] == week


def test_a_place_that_cannot_be_written_is_named(keepwarm: Keepwarm, demo_home: Home, tmp_path: Path) -> None:
    printed = keepwarm("actions", "--format", "csv", "--out", tmp_path / "no" / "x.csv", "--home", demo_home.root)
    assert printed.code == 1
    assert "x.csv" in printed.err


def somebody(keepwarm: Keepwarm, home: Home) -> dict[str, str]:
    """Return the first person on the list of the week."""
    chosen: dict[str, str] = json.loads(keepwarm("actions", "--json", "--home", home.root).out)["actions"][0]
    return chosen


def test_a_person_is_found_by_name_address_and_id(keepwarm: Keepwarm, demo_home: Home) -> None:
    person = somebody(keepwarm, demo_home)
    for word in (person["full_name"].lower(), person["channel"].upper(), person["person_id"]):
        shown = json.loads(keepwarm("show", *word.split(), "--json", "--home", demo_home.root).out)
        assert shown["person"]["person_id"] == person["person_id"]
        assert shown["relationship"]["person_id"] == person["person_id"]
        assert shown["interactions"]
    printed = keepwarm("show", person["person_id"], "--home", demo_home.root).out
    assert person["full_name"] in printed
    assert person["reason"][:20] in printed


@pytest.mark.parametrize(
    "url",
    [
        "https://www.linkedin.com/in/jonas-one/details/skills/",
        "https://www.linkedin.com/comm/in/jonas%2Done?midToken=x",
        "m.linkedin.com/mwlite/in/Jonas-One",
        "http://linkedin.com/pub/jonas-one",
    ],
)
def test_a_profile_is_known_however_its_address_is_spelled(
    keepwarm: Keepwarm, published_acquaintances: Home, url: str
) -> None:
    shown = json.loads(keepwarm("show", url, "--json", "--home", published_acquaintances.root).out)
    assert shown["person"]["profile_url"] == "https://www.linkedin.com/in/jonas-one"


def test_of_several_people_a_list_is_shown(keepwarm: Keepwarm, demo_home: Home) -> None:
    printed = keepwarm("show", "a", "--home", demo_home.root)
    assert printed.code == 1
    assert "several people fit" in printed.err
    assert printed.out.count("\n") > 3
    for nobody in ("nobody-is-called-so", "example", ""):
        assert "nobody fits" in keepwarm("show", nobody, "--home", demo_home.root).err


def test_sql_reads_a_query_from_first_as_table_csv_and_json(
    keepwarm: Keepwarm, demo_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = "from people select full_name where is_owner"
    assert "1 row\n" in keepwarm("sql", query, "--home", demo_home.root).out
    as_json = json.loads(keepwarm("sql", query, "--json", "--home", demo_home.root).out)
    monkeypatch.setattr("sys.stdin", io.StringIO(query))
    as_csv = keepwarm("sql", "--format", "csv", "--home", demo_home.root).out
    assert as_csv.splitlines() == ["full_name", as_json[0]["full_name"]]


@pytest.mark.parametrize(
    "query",
    [
        "delete from people",
        "create table mine as from people",
        "copy people to '{folder}/stolen.csv'",
        "from read_text('{folder}/secret.txt')",
        "from '{folder}/secret.csv'",
        "attach '{folder}/other.duckdb' as other",
        "install httpfs",
        "set enable_external_access = true",
        "export database '{folder}/stolen'",
    ],
)
def test_a_query_can_change_and_reach_nothing(keepwarm: Keepwarm, demo_home: Home, tmp_path: Path, query: str) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "secret.csv").write_text("secret\n1\n")
    printed = keepwarm("sql", query.format(folder=tmp_path), "--home", demo_home.root)
    assert printed.code == 1
    assert printed.out == ""
    assert {path.name for path in tmp_path.iterdir()} == {"secret.txt", "secret.csv"}


def test_what_the_database_says_of_a_wrong_query_is_told_without_a_traceback(
    keepwarm: Keepwarm, demo_home: Home
) -> None:
    printed = keepwarm("sql", "from peeple", "--home", demo_home.root)
    assert printed.code == 1
    assert "peeple" in printed.err
    assert "Traceback" not in printed.err


def test_debug_shows_where_an_error_comes_from(keepwarm: Keepwarm, demo_home: Home) -> None:
    with pytest.raises(Exception, match="peeple"):
        keepwarm("sql", "from peeple", "--debug", "--home", demo_home.root)


def test_status_says_what_is_covered_and_what_to_ask_for_next(keepwarm: Keepwarm, tmp_path: Path) -> None:
    keepwarm("run", INBOX / "contacts.vcf", "--home", tmp_path, "--as-of", AS_OF)
    printed = keepwarm("status", "--months", "--home", tmp_path).out
    assert "vcard" in printed
    assert "Next: LinkedIn" in printed
    report = json.loads(keepwarm("status", "--json", "--home", tmp_path).out)
    assert [source["connector"] for source in report["sources"]] == ["vcard"]


def test_what_outlooks_files_hold_is_not_asked_for_as_if_there_were_none(keepwarm: Keepwarm, tmp_path: Path) -> None:
    cases = Path(__file__).parents[1] / "fixtures" / "msg"
    keepwarm("run", cases / "appointment.msg", cases / "contact.msg", "--home", tmp_path, "--as-of", AS_OF)
    asks = json.loads(keepwarm("status", "--json", "--home", tmp_path).out)["next"]
    assert [(ask["wanted"], ask["reason"].partition(" of ")[0]) for ask in asks] == [
        ("LinkedIn", "none so far"),
        ("mail", "none so far"),
        ("calendars", "the newest is"),
    ]


def test_linkedin_reaches_to_the_day_of_its_archive_also_where_it_tells_no_profiles(
    keepwarm: Keepwarm, tmp_path: Path
) -> None:
    rows = "First Name,Last Name,Email Address,Company,Position,Connected On\nIda,Lind,,,,12 Mar 2021\n"
    folder = tmp_path / "Basic_LinkedInDataExport_11-20-2021"
    write_all(folder, {"Connections.csv": rows.encode()})
    for day, reasons in [("2021-12-24", []), ("2022-06-01", ["the newest is of 2021-11-20"])]:
        keepwarm("run", folder, "--home", tmp_path / "home", "--as-of", day)
        report = json.loads(keepwarm("status", "--json", "--home", tmp_path / "home").out)
        assert [ask["reason"] for ask in report["next"] if ask["wanted"] == "LinkedIn"] == reasons


@pytest.mark.parametrize(
    ("address", "mail", "calendar"),
    [
        ("you@gmail.com", "Gmail and Google Calendar", "Gmail and Google Calendar"),
        ("you@hotmail.co.uk", "Outlook", "Outlook"),
        ("you@me.com", "Apple", "Apple"),
        ("you@yahoo.de", "Yahoo", "Any calendar"),
        ("you@fastmail.com", "Fastmail", "Any calendar"),
        ("you@pm.me", "Proton", "Any calendar"),
        ("you@fjord.example", "Any mail program", "Any calendar"),
    ],
)
def test_the_steps_are_those_of_the_service_whose_address_it_is(address: str, mail: str, calendar: str) -> None:
    ways = {channel: way.export for way, channels in ways_to_get(CHANNELS, [address]) for channel in channels}
    assert (ways["linkedin"], ways["mail"], ways["calendar"]) == ("LinkedIn", mail, calendar)


@pytest.mark.parametrize(("command", "state"), [("done", "done"), ("snooze", "snoozed"), ("dismiss", "dismissed")])
def test_a_decision_is_kept_and_takes_the_person_off_the_list(
    keepwarm: Keepwarm, own_home: Home, command: str, state: str
) -> None:
    person = somebody(keepwarm, own_home)
    printed = keepwarm(command, *person["full_name"].split(), "--note", "told her", "--home", own_home.root)
    assert printed.code == 0
    assert person["full_name"] in printed.out
    taken = [each for each in decisions.read(own_home.decisions) if each.decision != "suggested"][-1]
    assert (taken.decision, taken.note) == (command, "told her")
    assert taken.key in (person["email"], person["profile_url"])
    listed = json.loads(keepwarm("actions", "--json", "--home", own_home.root).out)["actions"]
    assert person["person_id"] not in {action["person_id"] for action in listed}
    everything = json.loads(keepwarm("actions", "--json", "--all", "--home", own_home.root).out)["actions"]
    states = {action["person_id"]: action["state"] for action in everything}
    assert states.get(person["person_id"], state) == state


def test_a_snooze_ends_in_the_future(keepwarm: Keepwarm, own_home: Home) -> None:
    person = somebody(keepwarm, own_home)
    assert keepwarm("snooze", person["person_id"], "--until", "2020-01-01", "--home", own_home.root).code == 1


def test_a_result_too_wide_for_the_terminal_is_printed_row_by_row(keepwarm: Keepwarm, demo_home: Home) -> None:
    narrow = keepwarm("sql", "from people select full_name limit 1", "--home", demo_home.root).out
    assert "row 1" not in narrow
    wide = keepwarm("sql", "from relationships limit 2", "--home", demo_home.root).out
    assert "row 2\n" in wide
    assert "  full_name " in wide
    assert keepwarm("sql", "", "--home", demo_home.root).out == "0 rows\n"
