"""What calendars of other programs write that the standard does not know, one line at a time."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.connectors.calendars import event, meetings, read, reasons


@pytest.mark.parametrize("status", ["CANCELLED", "Canceled"])
def test_a_cancelled_meeting_is_told_in_either_spelling(status: str) -> None:
    (meeting,) = meetings(read(event("DTSTART:20240301T100000Z", f"STATUS:{status}")))
    assert meeting.state == "cancelled"


@pytest.mark.parametrize(
    ("summary", "state"),
    [
        ("Canceled: Quay", "cancelled"),
        ("Abgesagt: Quay", "cancelled"),
        ("Annulé : Quay", "cancelled"),
        ("Canceled orders: Quay", "confirmed"),
        ("Quay (canceled: 2023)", "confirmed"),
    ],
)
def test_outlook_says_in_the_summary_that_a_meeting_was_called_off(summary: str, state: str) -> None:
    (meeting,) = meetings(read(event("DTSTART:20240301T100000Z", f"SUMMARY:{summary}")))
    assert meeting.state == state


@pytest.mark.parametrize("day", ["20240701", "20240701T000000", "2024-07-01T00:00:00", "20240701T000000Z"])
def test_a_day_may_be_written_as_its_midnight(day: str) -> None:
    (meeting,) = meetings(read(event(f"DTSTART;VALUE=DATE:{day}")))
    assert meeting.is_all_day
    assert meeting.occurred_at == datetime(2024, 7, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=WEEKLY;COUNT=2;BYDAY=MO,;",
        "FREQ=WEEKLY;BYHOUR=;COUNT=2",
        "FREQ=WEEKLY;COUNT=2;X-RELATIVE=1",
        ";freq=weekly;;count=2",
    ],
)
def test_parts_of_a_rule_that_say_nothing_cost_no_series(rule: str) -> None:
    records = read(event("DTSTART:20240304T100000Z", f"RRULE:{rule}"))
    assert [meeting.occurred_at.day for meeting in meetings(records)] == [4, 11]
    assert not reasons(records)


@pytest.mark.parametrize(
    ("value", "email"),
    [
        ("MAILTO:Ana.Falk@lumen.example", "Ana.Falk@lumen.example"),
        ("mailto:mailto:ana@lumen.example", "ana@lumen.example"),
        ("mailto:'ana@lumen.example'", "ana@lumen.example"),
        ("mailto:ana%40lumen.example", "ana@lumen.example"),
        ("mailto:ana@lumen.example?subject=Re%3A", "ana@lumen.example"),
        ("Ana Falk <ana@lumen.example>", "ana@lumen.example"),
        ("sip:ana@lumen.example", ""),
        ("/O=LUMEN/OU=EXCHANGE ADMINISTRATIVE GROUP/CN=RECIPIENTS/CN=ANA", ""),
        ("invalid:nomail", ""),
    ],
)
def test_the_address_of_an_attendee_is_bare_however_it_is_dressed(value: str, email: str) -> None:
    (meeting,) = meetings(read(event("DTSTART:20240301T100000Z", f'ATTENDEE;CN="Falk, Ana":{value}')))
    assert [(party.name, party.email) for party in meeting.participants] == [("Falk, Ana", email)]
