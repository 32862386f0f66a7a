"""The same records by another way: the Member Data Portability API, for members in the EEA and Switzerland.

Its Member Snapshot API answers in pages, ``{"paging": …, "elements": [{"snapshotDomain": "CONNECTIONS", "snapshotData":
[{"First Name": …}]}]}``, with the headers of the CSV files as keys. A file holds one page, or several: in lists, under
names of their own, or one after the other; in UTF-8, or in UTF-16, as Windows writes what a program puts out. Domains
are more or fewer than files: ENDORSEMENTS are told apart by their columns, and of RECOMMENDATIONS the API does not say
which were given and which received.

Sources: learn.microsoft.com/linkedin/dma/member-data-portability (Member Snapshot API and its list of domains, version
202312), and what public clients of it note: ``Events`` and ``login`` are spelt so, WHATSAPP_NUMBERS and MEMBER_HASHTAG
come without being listed. Read in 2026. No real answer with messages or endorsements was at hand.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from connectors.linkedin import exchanges
from connectors.linkedin.files import IGNORED, READERS, Reader
from connectors.linkedin.headers import columns_of
from connectors.linkedin.sheets import Sheet, decode, settled
from connectors.records import Ignored, Record, Rejected
from connectors.tables import EXCERPT

MARK = '"snapshotData"'
# To tell where a fault is, the decoder counts the lines of all that stands before it; and what stood before a fault is
# read anew from its next line on.
MOST_FAULTS = 100
MOST_TIMES_READ = 5
NOT_BLANK = re.compile(r"\S")
ANSWER = re.compile(r"^[\[{]", re.MULTILINE)

# The domains that are read: those whose files are read, the likeliest first.
FILES_OF_DOMAIN = {
    "connections": ("connections",),
    "inbox": ("messages",),
    "invitations": ("invitations",),
    "recommendations": ("recommendations",),
    "endorsements": ("endorsementreceivedinfo", "endorsementgiveninfo"),
    "positions": ("positions",),
    "skills": ("skills",),
    "profile": ("profile",),
    "email_addresses": ("emailaddresses",),
    "phone_numbers": ("phonenumbers",),
    "whatsapp_numbers": ("whatsappphonenumbers",),
    "events": ("events",),
    "contacts": ("contacts",),
}
READERS_HERE = READERS | {
    "recommendations": READERS["recommendationsreceived"]._replace(read=exchanges.recommendations),
}
# The other domains, by the file whose reason for being ignored is theirs.
LIKE_FILE = {
    "comments": (
        "all_comments all_likes all_votes member_share_info instant_reposts articles rich_media actor_save_item"
    ),
    "follows": "member_following company_follows member_hashtag groups",
    "coachmessages": "learning_coach_ai_takeout learning_coach_inbox learning_roleplay_inbox",
    "education": (
        "education profile_summary test_scores causes_you_care_about publications projects organizations languages"
        " honors courses certifications patents volunteering_experiences learning trusted_graph"
    ),
    "savedjobs": (
        "saved_jobs saved_job_alerts job_postings job_applications job_seeker_preferences job_applicant_saved_answers"
        " talent_question_saved_response easyapply_blocking"
    ),
    "reviews": "reviews marketplace_engagements marketplace_providers marketplace_opportunities",
    "adtargeting": (
        "ads_clicked ads_lan ad_targeting inference_takeout login searches registration receipts receipts_lbp"
        " security_challenge_pipe account_history identity_credentials_and_assets calendar"
    ),
}
IGNORED_DOMAINS = {domain: IGNORED[key] for key, domains in LIKE_FILE.items() for domain in domains.split()}


def is_snapshot(head: bytes) -> bool:
    """Tell by its first bytes whether a file is an answer of the API."""
    text = decode(head)
    return text.lstrip("\ufeff \t\r\n")[:1] in ("{", "[") and MARK in text


def read_snapshots(content: bytes, observed_on: date | None) -> Iterator[Record]:
    """Yield the records of all domains in a file; what is no JSON is rejected, and what holds no snapshot."""
    rows: dict[str, list[Any]] = {}
    for location, answer in _answers(decode(content).lstrip("\ufeff")):
        if isinstance(answer, Rejected):
            yield answer
            continue
        elements = list(_elements(answer))
        if not elements and not isinstance(answer, dict | list):
            yield Rejected("no snapshot", location)
        for element in elements:
            told = element.get("snapshotData")
            rows.setdefault(str(element.get("snapshotDomain") or "no domain"), []).extend(
                told if isinstance(told, list) else [told]
            )
    for domain, told in rows.items():
        yield from _read_domain(domain, told, observed_on)


def _answers(text: str) -> Iterator[tuple[str, Any]]:
    """Yield one value of JSON after the other and where it begins; behind what is none, the next that begins a line."""
    decoder = json.JSONDecoder()
    start, line, faults, in_vain = 0, 1, 0, 0
    while begin := NOT_BLANK.search(text, start):
        line += text.count("\n", start, begin.start())
        start, location = begin.start(), f"line {line}"
        try:
            value, stop = decoder.raw_decode(text, start)
            yield location, value
        except (ValueError, RecursionError) as fault:
            faults += 1
            in_vain += getattr(fault, "pos", start) - start
            if faults > MOST_FAULTS or in_vain > MOST_TIMES_READ * len(text):
                yield location, Rejected("not JSON, and no more is read of a file with so much that is none", location)
                return
            yield location, Rejected("not JSON", location)
            following = ANSWER.search(text, start + 1)
            stop = following.start() if following else len(text)
        line += text.count("\n", start, stop)
        start = stop


def _elements(answer: Any) -> Iterator[dict[str, Any]]:
    stack = [answer]
    while stack:
        value = stack.pop()
        if isinstance(value, list):
            stack.extend(reversed(value))
        elif isinstance(value, dict) and "snapshotData" in value:
            yield value
        elif isinstance(value, dict):
            stack.extend(reversed(value.values()))


def _read_domain(domain: str, rows: list[Any], observed_on: date | None) -> Iterator[Record]:
    key = domain.strip().casefold().replace("-", "_")
    if key in IGNORED_DOMAINS:
        yield Ignored(IGNORED_DOMAINS[key], f"{domain}, all rows", len(rows))
        return
    if key not in FILES_OF_DOMAIN:
        yield Rejected(f"an unknown domain: {domain[:EXCERPT]}", f"{domain}, all rows")
        yield Ignored("rows of an unknown domain", f"{domain}, all rows", len(rows))
        return
    readers = [READERS_HERE[name] for name in FILES_OF_DOMAIN[key]]
    sorted_out: list[dict[int, dict[str, str]]] = [{} for _ in readers]
    unknown: set[str] = set()
    for number, row in enumerate(rows, start=1):
        texts = {str(name): _text(value) for name, value in row.items()} if isinstance(row, dict) else {}
        fitting = next((place for place, reader in enumerate(readers) if _fits(reader, texts)), None)
        if fitting is not None:
            sorted_out[fitting][number] = texts
        elif (names := ",".join(texts)[:EXCERPT]) not in unknown:
            unknown.add(names)  # the names are LinkedIn's; what stands under them is not shown
            yield Rejected("unknown columns", f"{domain} {number}", names)
        else:
            yield Ignored("rows with unknown columns", f"{domain} {number}")
    for reader, told in zip(readers, sorted_out, strict=True):
        yield from _read_rows(reader, told, domain, observed_on)


def _read_rows(
    reader: Reader, rows: dict[int, dict[str, str]], domain: str, observed_on: date | None
) -> Iterator[Record]:
    names = list(dict.fromkeys(name for row in rows.values() for name in row))
    # A row that is none of this reader's leaves a gap, so that each is counted as the file counts it.
    records = [
        tuple(rows[number].get(name, "") for name in names) if number in rows else ()
        for number in range(1, max(rows, default=0) + 1)
    ]
    sheet = Sheet(columns_of(names), records, 1, len(names), False, observed_on, frozenset(), domain)
    yield from reader.read(settled(sheet, reader.dates, reader.texts))


def _fits(reader: Reader, row: dict[str, str]) -> bool:
    columns = columns_of(row).keys()
    return any(needed <= columns for needed in reader.needs)


def _text(value: Any) -> str:
    if isinstance(value, list):
        return ",".join(map(_text, value))
    return "" if value is None or isinstance(value, dict) else str(value).replace("\0", "")
