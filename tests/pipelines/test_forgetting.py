from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from pipelines.exports.withdrawal import lists_naming
from pipelines.home import Home
from tests.inboxes import write_all
from tests.pipelines.acquaintances import AS_OF, BO, IDA, OWNER, letter, person_of, rows
from tests.pipelines.conftest import Keepwarm, Printed
from warehouse import decisions
from warehouse.decisions import Decision

ADDRESS, PROFILE, NAME = "ida@harbour.example", "https://www.linkedin.com/in/ida-brandt", "Ida Brandt"
TRACES = (ADDRESS, "ida-brandt", NAME.lower())
NOW = datetime(2026, 6, 30, 12, tzinfo=UTC)


def traces_in(home: Home) -> list[str]:
    """Where in a home the forgotten can be found: files, landed tables, published tables."""
    found = [
        path.name
        for path in home.root.rglob("*")
        if path.is_file() and path.suffix != ".parquet" and _holds(path.read_bytes().decode(errors="replace"))
    ]
    found += [path.parts[-1] for path in home.landing.rglob("*.parquet") if _holds(str(pl.read_parquet(path).rows()))]
    names = rows(home, "select table_name from duckdb_tables() where schema_name = 'main'")
    return found + [name for (name,) in names if _holds(str(rows(home, f"from {name}")))]


def _holds(text: str) -> bool:
    return any(trace in text.lower() for trace in TRACES)


def run_again(keepwarm: Keepwarm, home: Home, inbox: Path, *options: str) -> Printed:
    return keepwarm("run", inbox, "--home", home.root, "--as-of", AS_OF, *options)


def test_who_is_forgotten_is_gone_and_does_not_come_back(
    keepwarm: Keepwarm, acquaintances: Home, published_acquaintances: Home, tmp_path: Path
) -> None:
    home, inbox = acquaintances, tmp_path / "inbox"
    shutil.copytree(published_acquaintances.root.parent / "inbox", inbox)
    taken = [Decision("pin", ADDRESS, NOW), Decision("different", PROFILE, NOW, "bo@reef.example")]
    decisions.append(home.decisions, [*taken, Decision("pin", "bo@reef.example", NOW, note=f"knows {ADDRESS}")])
    week = home.exports / "2026-W20"
    week.mkdir()
    shutil.copy(home.exports / "actions.xlsx", week)
    others = rows(home, "select count(*) from interactions where person_id <> $1", person_of(home, ADDRESS))

    printed = keepwarm("forget", ADDRESS, "--yes", "--home", home.root)
    assert printed.code == 0
    assert "Your own files are never changed" in printed.out
    for name in ("Inbox.mbox", "Sent.mbox", "Connections.csv"):
        assert str(published_acquaintances.root.parent / "inbox" / name) in printed.out
    assert traces_in(home) == []
    assert not list(week.iterdir())
    assert home.forgotten_key.stat().st_mode & 0o777 == 0o600
    kept = [line for line in decisions.read(home.decisions) if line.decision == "pin"]
    assert [(line.key, line.note) for line in kept] == [("bo@reef.example", "")]
    assert keepwarm("show", ADDRESS, "--home", home.root).code == 1
    assert rows(home, "select count(*) from interactions") == others
    assert rows(home, "select sum(ignored) from sources") == [(5,)]

    # The same files under another name, all read again, and a new one.
    with (inbox / "Inbox.mbox").open("ab") as stream:
        stream.write(letter(IDA, OWNER, 3) + letter(BO, OWNER, 4))
    assert run_again(keepwarm, home, inbox, "--verify").code == 0
    assert traces_in(home) == []
    assert rows(home, "select count(*) from interactions") == [(others[0][0] + 1,)]
    assert keepwarm("status", "--home", home.root).code == 0


