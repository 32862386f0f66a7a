"""What no connector knows: what it is, and which export to ask for instead."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from itertools import chain
from pathlib import PurePosixPath

from connectors.examined import Examined, Recognized
from connectors.inbox import IgnoredFile, Quarantined
from connectors.leftovers import BOOKKEEPING, of_kind, reason_beside, reason_of_media
from connectors.source import Source

# Of more files in one archive, their number is told.
LISTED_ONE_BY_ONE = 100
UNKNOWN = "no connector recognizes its content"
# Of an archive of Outlook's for Mac that was unpacked. Each of its folders numbers its messages from one on.
OF_OUTLOOK = re.compile(rb"<OPF(?:Message|CalendarEvent|Contact|Group|Task|Note|Category)")
OUTLOOK_FOLDERS = frozenset({"com.microsoft.__Messages", "com.microsoft.__Attachments"})
FIRST_MESSAGE = re.compile(r"message_0*1\.xml")
UNPACKED = (
    "of an archive of Outlook for Mac that was unpacked; put the .olm in the inbox, or zip the whole folder again"
)
WEB_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html|head)\b", re.IGNORECASE)
SIGN_IN = "a web page, probably one to sign in, and not the export; sign in, and download the file again"
PAGES = (".html", ".htm")
DIVIDED = "one part of a divided archive; join the parts, and unpack them"
DBOX = "perhaps mail of Dovecot's (dbox); on its server, `doveadm backup` it to a Maildir"
UTF_16 = "text in UTF-16; open it in an editor, and save it as UTF-8"
VAULT = "told of messages by Google Vault; put the mailboxes (.mbox) beside it in the inbox, and remove this"
# Kinds of file that people do drop into the inbox, and what to do instead.
FOREIGN = (
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive; unpack it, and put what it holds in the inbox"),
    (b"Rar!", "a RAR archive; unpack it, and put what it holds in the inbox"),
    (b"\x28\xb5\x2f\xfd", "compressed with Zstandard; unpack it, and put what it holds in the inbox"),
    (b"\x1f\x9d", "compressed with compress (.Z); unpack it, and put what it holds in the inbox"),
    (b"MSCF", "a cabinet archive (.cab); unpack it, and put what it holds in the inbox"),
    (b"SIT!", "a StuffIt archive; unpack it, and put what it holds in the inbox"),
    (b"\xcf\xad\x12\xfe", "mail of Outlook Express (.dbx); import it into Thunderbird, and export it as .mbox or .eml"),
    (b"JMF6", "mail of Outlook Express 4 (.mbx); import it into Thunderbird, and export it as .mbox or .eml"),
    (b"\x1a\x00\x00", "a Lotus Notes database (.nsf); in Notes, save the mail as .eml, or the contacts as vCard"),
    (b"*mbx*", "a mailbox of the UW mail server (mbx); copy it to an mbox file with `mailutil`"),
    (b"SQLite format 3\x00", "a database of another program; export from that program, as .mbox, .ics or .vcf"),
    (b"bplist00", "settings of an Apple program; export from that program, as .mbox, .ics or .vcf"),
    (b"%PDF", "a PDF document; export as .mbox, .ics, .vcf or .csv"),
    (b"\xd0\xcf\x11\xe0", "an old Office document; save it as .csv"),
    (b"{\\rtf", "a document; export as .mbox, .ics, .vcf or .csv"),
    (b"\1\1\1\1\n", "a mailbox in the form of MMDF; in Mutt, save its messages to a mailbox of the type mbox"),
    (b"BABYL OPTIONS", "a mailbox of old versions of Emacs (Babyl); open it with Rmail, which makes an mbox of it"),
    (b"2 M", DBOX),
    (b"\xff\xfe", UTF_16),
    (b"\xfe\xff", UTF_16),
)
# By suffix, or by name.
NAMED = {
    "abook.sqlite": "an address book of Thunderbird; in Thunderbird, export the address book as vCard",
    "local.sqlite": "the calendars of Thunderbird; in Thunderbird, export them as .ics",
    ".olm": "no archive of Outlook for Mac, whatever its name, or damaged; export it again",
    ".icloud": "still in iCloud; open the folder in Finder and choose Download Now",
    ".nsf": "a Lotus Notes database; in Notes, save the mail as .eml, or the contacts as vCard",
    ".dbx": "mail of Outlook Express; import it into Thunderbird, and export it as .mbox or .eml",
    ".wab": "an address book of Outlook Express; export it as CSV or vCard",
    ".contact": "a Windows contact; in the Contacts folder, choose Export, vCards",
    ".mab": "an old Thunderbird address book; in Thunderbird, export the address book as vCard",
    ".ldif": "an address book in LDIF; in Thunderbird, export the address book as vCard",
    ".ldi": "an address book in LDIF; in Thunderbird, export the address book as vCard",
    ".emltpl": "a template of Outlook's for Mac, no message",
    ".oft": "a template of Outlook's, no message",
    ".bak": "a backup copy; put the file itself in the inbox",
    ".zip": "no whole archive, but the last part of a divided one, or damaged; join the parts, or download it again",
    "nndbase.txt": "an address book of Eudora; import it into a mail program, and export that one's as vCard",
    ".webloc": "a link, not the export itself; download what it leads to",
    ".url": "a link, not the export itself; download what it leads to",
    ".xlsx": "a spreadsheet; save it as CSV",
    ".numbers": "a spreadsheet; export it as CSV",
    ".ods": "a spreadsheet; save it as CSV",
    ".csv": "a table whose columns are unknown (see docs/connectors.md for those that are read)",
    ".json": "JSON of an unknown kind; lists of messages are read as JSON Lines, one message a line",
    **dict.fromkeys(PAGES, "a page; if it came instead of a download, sign in and download again"),
}
PATTERNS = (
    (re.compile(r".*\.(?:[zr]\d\d|0\d\d)"), DIVIDED),
    (re.compile(r".*-(?:metadata\.xml|results?-counts?\.csv|errors?\.csv)|file checksums.*\.md5"), VAULT),
)
# Zip archives within, but of nothing that could be read member by member; of .olm, a connector reads the whole.
UNOPENED = frozenset({".olm", ".xlsx", ".numbers", ".ods", ".z01", ".001", ".xpi"})
# What large exports (Google Takeout, LinkedIn) hold besides: listed as ignored, not as a failure.
OTHER_KINDS = {
    **dict.fromkeys((".pdf", ".html", ".htm", ".docx", ".xlsx", ".pptx", ".odt", ".rtf", ".css", ".js"), "a document"),
    **dict.fromkeys((".doc", ".xls", ".ppt", ".ods", ".odp", ".pages", ".numbers", ".key", ".epub"), "a document"),
    **dict.fromkeys((".apk", ".jar", ".exe", ".dmg", ".xpi", ".kmz"), "a program or a map"),
}
WITHOUT_CONNECTIONS = "a part of LinkedIn's data without Connections.csv; ask LinkedIn for the larger data archive"
CALENDAR_COLUMNS = (b"start date", b"start time", b"beginnt am", b"date de d")
CALENDAR = "a calendar as CSV; in Outlook choose File, Save Calendar, which makes .ics"
MEDIA = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"GIF8", b"RIFF", b"OggS", b"ID3", b"fLaC", b"\x1aE\xdf\xa3")
# Another part of it, unpacked beside the first, is a "Takeout 2".
TAKEOUT = re.compile(r"Takeout(?: \(?\d+\)?)?")
# What a Takeout holds of these services may be contacts or messages, so that unknown files are reported.
TAKEOUT_OF_INTEREST = (
    frozenset({"mail", "correo", "posta"})
    | {"contacts", "kontakte", "contactos", "contatos", "contatti"}
    | {"calendar", "kalender", "agenda", "calendario"}
)
# Of a profile of Thunderbird's, the mail, and what its own formats keep from us.
PROFILE = "prefs.js"
PROFILE_OF_INTEREST = re.compile(
    r"(?:(?:imap)?mail|news)/|abook|calendar-data/local\.sqlite|.*\.(?:mab|mbox|csv|vcf|ics|ldif)\Z", re.IGNORECASE
)


def linkedin_lacks_connections(archive_name: str, units: Iterable[Recognized]) -> bool:
    """Tell whether this is an archive of LinkedIn's that holds much, but not who the connections are."""
    from connectors import linkedin

    if not linkedin.ARCHIVE.search(archive_name):
        return False
    return not any(unit.source.name.lower().startswith("connections") for unit in units)


