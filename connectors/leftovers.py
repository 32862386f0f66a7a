"""What lies beside what is to be read, and is known by its name: what programs and systems leave behind, and media.

Nothing is opened here. Whatever a user might want to be read stays out of these tables; it is reported instead.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence, Set
from itertools import zip_longest

FILE_MANAGER = "left behind by the file manager"
BOOKKEEPING = "bookkeeping of the mail program"
DOWNLOAD = "a download that has not ended"
COLLECTED = (
    "addresses that Thunderbird collected, in its own format; export the address book as vCard to have them read"
)
LEFT_BEHIND = {
    **dict.fromkeys(("thumbs.db", "desktop.ini", "icon\r", "__macosx"), FILE_MANAGER),
    **dict.fromkeys(("maildirfolder", "maildirsize", "subscriptions", "table_of_contents"), BOOKKEEPING),
    # Of Thunderbird, wherever its folders were copied to; of a whole profile, see `strangers`.
    **dict.fromkeys(("msgfilterrules.dat", "filterlog.html", "popstate.dat", "virtualfolders.dat"), BOOKKEEPING),
    **dict.fromkeys(("prefs.js", "compatibility.ini", "startupcache", "global-messages-db.sqlite"), BOOKKEEPING),
    **dict.fromkeys(("parent.lock", "profiles.ini", "installs.ini"), BOOKKEEPING),
    # Of Evolution, MH and Eudora.
    **dict.fromkeys(("..maildir++", "++", "descmap.pce"), BOOKKEEPING),
    **dict.fromkeys(("history.mab", "history.sqlite"), COLLECTED),
}
SUFFIXES_LEFT_OUT = {
    **dict.fromkeys((".part", ".partial", ".crdownload", ".download", ".opdownload"), DOWNLOAD),
    ".tmp": "a file that is still being written",
    **dict.fromkeys((".msf", ".storedata", ".cmeta", ".ev-summary", ".ev-summary-meta"), BOOKKEEPING),
    **dict.fromkeys((".sieve", ".svbin"), "rules of a mail server"),
    ".mailsignature": "a signature, no message",
    ".emlxpart": "an attachment",
    ".plist": "settings of an Apple program",
    ".abcddb-shm": "bookkeeping of the address book",
    ".abcddb-wal": "read with the database beside it",
}
# Thunderbird's on Linux is a link that leads nowhere; a file of this name might be a mailbox.
LEFT_UNREACHABLE = {"lock": BOOKKEEPING}
SEARCH_INDEX = ".ibex.index"  # Evolution's, with or without another suffix
MAIL_FILE = re.compile(r"dovecot[.-]|courier|\.?mh_sequences$|envelope index", re.IGNORECASE)
MEDIA_KINDS = {
    **dict.fromkeys((".jpg", ".jpeg", ".jfif", ".png", ".gif", ".heic", ".heif", ".avif", ".webp"), "a picture"),
    **dict.fromkeys((".svg", ".bmp", ".tif", ".tiff", ".dng"), "a picture"),
    **dict.fromkeys((".mp4", ".mov", ".avi", ".mkv", ".webm", ".m4v", ".3gp", ".mpg", ".mpeg", ".wmv"), "a film"),
    **dict.fromkeys((".mp3", ".m4a", ".wav", ".ogg", ".opus", ".flac", ".aac", ".wma"), "a sound"),
}
# What Google Photos tells of each: "a.jpg.json", "a.jpg(1).json", "a.jpg.supplemental-metadata.json".
TOLD_OF_MEDIA = re.compile(rf"(?:{'|'.join(map(re.escape, MEDIA_KINDS))})(?:\(\d+\))?(?:\.[\w-]+(?:\(\d+\))?)?\.json\Z")
# Databases, their journals, and the cards of older archives.
ADDRESS_BOOK = (".abcddb", ".abcddb-wal", ".abcdp")
MAILDIR_PARTS = ("cur", "new", "tmp")
PROTON = ".metadata.json"
# By suffix: what a file is that lies beside one of the same name with another ending, or with none.
COMPANIONS = {
    "meta": ("told of what lies beside it, in an export of Zimbra's", ("",)),
    "toc": (BOOKKEEPING, ("", ".mbx", ".MBX", ".txt")),
}
# KMail keeps what is below "inbox" in ".inbox.directory"; a file ".directory" is of the file manager.
KMAIL = ".directory"
# What keepwarm's home holds from the first run on, should somebody put it into the inbox, or name it as one.
HOME = frozenset(("inbox", "landing", "exports", "settings.toml"))
# And what comes later, by its name or how that begins; anything else somebody has put there, to be read.
IN_HOME = re.compile(
    r"landing|exports|preview|spill|settings\.toml|decisions\.jsonl|runs\.jsonl|lists\.json|forgotten\.key|"
    r"warehouse\.duckdb(\..+)?"
)


def reason_left_out(name: str) -> str:
    """Return why a name is ignored wherever it lies, ``""`` if it is not."""
    lowered = name.lower()
    if reason := LEFT_BEHIND.get(lowered) or SUFFIXES_LEFT_OUT.get(_suffix(lowered)):
        return reason
    if MAIL_FILE.match(lowered) or SEARCH_INDEX in lowered:
        return BOOKKEEPING
    if name.startswith("~$"):
        return "left behind by an office program"
    if name[:1] in ",#" and name[1:].isdecimal():
        return "deleted in MH"
    return "hidden" if name[:1] == "." and _is_hidden(lowered) else ""


def reason_of_media(name: str) -> str:
    """Return why a picture, film or sound is ignored by its name, or what is told of one; ``""`` if it is none."""
    lowered = name.lower()
    if kind := MEDIA_KINDS.get(_suffix(lowered)):
        return of_kind(kind)
    is_told = lowered.endswith(".json") and TOLD_OF_MEDIA.search(lowered)
    return of_kind("told of a picture or film") if is_told else ""


def of_kind(kind: str) -> str:
    """Return why a file of a kind is ignored."""
    return f"{kind}, neither contacts nor messages"


def reason_beside(name: str, size: int, beside: Set[str]) -> str:
    """Return why a file is ignored that lies beside others of these names, ``""`` if it is not."""
    if size == 0 and f"{name}.msf" in beside:
        return "empty mailbox"
    if name.endswith(PROTON) and f"{name.removesuffix(PROTON)}.eml" in beside:
        return "told of the message beside it, in an export of Proton's"
    if name == "labels.json" and any(other.endswith(PROTON) for other in beside):
        return "names of labels, in an export of Proton's"
    is_of_mh = name == "context" and "inbox" in beside
    if is_of_mh or (name == "folders.db" and any(other.endswith(".cmeta") for other in beside)):
        return BOOKKEEPING
    stem, _, suffix = name.rpartition(".")
    reason, endings = COMPANIONS.get(suffix.lower(), ("", ()))
    return reason if any(f"{stem}{ending}" in beside for ending in endings) else ""


def reason_in_home(name: str, beside: Set[str]) -> str:
    """Return why a file or folder is ignored that lies in a home of keepwarm's, ``""`` if it does not."""
    return "keepwarm's own" if beside >= HOME and IN_HOME.fullmatch(name) else ""


