"""An Excel workbook; edited ones can go back into the inbox.

Every text is written as a string: XlsxWriter's own guess would make formulas and links of hostile ones.
"""

from __future__ import annotations

import io
from datetime import datetime, time

import xlsxwriter

from pipelines.console import plain
from pipelines.exports.action_list import Action, ActionList
from pipelines.exports.comma_separated import COLUMNS, cells

_WIDTHS = {"reason": 60, "title": 34, "full_name": 24, "position": 24, "company": 20, "email": 28, "profile_url": 28}
_STATES = ["open", "done", "snoozed", "dismissed"]


def render(actions: ActionList) -> bytes:
    """Return the workbook; its dates of creation are ``as_of``, so that the same list makes the same bytes."""
    stream = io.BytesIO()
    workbook = xlsxwriter.Workbook(stream, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    workbook.set_properties({"title": "keepwarm", "created": datetime.combine(actions.as_of, time())})
    sheet = workbook.add_worksheet("actions")
    heading = workbook.add_format({"bold": True, "bottom": 1})
    wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
    for number, column in enumerate(COLUMNS):
        sheet.set_column(number, number, _WIDTHS.get(column, 12), wrapped)
        sheet.write_string(0, number, column, heading)
    for row, action in enumerate(actions.actions, start=1):
        _write(sheet, row, action)
    last = max(len(actions.actions), 1)
    state = COLUMNS.index("state")
    sheet.data_validation(1, state, last, state, {"validate": "list", "source": _STATES})
    sheet.autofilter(0, 0, last, len(COLUMNS) - 1)
    sheet.freeze_panes(1, 0)
    workbook.close()
    return stream.getvalue()


def _write(sheet: xlsxwriter.worksheet.Worksheet, row: int, action: Action) -> None:
    days = {"due_on": action.due_on, "snooze_until": action.snoozed_until}
    for number, (column, cell) in enumerate(zip(COLUMNS, cells(action), strict=True)):
        day = days.get(column)
        if column == "priority":
            sheet.write_number(row, number, action.priority)
        elif day:
            sheet.write_datetime(row, number, datetime.combine(day, time()))
        else:
            sheet.write_string(row, number, plain(cell))
