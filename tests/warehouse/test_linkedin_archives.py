"""Two LinkedIn archives of different generations and days tell the same things: each counts once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.warehouse.landed import staged

VERA = "https://www.linkedin.com/in/vera-holt"
GRETA = "https://www.linkedin.com/in/greta-nyholm"
JANE = "https://www.linkedin.com/in/jane-dorr"
OF_2018 = {
    "Connections.csv": (
        "First Name,Last Name,Email Address,Company,Position,Connected On\n"
        'Greta,Nyholm,,Fennmark,Archivist,"1/23/18, 9:05 AM"\nOskar,Lund,,Lund,Owner,"11/2/16, 4:40 PM"\n'
    ),
    "Messages.csv": (
        "From,To,Date,Subject,Content,Direction,Folder\n"
        'Vera Holt,Greta Nyholm,"10/3/18, 12:01 PM",,It is.,OUTGOING,SENT\n'
        'Vera Holt,"Greta Nyholm, Jane Dorr, Ph.D.","10/5/18, 9:30 AM",,One,OUTGOING,SENT\n'
        'Vera Holt,"Greta Nyholm, Jane Dorr, Ph.D.","10/5/18, 9:30 AM",,Two,OUTGOING,SENT\n'
        'Vera Holt,Oskar Lund,"10/5/18, 9:30 AM",,Two,OUTGOING,SENT\n'
        'Greta Nyholm,Vera Holt,"9/1/18, 8:15 AM",,Gone from LinkedIn since,INCOMING,INBOX\n'
    ),
    "Invitations.csv": 'From,To,Sent At,Message,Direction\nVera Holt,Greta Nyholm,"1/22/18, 8:12 PM",Hi,OUTGOING\n',
    "Endorsement_Received_Info.csv": (
        "Endorsement Date,Skill Name,Endorser First Name,Endorser Last Name,Endorsement Status\n"
        "2018/06/20 13:05:02 UTC,Maps,Greta,Nyholm,ACCEPTED\n"
    ),
    "Recommendations_Received.csv": (
        "First Name,Last Name,Company,Job Title,Text,Creation Date,Status\n"
        'Greta,Nyholm,Fennmark,Archivist,Vera knows.,"07/21/18, 12:11 PM",VISIBLE\n'
    ),
}
OF_2020 = {
    "messages.csv": (
        "FROM,TO,DATE,SUBJECT,CONTENT,DIRECTION,FOLDER\n"
        "Vera Holt,Greta Nyholm,2018-10-03T12:01:40,,It is.,OUTGOING,SENT\n"
        "Greta Nyholm,Vera Holt,2018-09-01T08:15:03,,Gone from LinkedIn since,INCOMING,INBOX\n"
    ),
}
OF_2024 = {
    "Connections.csv": (
        "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
        f"Greta,Nyholm,{GRETA},,Fennmark,Head of Archives,23 Jan 2018\n"
    ),
    "messages.csv": (
        "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,SUBJECT,CONTENT,"
        "FOLDER\n"
        f"2-A==,,Vera Holt,{VERA},Greta Nyholm,{GRETA},2018-10-03 12:01:40 UTC,,<p>It is.</p>,INBOX\n"
        f'2-B==,,Vera Holt,{VERA},"Greta Nyholm, Jane Dorr, Ph.D.","{GRETA},{JANE}",2018-10-05 09:30:10 UTC,,1,INBOX\n'
        f'2-B==,,Vera Holt,{VERA},"Greta Nyholm, Jane Dorr, Ph.D.","{GRETA},{JANE}",2018-10-05 09:30:50 UTC,,2,INBOX\n'
        f"2-C==,,Vera Holt,{VERA},Oskar Lund,{VERA}-o,2018-10-05 09:30:55 UTC,,2,INBOX\n"
    ),
    "Invitations.csv": (
        "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl\n"
        f'Vera Holt,Greta Nyholm,"1/22/18, 8:12 PM",Hi,OUTGOING,{VERA},{GRETA}\n'
    ),
    "Endorsement_Received_Info.csv": (
        "Endorsement Date,Skill Name,Endorser First Name,Endorser Last Name,Endorser Public Url,Endorsement Status\n"
        f"2018/06/20 13:05:02 UTC,Maps,Greta,Nyholm,{GRETA.removeprefix('https://')},ACCEPTED\n"
    ),
    "Recommendations_Received.csv": OF_2018["Recommendations_Received.csv"],
}


def unpacked(**archives: dict[str, str]) -> dict[str, str]:
    """Return the files of archives in folders named as LinkedIn names them, by their year."""
    return {
        f"Complete_LinkedInDataExport_11-20-{year.removeprefix('of_')}/{name}": text
        for year, files in archives.items()
        for name, text in files.items()
    }


def test_two_generations_of_archives_tell_everything_once(tmp_path: Path) -> None:
    with staged(tmp_path, unpacked(of_2018=OF_2018, of_2024=OF_2024)) as connection:
        counts = connection.sql("select kind, count(*) from staging.interactions group by kind").fetchall()
        threads = connection.sql(
            "select count(*), count(distinct thread_id) from staging.interactions where subject = ''"
            " and kind = 'linkedin_message' and occurred_on > date '2018-10-01'"
        ).fetchall()
    assert dict(counts) == {
        "connection": 2,
        "linkedin_message": 5,
        "invitation": 1,
        "endorsement": 1,
        "recommendation": 1,
    }
    assert threads == [(4, 3)]


def test_the_newer_archive_says_who_it_was(tmp_path: Path) -> None:
    with staged(tmp_path, unpacked(of_2018=OF_2018, of_2024=OF_2024)) as connection:
        rows = connection.sql(
            "select distinct kind from staging.participants join staging.interactions using (interaction_id)"
            f" where profile_url = '{GRETA}' order by kind"
        ).fetchall()
    assert rows == [("connection",), ("endorsement",), ("invitation",), ("linkedin_message",)]


def test_two_old_generations_tell_a_message_once(tmp_path: Path) -> None:
    with staged(tmp_path, unpacked(of_2018=OF_2018, of_2020=OF_2020)) as connection:
        rows = connection.sql("select count(*) from staging.interactions where kind = 'linkedin_message'").fetchall()
    assert rows == [(5,)]


def test_all_three_together_tell_it_once(tmp_path: Path) -> None:
    files = unpacked(of_2018=OF_2018, of_2020=OF_2020, of_2024=OF_2024)
    with staged(tmp_path, files) as connection:
        rows = connection.sql("select count(*) from staging.interactions where kind = 'linkedin_message'").fetchall()
        assert rows == [(5,)]


# The owner and Greta have each chosen another address for their profile.
OF_2026 = {
    name: text.replace(VERA, f"{VERA}-maps").replace(GRETA, "https://www.linkedin.com/in/gn%C3%BDholm")
    for name, text in OF_2024.items()
}


def test_an_archive_from_before_profiles_were_renamed_tells_nothing_twice(tmp_path: Path) -> None:
    kinds = "select kind, count(*) from staging.interactions group by kind order by kind"
    for years in ({"of_2024": OF_2024}, {"of_2018": OF_2018, "of_2024": OF_2024}):
        folder = tmp_path / str(len(years))
        with staged(folder / "before", unpacked(**years)) as connection:
            before = connection.sql(kinds).fetchall()
        with staged(folder / "after", unpacked(**years, of_2026=OF_2026)) as connection:
            assert connection.sql(kinds).fetchall() == before
            renamed = connection.sql("from staging.profiles_renamed").fetchall()
            assert renamed == [(GRETA, "https://www.linkedin.com/in/gnýholm")]
            owners = connection.sql("select profile_url from staging.owner_profiles order by profile_url").fetchall()
            assert owners == [(VERA,), (f"{VERA}-maps",)]


def test_two_people_of_one_name_and_day_are_not_one_who_renamed_a_profile(tmp_path: Path) -> None:
    header = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
    row = "Maria,Silva,https://www.linkedin.com/in/{},,,,23 Jan 2018\n"
    years = {
        "of_2024": {"Connections.csv": header + row.format("maria") + row.format("silva")},
        "of_2026": {"Connections.csv": header + row.format("silva")},
    }
    with staged(tmp_path, unpacked(**years)) as connection:
        assert connection.sql("from staging.profiles_renamed").fetchall() == []
        assert connection.sql("select count(*) from staging.interactions").fetchall() == [(2,)]


def test_people_of_one_name_who_connected_on_one_day_stay_two(tmp_path: Path) -> None:
    header = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
    rows = "".join(f"Maria,Silva,{VERA}-{n},,,,23 Jan 2018\n" for n in (1, 2))
    with staged(tmp_path, unpacked(of_2024={"Connections.csv": header + rows})) as connection:
        assert connection.sql("select count(*) from staging.interactions").fetchall() == [(2,)]


@pytest.mark.parametrize("time_zone", ["America/Los_Angeles", "Pacific/Kiritimati"])
def test_a_day_told_without_an_hour_is_that_day_in_every_zone(tmp_path: Path, time_zone: str) -> None:
    files = {
        "Connections.csv": "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
        f"Greta,Nyholm,{GRETA},,,,23 Jan 2018\n",
        "Endorsement_Received_Info.csv": (
            "Endorsement Date,Skill Name,Endorser First Name,Endorser Last Name,Endorsement Status\n"
            "2018/01/23,Maps,Greta,Nyholm,ACCEPTED\n"
        ),
        "Recommendations_Received.csv": (
            "First Name,Last Name,Company,Job Title,Text,Creation Date,Status\nGreta,Nyholm,,,.,23 Jan 2018,VISIBLE\n"
        ),
        "Invitations.csv": "From,To,Sent At,Message,Direction\nVera Holt,Greta Nyholm,1/23/18,Hi,OUTGOING\n",
    }
    days = "".join(
        f"BEGIN:VCALENDAR\nX-WR-TIMEZONE:{zone}\nBEGIN:VEVENT\nUID:{zone}\nDTSTART;VALUE=DATE:20180123\n"
        "END:VEVENT\nEND:VCALENDAR\n"
        for zone in ("Asia/Tokyo", "America/Lima", "UTC")
    )
    here = (
        "BEGIN:VCALENDAR\nBEGIN:VTIMEZONE\nTZID:Here\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0930\n"
        "TZOFFSETTO:+0930\nEND:STANDARD\nEND:VTIMEZONE\nBEGIN:VEVENT\nUID:here\nDTSTART;VALUE=DATE:20180123\n"
        "END:VEVENT\nEND:VCALENDAR\n"
    )
    with staged(tmp_path, unpacked(of_2024=files) | {"days.ics": days, "here.ics": here}, time_zone) as connection:
        rows = connection.sql(
            "select occurred_on, cast(timezone(owner.time_zone, occurred_at) as date), count(*)"
            " from staging.interactions, staging.owner group by all"
        ).fetchall()
    assert rows == [(date(2018, 1, 23), date(2018, 1, 23), 8)]


def test_an_archive_and_the_snapshots_of_the_api_tell_the_same(tmp_path: Path) -> None:
    snapshot = (
        '[{"elements": [{"snapshotDomain": "RECOMMENDATIONS", "snapshotData": [{"First Name": "Greta", "Last Name":'
        ' "Nyholm", "Company": "Fennmark", "Creation Date": "07/21/18, 12:11 PM", "Status": "VISIBLE"}]}]}]'
    )
    files = unpacked(of_2018=OF_2018) | {"linkedin-2026-03-09.json": snapshot}
    with staged(tmp_path, files) as connection:
        rows = connection.sql(
            "select role, is_owner from staging.participants join staging.interactions using (interaction_id)"
            " where kind = 'recommendation' order by role"
        ).fetchall()
    assert rows == [("from", False), ("to", True)]


MESSAGES = OF_2024["messages.csv"].partition("\n")[0] + "\n"


@pytest.mark.parametrize(("given", "family"), [("Vera", "Holt"), ("Вера", "Холт")])
def test_the_owner_is_who_bears_the_name_of_the_profile_and_is_in_the_conversations(
    tmp_path: Path, given: str, family: str
) -> None:
    name = f"{given} {family}"
    files = {
        "Profile.csv": f"First Name,Last Name,Maiden Name,Headline\n{given},{family},,Archivist\n",
        "messages.csv": MESSAGES
        + f"2-A==,,{name},{VERA},Greta Nyholm,{GRETA},2024-01-01 10:00:00 UTC,,Hi,INBOX\n"
        + f"2-B==,,Jane Dorr,{JANE},{name},{VERA},2024-01-02 10:00:00 UTC,,Hi,INBOX\n",
    }
    with staged(tmp_path, unpacked(of_2024=files)) as connection:
        rows = connection.sql("select role from staging.participants where is_owner order by role").fetchall()
        assert connection.sql("select profile_url from staging.owner_profiles").fetchall() == [(VERA,)]
    assert rows == [("from",), ("to",)]


POSITIONS = "Company Name,Title,Description,Location,Started On,Finished On\n"
PROFILE = "First Name,Last Name,Maiden Name,Headline\nVera,Holt,,Archivist\n"


@pytest.mark.parametrize(
    ("newer", "finished_on"),
    [
        ("Acme,Team Lead,,,Apr 2016,Jun 2020\n", date(2020, 6, 30)),
        ("ACME,Lead,,,May 2016,Jun 2020\nContour,Head,,,Jul 2020,\n", date(2020, 6, 30)),
        ("Acme,Lead,,,Apr 2016,Jun 2020\n", date(2020, 6, 30)),
        ("Acme,Team Lead,,,Apr 2016,\n", None),
        ("Acme,Lead,,,Apr 2016,\n", None),
        ("Acme,Trainee,,,Jan 2010,Dec 2012\n", date(2018, 11, 20)),
        ("Acme Group,Head,,,Apr 2016,\n", None),
        ("Acme Group,Head,,,Apr 2016,Jun 2020\n", date(2020, 6, 30)),
        ("Contour,Head,,,Jul 2020,\n", date(2018, 11, 20)),
        ("Fjord,Board member,,,Apr 2016,\n", date(2018, 11, 20)),
    ],
)
def test_a_position_that_the_newest_archive_tells_otherwise_has_ended(
    tmp_path: Path, newer: str, finished_on: date | None
) -> None:
    older = f"{POSITIONS}Acme,Lead,,,Apr 2016,\nFjord,Board member,,,Apr 2016,\n"
    files = unpacked(
        of_2018={"Profile.csv": PROFILE, "Positions.csv": older},
        of_2024={"Profile.csv": PROFILE.replace("Archivist", "Head"), "Positions.csv": POSITIONS + newer},
    )
    with staged(tmp_path, files) as connection:
        query = "select finished_on from staging.tenures where (company, position) = ('Acme', 'Lead')"
        assert connection.sql(query).fetchall() == [(finished_on,)]


def test_the_owner_of_messages_alone_is_who_is_in_all_conversations(tmp_path: Path) -> None:
    files = {
        "messages.csv": MESSAGES
        + f"2-A==,,Vera Holt,{VERA},Greta Nyholm,{GRETA},2024-01-01 10:00:00 UTC,,Hi,INBOX\n"
        + f"2-B==,,Jane Dorr,{JANE},Vera Holt,{VERA},2024-01-02 10:00:00 UTC,,Hi,INBOX\n"
        + f"2-C==,,Oskar Lund,{JANE}-o,Vera Holt,{VERA},2024-01-03 10:00:00 UTC,,Hi,INBOX\n",
    }
    with staged(tmp_path, files) as connection:
        assert connection.sql("select profile_url from staging.owner_profiles").fetchall() == [(VERA,)]