def test_the_archive_of_somebody_forgotten_does_not_become_the_owners(
    keepwarm: Keepwarm, acquaintances: Home, tmp_path: Path
) -> None:
    rows_of = "".join(f"Fay,Quist {key},https://www.linkedin.com/in/fq-{key},,,04 Mar 2024\n" for key in "abc")
    files = {
        f"{folder}/{name}": text.encode()
        for folder, given, family, email in [
            ("mine", "Tove", "Lind", "tove@fjord.example"),
            ("hers", *NAME.split(), ADDRESS),
        ]
        for name, text in {
            "Profile.csv": f"First Name,Last Name,Headline\n{given},{family},Cook\n",
            "Email Addresses.csv": f"Email Address,Confirmed,Primary\n{email},Yes,Yes\n",
        }.items()
    }
    files["hers/Connections.csv"] = f"First Name,Last Name,URL,Company,Position,Connected On\n{rows_of}".encode()
    inbox = write_all(tmp_path / "archives", files)
    assert run_again(keepwarm, acquaintances, inbox).code == 0
    ties = rows(acquaintances, "select count(*) from relationships")[0][0]
    assert keepwarm("forget", ADDRESS, "--yes", "--home", acquaintances.root).code == 0
    assert rows(acquaintances, "select count(*) from relationships") == [(ties - 1,)]
    assert run_again(keepwarm, acquaintances, inbox, "--verify").code == 0
    assert rows(acquaintances, "select count(*) from relationships") == [(ties - 1,)]
    assert traces_in(acquaintances) == []


def test_what_was_cut_off_is_ended_by_doing_it_again(
    keepwarm: Keepwarm, acquaintances: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("os.replace", killed)
        patch.setattr("pathlib.Path.replace", killed)
        assert keepwarm("forget", ADDRESS, "--yes", "--home", acquaintances.root).code == 130
    assert person_of(acquaintances, ADDRESS)
    assert keepwarm("forget", ADDRESS, "--yes", "--home", acquaintances.root).code == 0
    assert traces_in(acquaintances) == []


def test_a_look_names_what_would_go_and_changes_nothing(keepwarm: Keepwarm, acquaintances: Home) -> None:
    said = decisions.read(acquaintances.decisions)
    shown = json.loads(keepwarm("forget", "ida", "brandt", "--json", "--home", acquaintances.root).out)
    assert shown["person"]["full_name"] == NAME
    assert {identity["email"] or identity["profile_url"] for identity in shown["identities"]} == {ADDRESS, PROFILE}
    assert shown["sources"] == ["Connections.csv", "Inbox.mbox", "Sent.mbox"]
    assert {Path(path).suffix for path in shown["lists"]} == {".csv", ".xlsx", ".md", ".html", ".ics", ".json"}
    assert (shown["decisions"], shown["is_done"]) == (1, False)
    assert keepwarm("forget", "ida", "brandt", "--home", acquaintances.root).code == 1
    assert decisions.read(acquaintances.decisions) == said
    assert not acquaintances.forgotten_key.exists()


@pytest.mark.parametrize(
    ("words", "reason"), [("tove", "that is you"), ("jonas", "several people"), ("nobody-is-called-so", "nobody fits")]
)
def test_whom_to_forget_must_be_clear(keepwarm: Keepwarm, acquaintances: Home, words: str, reason: str) -> None:
    printed = keepwarm("forget", words, "--yes", "--home", acquaintances.root)
    assert printed.code == 1
    assert reason in printed.err
    assert not acquaintances.forgotten_key.exists()


def test_without_the_key_that_recognises_them_nobody_comes_back(
    keepwarm: Keepwarm, acquaintances: Home, tmp_path: Path
) -> None:
    line = Decision("forget", "01234567:" + "0" * 64, NOW)
    decisions.append(acquaintances.decisions, [line])
    (tmp_path / "new.mbox").write_bytes(letter(IDA, OWNER, 3))
    printed = run_again(keepwarm, acquaintances, tmp_path / "new.mbox")
    assert printed.code == 1
    assert "forgotten.key" in printed.err


def test_lists_are_searched_as_their_readers_see_them(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<b>Zo&euml; O&#x27;Hara</b>")
    (tmp_path / "b.ics").write_bytes("SUMMARY:Write to Zoë O'H\r\n ara".encode())
    (tmp_path / "c.json").write_text(json.dumps({"name": "Zoë O'Hara"}))
    (tmp_path / "d.csv").write_text("Zoë O'Harasson\n")
    (tmp_path / "e.xlsx").write_text("no workbook")
    (tmp_path / "f.txt").write_text("Zoë O'Hara")
    assert [path.name for path in lists_naming(tmp_path, {"Zoë O'Hara"})] == ["a.html", "b.ics", "c.json"]
    assert lists_naming(tmp_path, set()) == []
