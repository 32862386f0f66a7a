"""Time the reader of LinkedIn's messages.csv against what the csv module needs to take the file apart.

The file is invented, the same at every run, and written as LinkedIn writes it since 2026: every field quoted. The other
side is `csv.DictReader` over the same file, which gives rows of texts: no dates, no people, no keys, nothing rejected.
Each side runs in a process of its own, in turn; CPU seconds include the start of the process.

    python -m tests.benchmarks.linkedin_messages [--messages 100000] [--runs 5]

Prints one JSON object.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import statistics
import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from tests.benchmarks.calendar_events import FAMILY, GIVEN, WORDS, cpu_seconds

HEADER = (
    "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,SUBJECT,CONTENT,FOLDER,"
    "ATTACHMENTS,IS MESSAGE DRAFT,IS CONVERSATION DRAFT"
)
OWNER = ("Noa Berg", "https://www.linkedin.com/in/noa-berg")
FIRST = datetime.fromisoformat("2014-01-01")
OURS = """
import sys
from pathlib import Path
from connectors import linkedin
from connectors.source import Source
print(sum(1 for _ in linkedin.read(Source(Path(sys.argv[1])))))
"""
DICTIONARIES = """
import csv, sys
with open(sys.argv[1], encoding="utf-8", newline="") as stream:
    print(sum(1 for _ in csv.DictReader(stream)))
"""


def write_messages(path: Path, count: int, seed: int = 7) -> None:
    """Write so many messages between the owner and three thousand people; the same for the same arguments."""
    draw = random.Random(seed)
    people = [
        (
            f"{draw.choice(GIVEN)} {draw.choice(FAMILY)}",
            f"https://www.linkedin.com/in/p{number}-{draw.getrandbits(24):x}",
        )
        for number in range(3000)
    ]
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\n")
        writer.writerow(HEADER.split(","))
        for _ in range(count):
            number = min(int(draw.paretovariate(0.6)), len(people) - 1)
            (sender, sender_url), (to, to_url) = draw.sample((people[number], OWNER), 2)
            sent_at = FIRST + timedelta(seconds=draw.randrange(10 * 365 * 86_400))
            text = " ".join(draw.choices(WORDS, k=draw.randrange(4, 60)))
            if number % 20 == 0:
                text += '\n"so be it",\nthen'
            cells = (f"2-{number:x}==", "", sender, sender_url, to, to_url, f"{sent_at} UTC", "", text, "INBOX", "")
            writer.writerow((*cells, "No", "No"))


def main() -> None:
    """Write the messages, time both readers, print one JSON object."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.linkedin_messages", description=__doc__)
    parser.add_argument("--messages", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "messages.csv"
        write_messages(path, options.messages)
        pairs = [(cpu_seconds(OURS, str(path)), cpu_seconds(DICTIONARIES, str(path))) for _ in range(options.runs)]
        ours, plain = (statistics.median(pair[side][0] for pair in pairs) for side in (0, 1))
        told = {
            "megabytes": round(path.stat().st_size / 1e6, 1),
            "messages": options.messages,
            "runs": options.runs,
            "our_cpu_seconds": round(ours, 3),
            "dictionaries_cpu_seconds": round(plain, 3),
            "our_microseconds_per_message": round(ours / options.messages * 1e6, 1),
            "times_the_csv_module": round(ours / plain, 2),
            "all_are_accounted_for": {printed for pair in pairs for _, printed in pair} == {str(options.messages)},
        }
    sys.stdout.write(json.dumps(told, indent=1) + "\n")


if __name__ == "__main__":
    main()