def reason_by_kind(name: str) -> str:
    """Return why what nobody knows is ignored in an export by its name, ``""`` if it is not."""
    kind = OTHER_KINDS.get(PurePosixPath(name).suffix.lower(), "")
    return of_kind(kind) if kind else reason_of_media(name)


def is_media(head: bytes) -> bool:
    """Tell by its first bytes whether this is a picture, film or sound, which nobody needs to be asked about."""
    return head.startswith(MEDIA) or head[4:8] == b"ftyp"


def is_unopened(name: str) -> bool:
    """Tell by its name whether an archive is one thing to report, and not many."""
    return PurePosixPath(name).suffix.lower() in UNOPENED


def why_unread(source: Source, size: int) -> str:
    """Return why a file that nobody recognises was not read, and what to do."""
    if size == 0:
        return "the file is empty"
    name = source.name.lower()
    suffix = PurePosixPath(name).suffix
    with suppress(OSError):
        if suffix not in PAGES and WEB_PAGE.match(source.head(512)):
            return SIGN_IN
        if suffix == ".xml" and OF_OUTLOOK.search(source.head(4096)):
            return UNPACKED
    if suffix == ".csv" and any(column in _first_line(source) for column in CALENDAR_COLUMNS):
        return CALENDAR
    by_pattern = (reason for pattern, reason in PATTERNS if pattern.fullmatch(name))
    if reason := next(by_pattern, "") or NAMED.get(name) or NAMED.get(suffix):
        return reason
    with suppress(OSError):
        head = source.head(16)
        return next((reason for magic, reason in FOREIGN if head.startswith(magic)), UNKNOWN)
    return UNKNOWN


