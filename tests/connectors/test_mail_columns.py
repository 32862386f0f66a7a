from __future__ import annotations

import csv
import io
import json
import tempfile
from pathlib import Path

import pytest

from connectors import mail_sheets, recognize
from connectors.records import Interaction
from connectors.source import Source

HEADER = "From,To,Date,Subject\n"


def read(content: str | bytes, name: str = "messages.csv") -> Interaction:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        (record,) = mail_sheets.read(Source(path))
        assert isinstance(record, Interaction)
        return record


@pytest.mark.parametrize(
    ("content", "owner"),
    [
        (
            "ConversationId,From,To,Date\nAA,Ida <ida@harbour.example>,Tove <tove@fjord.example>,2024-03-04\n",
            "mail_sheets",
        ),
        ("ConversationId,From,To,Date,InternetMessageId\nAA,Ida Brandt,Tove,2024-03-04,<1@x>\n", "mail_sheets"),
        (
            "From,To,Date,Content,Direction,Folder\nida@harbour.example,tove@fjord.example,2024-03-04,a,b,c\n",
            "mail_sheets",
        ),
        ("CONVERSATION ID,FROM,TO,DATE,CONTENT\n2-x,Ida @ Quay,Tove,2024-03-04,ida@harbour.example\n", "linkedin"),
        ("From,To,Date,Content,Direction,Folder\nIda,Tove,2024-03-04,ida@harbour.example,OUTGOING,INBOX\n", "linkedin"),
        ("From,To,Sent At,Message,Direction\nIda,Ida @ Quay,2024-03-04,ida@harbour.example,OUTGOING\n", "linkedin"),
        ("From,To,Sent At,Direction,inviterProfileUrl\nIda,ida@harbour.example,2024-03-04,OUTGOING,\n", "linkedin"),
    ],
)
def test_mail_is_told_from_messages_of_linkedin_by_its_addresses(content: str, owner: str, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text(content)
    assert recognize(Source(tmp_path / "list.csv")) == owner


@pytest.mark.parametrize(
    ("header", "field"),
    [("Von;An;Datum;Betreff", "from"), ("De;À;Date;Objet", "from"), ("De;Para;Fecha;Asunto", "from"),
     ("Da;A;Data;Oggetto", "from"), ("Van;Aan;Datum;Onderwerp", "from"), ("Från;Till;Datum;Ämne", "from"),
     ("Od;Do;Data;Temat", "from"), ("От;Кому;Дата;Тема", "from"), ("差出人;宛先;日時;件名", "from")],
)  # fmt: skip
def test_columns_are_known_in_many_languages(header: str, field: str) -> None:
    record = read(f"{header}\nida@harbour.example;tove@fjord.example;2024-03-04 09:30;Kai\n")
    assert [(party.role, party.email) for party in record.participants] == [
        (field, "ida@harbour.example"),
        ("to", "tove@fjord.example"),
    ]
    assert record.subject == "Kai"


@pytest.mark.parametrize(
    ("names", "addresses"),
    [(("De: (Nome)", "Para: (Nome)", "CC: (Nome)"), ("De: (Endereço)", "Para: (Endereço)", "CC: (Endereço)")),
     (("Od: (imię/nazwisko)", "Do: (imię/nazwisko)", "DW: (imię/nazwisko)"),
      ("Od: (adres)", "Do: (adres)", "DW: (adres)")),
     (("От: (имя)", "Кому: (имя)", "Копия: (имя)"), ("От: (адрес)", "Кому: (адрес)", "Копия: (адрес)"))],
)  # fmt: skip
def test_columns_of_outlook_are_known_in_many_languages(names: tuple[str, ...], addresses: tuple[str, ...]) -> None:
    header = ",".join(column for pair in zip(names, addresses, strict=True) for column in pair)
    row = "Brandt Ida,ida@harbour.example,Tove,tove@fjord.example,Emil,emil@fjord.example"
    record = read(f"{header},Date\n{row},2024-03-04\n")
    assert [(party.role, party.name, party.email) for party in record.participants] == [
        ("from", "Brandt Ida", "ida@harbour.example"),
        ("to", "Tove", "tove@fjord.example"),
        ("cc", "Emil", "emil@fjord.example"),
    ]


def test_letters_of_polish_windows_are_those_that_were_meant() -> None:
    content = "Temat;Od;Do;Data\nŁódź;Łucja <lucja@fjord.example>;;2024-03-04\n"
    record = read(content.encode("cp1250"))
    assert (record.subject, record.participants[0].name) == ("Łódź", "Łucja")


@pytest.mark.parametrize(
    ("sender", "recipients", "parties"),
    [
        ("Brandt, Ida", "tove@fjord.example", ["Brandt, Ida", ""]),
        ("ida@harbour.example", "Lund, Tove; Berg, Emil", ["", "Lund, Tove", "Berg, Emil"]),
        ("Brandt, Ida <ida@harbour.example>", "Tove, Emil", ["Brandt, Ida", "Tove", "Emil"]),
        ('"Brandt, Ida"', "", ["Brandt, Ida"]),
    ],
)
def test_a_comma_within_a_name_makes_no_two_people(sender: str, recipients: str, parties: list[str]) -> None:
    row = io.StringIO()
    csv.writer(row).writerow([sender, recipients, "2024-03-04", "Quay"])
    record = read(HEADER + row.getvalue())
    assert [party.name for party in record.participants] == parties


@pytest.mark.parametrize(
    ("column", "cell", "state"),
    [
        ("Labels", "['DRAFT', 'IMPORTANT']", "draft"),
        ("Labels", '["DRAFT"]', "draft"),
        ("Labels", "IMPORTANT;DRAFT", "draft"),
        ("Labels", "^INBOX,^DRAFT", "draft"),
        ("Labels", "^SPAM", "spam"),
        ("Labels", "Inbox;Draftsmen", "confirmed"),
        ("isDraft", "True", "draft"),
        ("isDraft", "False", "confirmed"),
    ],
)
def test_what_was_never_sent_is_told_by_labels_or_a_column(column: str, cell: str, state: str) -> None:
    row = io.StringIO()
    csv.writer(row).writerow(["ida@harbour.example", "2024-03-04", cell])
    record = read(f"From,Date,{column}\n{row.getvalue()}")
    assert record.state == state


@pytest.mark.parametrize(
    ("told", "state"),
    [({"isDraft": True}, "draft"), ({"isDraft": False}, "confirmed"), ({"isDraft": None}, "confirmed"),
     ({"labels": ["DRAFT", "INBOX"]}, "draft"), ({"keywords": {"$draft": True, "$seen": True}}, "draft"),
     ({"keywords": {"$seen": True}}, "confirmed")],
)  # fmt: skip
def test_what_was_never_sent_is_told_in_json(told: dict[str, object], state: str) -> None:
    record = read(json.dumps({"from": "ida@harbour.example", "sentDateTime": "2024-03-04", **told}), "mail.ndjson")
    assert record.state == state


def test_the_author_goes_before_who_sent_it_for_them() -> None:
    assistant, author = (
        {"emailAddress": {"name": name, "address": f"{name}@harbour.example"}} for name in ("tove", "ida")
    )
    line = json.dumps({"sender": assistant, "from": author, "sentDateTime": "2024-03-04T10:00:00Z"})
    table = "Sender,From,Date\ntove@harbour.example,ida@harbour.example,2024-03-04\n"
    for record in (read(line, "mail.ndjson"), read(table)):
        assert [party.email for party in record.participants] == ["ida@harbour.example"]


@pytest.mark.parametrize(
    ("day", "time", "moment"),
    [
        ("2024-03-04", "08:15", "08:15"),
        ("2024-03-04 00:00:00", "8:15 PM", "20:15"),
        ("2024-03-04", "08:15:00+02:00", "06:15"),
        ("2024-03-04 09:30", "08:15", "09:30"),
        ("2024-03-04 09:30", "04.03.2024 08:15", "09:30"),
        ("2024-03-04", "", "12:00"),
    ],
)
def test_a_time_may_stand_in_a_column_of_its_own(day: str, time: str, moment: str) -> None:
    record = read(f"Date,Time,From\n{day},{time},ida@harbour.example\n")
    assert f"{record.occurred_at:%H:%M}" == moment
