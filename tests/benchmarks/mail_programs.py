"""The programs that read mail in the benchmark, each as text for a process of its own: ours, and its peers."""

from __future__ import annotations

# Arguments: what to read, how many processes. Prints messages and parties. Begins and ends as `keepwarm run` does.
OURS = """
import sys, tempfile
from datetime import date
from pathlib import Path
from pipelines.process import run_as_process
def main():
    from warehouse.arrivals import discover
    from warehouse.settling import land_all
    from warehouse.landing import Landing, landed_units
    from warehouse.workers import Workers
    with tempfile.TemporaryDirectory() as folder:
        place = Landing(Path(folder))
        with Workers(int(sys.argv[2])) as workers:
            land_all(discover([Path(sys.argv[1])], place, workers), place, date(2026, 1, 1), workers=workers)
        units = landed_units(place)
        print(sum(unit.counts["interactions"] for unit in units), sum(unit.counts["participants"] for unit in units))
    return 0
if __name__ == "__main__":
    sys.exit(run_as_process(main))
"""

# What of it is spent on imports.
OURS_IMPORTED = """
import sys
from pipelines.process import run_as_process
def main():
    import connectors.discovery, warehouse.arrivals, warehouse.settling, warehouse.tables, warehouse.workers
    from connectors import CONNECTORS, connector
    for name in CONNECTORS:  # a new file is shown to each of them
        connector(name)
    return 0
sys.exit(run_as_process(main))
"""

# Records, without landing them.
OURS_READING = """
import sys
from pathlib import Path
from connectors import mbox
from connectors.source import Source
count = parties = 0
for unit in mbox.split(Source(Path(sys.argv[1]))):
    for record in mbox.read(unit):
        count += 1
        parties += len(record.participants)
print(count, parties)
"""

_STANDARD = """
import mailbox, os, sys
from email.header import decode_header, make_header
from email.parser import BytesHeaderParser
from email.utils import getaddresses, parsedate_tz, mktime_tz
parser = BytesHeaderParser()
def text(value):
    value = str(value)
    if "=?" not in value:
        return value
    try:
        return str(make_header(decode_header(value)))
    except (LookupError, ValueError):
        return value
def told(message):
    parties = 0
    for name in ("From", "To", "Cc"):
        for label, address in getaddresses(map(str, message.get_all(name, []))):
            text(label)
            parties += 1
    mktime_tz(parsedate_tz(message["Date"]))
    text(message["Subject"])
    for name in ("Message-ID", "References", "In-Reply-To", "List-Id", "X-Gmail-Labels"):
        message[name]
    return parties
count = parties = 0
"""

# The fastest plain use of the standard library: `mailbox` for the boundaries, header lines alone to the parser.
STANDARD = (
    _STANDARD
    + """
box = mailbox.mbox(sys.argv[1])
for key in box.keys():
    stream = box.get_file(key)
    lines = []
    while (line := stream.readline()) not in (b"", b"\\n", b"\\r\\n"):
        lines.append(line)
    parties += told(parser.parsebytes(b"".join(lines)))
    count += 1
print(count, parties)
"""
)

STANDARD_MAILDIR = (
    _STANDARD
    + """
for entry in os.scandir(sys.argv[1] + "/cur"):
    with open(entry.path, "rb") as stream:
        parties += told(parser.parse(stream))
    count += 1
print(count, parties)
"""
)

# A reader in Rust, given header blocks alone; it parses neither addresses nor dates until asked.
FAST_MAIL_PARSER = """
import re, sys
from fast_mail_parser import ParseError, parse_email
with open(sys.argv[1], "rb") as stream:
    content = stream.read()
starts = [match.start() for match in re.finditer(rb"(?:\\A|(?<=\\n))From (?=[^\\n]*\\d\\d\\d\\d)", content)]
count = 0
for start, stop in zip(starts, [*starts[1:], len(content)]):
    begin = content.index(b"\\n", start) + 1
    try:
        mail = parse_email(content[begin : content.find(b"\\n\\n", begin, stop) + 2])
        mail.headers, mail.subject, mail.date
        count += 1
    except ParseError:
        pass
print(count)
"""