def sort_out(strangers: Sequence[Quarantined], examined: Examined) -> None:
    """Divide what no connector knows into what is part of an export by its kind, and what is to be reported."""
    is_linkedin = any(unit.connector == "linkedin" for unit in examined.recognized)
    beside = _names_by_folder(strangers, examined)
    profiles = [folder for folder, names in beside.items() if PROFILE in names]
    unknown: dict[str, list[Quarantined]] = defaultdict(list)
    for stranger in strangers:
        members = stranger.source_path.split("!")[1:]
        reason = next(filter(None, map(linkedin_reason, members)), "") if is_linkedin else ""
        if members and not reason:
            path = stranger.source_path.replace("!", "/")
            folder, _, name = path.rpartition("/")
            reason = part_of_export(path.split("/")) or reason_beside(name, stranger.bytes, beside[folder])
            profile = next((f"{folder}/" for folder in profiles if path.startswith(f"{folder}/")), "")
            reason = reason or (reason_in_profile(path.removeprefix(profile)) if profile else "")
        if reason:
            examined.ignored.append(IgnoredFile(stranger.source_path, reason))
        else:
            unknown[stranger.reason].append(stranger)
    for reason, group in unknown.items():
        if len(group) > LISTED_ONE_BY_ONE:
            archive = group[0].source_path.partition("!")[0]
            size = sum(stranger.bytes for stranger in group)
            group = [Quarantined(archive, f"{len(group)} files in it: {reason}", size)]
        examined.quarantined += group


def linkedin_reason(name: str) -> str:
    """Return why a member of LinkedIn's archive is knowingly left alone, ``""`` where it is not."""
    from connectors import linkedin

    return linkedin.ignored_member(name)


def part_of_export(parts: Sequence[str]) -> str:
    """Return why what nobody knows is ignored in an export: by its kind, or as part of a Google Takeout."""
    if reason := reason_by_kind(parts[-1]) or reason_in_apple_mail(parts[:-1]) or reason_in_outlook(parts):
        return reason
    service, *below = below_takeout(parts) or ("",)
    if below and (service.lower() not in TAKEOUT_OF_INTEREST or below[-1].endswith(".json")):
        return "part of a Google Takeout, neither contacts nor messages"
    return ""


def reason_in_apple_mail(folders: Sequence[str]) -> str:
    """Return why what nobody knows is ignored in these folders: Apple Mail keeps attachments beside its messages."""
    mailbox = next((number for number, folder in enumerate(folders) if folder.lower().endswith(".mbox")), len(folders))
    return "attachments of messages" if "Attachments" in folders[mailbox:] else ""


def reason_in_outlook(parts: Sequence[str]) -> str:
    """Return why what nobody knows is ignored in an archive of Outlook's that was unpacked: one of a folder is told."""
    is_told = OUTLOOK_FOLDERS.isdisjoint(parts[:-1]) or FIRST_MESSAGE.fullmatch(parts[-1])
    return "" if is_told else UNPACKED


def below_takeout(parts: Sequence[str]) -> Sequence[str]:
    """Return the names from the folder of a Google Takeout on, ``()`` where there is none."""
    return next((parts[number:] for number in range(1, len(parts)) if TAKEOUT.fullmatch(parts[number - 1])), ())


def reason_in_profile(path: str) -> str:
    """Return why what nobody knows is ignored in a profile of Thunderbird's, by its path from there on."""
    return "" if PROFILE_OF_INTEREST.match(path) else BOOKKEEPING


def _first_line(source: Source) -> bytes:
    with suppress(OSError):
        return source.head(4096).partition(b"\n")[0].lower()
    return b""


def _names_by_folder(strangers: Sequence[Quarantined], examined: Examined) -> dict[str, set[str]]:
    names: dict[str, set[str]] = defaultdict(set)
    messages = (f"{unit.source_path}/{name}" for unit in examined.recognized for name in unit.source.files or ("",))
    left_out = (ignored.source_path for ignored in examined.ignored)
    unknown = (stranger.source_path for stranger in strangers)
    for path in chain(messages, left_out, unknown):
        folder, _, name = path.rstrip("/").replace("!", "/").rpartition("/")
        names[folder].add(name)
        while folder and (above := folder.rpartition("/"))[2] not in names[above[0]]:
            names[above[0]].add(above[2])
            folder = above[0]
    return names