def is_companion(name: str) -> bool:
    """Tell by its name whether a file may lie beside one that is read, so that there are as many of them."""
    return name.rpartition(".")[2].lower() in COMPANIONS


def reason_in_archive(parts: Sequence[str]) -> str:
    """Return why a member of an archive is ignored by the names of its folders and its own, ``""`` if it is not."""
    for part, below in zip_longest(parts, parts[1:], fillvalue=""):
        reason = reason_left_out(part)
        # Maildir++ keeps its folders under hidden names (".Sent"), and a database is read with its journal.
        if reason and not (reason == "hidden" and below in MAILDIR_PARTS) and not part.lower().endswith("-wal"):
            return reason
    return reason_in_address_book(parts)


def reason_in_address_book(parts: Sequence[str]) -> str:
    """Return why a file of Apple's address book is ignored by its name, ``""`` if it may be a card or cards."""
    is_inside = any(part.lower().endswith(".abbu") for part in parts[:-1])
    if is_inside and not parts[-1].lower().endswith(ADDRESS_BOOK):
        return "part of an address book, but no card"
    return ""


def _is_hidden(lowered: str) -> bool:
    # What begins with two dots is no hidden file but, in an archive, a way out; and what iCloud has put away is hidden,
    # but it is what the user sees.
    is_seen = lowered.endswith((".icloud", KMAIL)) and lowered != KMAIL
    return not (is_seen or lowered.startswith(".."))


def _suffix(lowered: str) -> str:
    return os.path.splitext(lowered)[1]  # noqa: PTH122 - hot
