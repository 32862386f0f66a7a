"""The files of the archive: which function reads each, or why it is knowingly left alone.

Names are compared without case, blanks, underscores, a member id (``Comments_34875879.csv``, since 2025) and a
browser's ``(1)``. A file that is in neither table and has no header of a file that is read is reported, not passed
over.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import NamedTuple

from connectors.linkedin import career, exchanges, messages, people
from connectors.linkedin.sheets import Layout, Sheet, layouts
from connectors.records import Record

Keys = frozenset[str]


class Reader(NamedTuple):
    """How a file is read.

    ``needs`` are the columns without which a file of this name cannot be read, ``proof`` those that betray such a file
    under any name: each a choice of sets. ``dates`` are its columns of dates, ``texts`` those of what somebody wrote.
    """

    read: Callable[[Sheet], Iterator[Record]]
    needs: tuple[Keys, ...]
    proof: tuple[Keys, ...] = ()
    dates: Keys = frozenset()
    texts: Keys = frozenset()


def _keys(text: str) -> Keys:
    return frozenset(text.split())


MESSAGES = Reader(
    messages.messages,
    needs=(_keys("from to date"),),
    proof=(_keys("conversationid from to date"), _keys("from to date content direction folder")),
    dates=_keys("date"),
    texts=_keys("content"),
)
CONTACTS = Reader(
    people.uploaded_contacts,
    needs=(_keys("firstname emails"), _keys("firstname emailaddress"), _keys("fullname emails")),
    proof=(_keys("source firstname lastname emails phonenumbers"), _keys("firstname emailaddress companies createdat")),
    dates=_keys("birthday createdat"),
)
RECOMMENDATIONS_RECEIVED = Reader(
    exchanges.recommendations_received,
    needs=(_keys("firstname lastname creationdate"),),
    dates=_keys("creationdate"),
    texts=_keys("text"),
)
RECOMMENDATIONS_GIVEN = RECOMMENDATIONS_RECEIVED._replace(read=exchanges.recommendations_given)
ENDORSEMENTS_RECEIVED = Reader(
    exchanges.endorsements_received,
    needs=(_keys("endorsementdate skillname endorserfirstname"),),
    proof=(_keys("endorsementdate skillname endorserfirstname"),),
    dates=_keys("endorsementdate"),
)
ENDORSEMENTS_GIVEN = Reader(
    exchanges.endorsements_given,
    needs=(_keys("endorsementdate skillname endorseefirstname"),),
    proof=(_keys("endorsementdate skillname endorseefirstname"),),
    dates=_keys("endorsementdate"),
)
PHONE_NUMBERS = Reader(people.phone_numbers, needs=(_keys("number"),), proof=(_keys("extension number type"),))

READERS = {
    "connections": Reader(
        people.connections,
        needs=(_keys("firstname connectedon"), _keys("firstname company")),
        proof=(_keys("firstname lastname connectedon"),),
        dates=_keys("connectedon"),
    ),
    "messages": MESSAGES,
    "invitations": Reader(
        exchanges.invitations,
        needs=(_keys("from to sentat"),),
        proof=(_keys("from to sentat direction"),),
        dates=_keys("sentat"),
        texts=_keys("message"),
    ),
    "recommendationsreceived": RECOMMENDATIONS_RECEIVED,
    "recommendationsgiven": RECOMMENDATIONS_GIVEN,
    "endorsementreceivedinfo": ENDORSEMENTS_RECEIVED,
    "endorsementsreceived": ENDORSEMENTS_RECEIVED,
    "endorsementgiveninfo": ENDORSEMENTS_GIVEN,
    "endorsementsgiven": ENDORSEMENTS_GIVEN,
    "positions": Reader(
        career.positions,
        needs=(_keys("companyname title startedon"), _keys("company startedon")),
        proof=(_keys("companyname title startedon finishedon"),),
        dates=_keys("startedon finishedon"),
        texts=_keys("description"),
    ),
    "skills": Reader(career.skills, needs=(_keys("name"),)),
    "profile": Reader(
        people.profile,
        needs=(_keys("firstname lastname"),),
        proof=(_keys("firstname lastname maidenname headline"),),
        dates=_keys("birthdate"),
        texts=_keys("summary address"),
    ),
    "emailaddresses": Reader(
        people.email_addresses,
        needs=(_keys("emailaddress"),),
        proof=(_keys("emailaddress confirmed primary"),),
    ),
    "phonenumbers": PHONE_NUMBERS,
    "whatsappphonenumbers": PHONE_NUMBERS,
    "events": Reader(
        exchanges.events,
        needs=(_keys("eventname eventtime"),),
        proof=(_keys("eventname eventtime status"),),
        dates=_keys("eventtime"),
    ),
    "contacts": CONTACTS,
    "importedcontacts": CONTACTS,
    "notes": Reader(
        people.notes,
        needs=(_keys("note connectionprofileurl"), _keys("note connectionfirstname")),
        proof=(_keys("note connectionprofileurl"),),
        dates=_keys("createdon editedon"),
        texts=_keys("note"),
    ),
}

IGNORED_BECAUSE = {
    "posts and reactions: they name no one": (
        "comments reactions shares instantreposts votes articles richmedia saveditems publishedarticles videos"
    ),
    "follows: no contact in either direction": "companyfollows memberfollows hashtagfollows follows groups",
    "talk with LinkedIn's assistants, not with people": (
        "guidemessages coachmessages learningcoachmessages learningroleplaymessages aicoachmessages"
    ),
    "the owner's profile beyond names, positions and skills": (
        "profilesummary education languages certifications publications projects honors patents courses organizations"
        " volunteering volunteeringexperiences testscores causesyoucareabout verifications verifiedexternalcapability"
        " jobseekerpreferences interests learning"
    ),
    "job search: companies, not people": (
        "jobapplications savedjobs savedjobalerts jobapplicantsavedanswers onlinejobpostings jobapplicationdetails"
        " jobapplicantsavedscreeningquestionresponses"
    ),
    "services offered or bought: no people named": "providers engagements opportunities projectsmarketplace reviews",
    "private: devices, searches, advertising, payments and identity papers are not kept": (
        "adtargeting adsclicked lanadsengagement inferencesaboutyou inferredcredibilityscores logins loginattempts"
        " searchqueries registration securitychallenges accountstatushistory privateidentityasset receipts receiptsv2"
        " advertiserinformation"
    ),
}
IGNORED = {key: reason for reason, keys in IGNORED_BECAUSE.items() for key in keys.split()}

# Other programs write files of these names too: outside an archive, the header must tell.
COMMON_NAMES = _keys(
    "messages contacts notes events profile skills positions articles comments reactions shares votes videos follows"
    " groups education languages certifications publications projects honors patents courses organizations volunteering"
    " interests learning providers engagements opportunities reviews receipts logins registration verifications"
)
# Comments.csv writes \" for a quotation mark within a field, where all others write "".
BACKSLASH_ESCAPED = frozenset({"comments"})

# Of a folder without a telling name, any of these files shows that it is an unpacked archive.
TELLING_NAMES = ("Connections.csv", "Email Addresses.csv", "Endorsement_Received_Info.csv", "Ad_Targeting.csv")

MEMBERS_IGNORED = {
    "an article of the owner's": ".html .htm",
    "a picture or video": ".jpg .jpeg .png .gif .webp .heic .svg .bmp .tif .tiff .mp4 .mov .webm .mp3 .m4a .wav",
    "a document of the owner's": ".pdf .doc .docx .odt .rtf .ppt .pptx .key .pages .xls .xlsx .zip",
    "an explanation by LinkedIn": ".txt .md",
}
# What browsers, file managers and drives add to the name of a second copy.
COPIES = re.compile(r"^copy of |(?:\s{0,3}\(\d{1,4}\)|\s{1,3}(?:-\s{0,3})?copy|(?<=copy) \d{1,4}|[\s-]\d{1,2}){1,3}$")
MEMBER_REASONS = {suffix: reason for reason, suffixes in MEMBERS_IGNORED.items() for suffix in suffixes.split()}


def file_key(name: str) -> str:
    """Return the key of a file: its bare name without suffix, case, separators, member id and browser's number."""
    bare = re.split(r"[\\/]", name)[-1].casefold().removesuffix(".csv")
    bare = COPIES.sub("", bare)
    return re.sub(r"[\s_-]+", "", re.sub(r"_\d+$", "", bare))


def is_known(key: str) -> bool:
    """Tell whether a file of this key is read or knowingly ignored."""
    return key in READERS or key in IGNORED


def find_reader(key: str, text: str) -> tuple[Reader, Layout] | None:
    """Return the reader for a CSV and where its header is: by its name if the columns suffice, else by its columns."""
    named = READERS.get(key)
    candidates = list(layouts(text))
    if named:
        for layout in candidates:
            if _has(layout, named.needs):
                return named, layout
    for layout in candidates:
        for reader in READERS.values():
            if _has(layout, reader.proof):
                return reader, layout
    return None


def member_reason(name: str) -> str:
    """Return why a member that is no CSV is left alone, ``""`` where it is a CSV or unknown."""
    path = PurePosixPath(name.replace("\\", "/"))
    if name.endswith("/"):
        return "a folder"
    if "__MACOSX" in path.parts or path.name in (".DS_Store", "Thumbs.db", "desktop.ini"):
        return "left by the operating system"
    return MEMBER_REASONS.get(path.suffix.casefold(), "")


def _has(layout: Layout, choices: tuple[Keys, ...]) -> bool:
    return any(choice <= layout.columns.keys() for choice in choices)
