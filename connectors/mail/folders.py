"""Folders and labels of mail: their names as found, and which of them say that a message is a draft or spam.

The names are those that Gmail, Outlook, Apple Mail, Thunderbird and Dovecot give to their own folders, by language. A
message in the bin is still a message that was exchanged; a draft or spam is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import PurePath
from typing import NamedTuple

from connectors.mail.encoded_words import decode, tidy
from connectors.mail.memo import remembered
from connectors.records import State

# fmt: off
DRAFTS = frozenset({
    "draft", "drafts", "unsent", "unsent messages", "outbox", "entwurf", "entwürfe", "brouillon", "brouillons",
    "borrador", "borradores", "bozza", "bozze", "rascunho", "rascunhos", "concepten", "kladde", "kladder", "utkast",
    "luonnos", "luonnokset", "drög", "wersje robocze", "robocze", "szkice", "koncept", "koncepty", "rozepsané",
    "piszkozat", "piszkozatok", "ciorne", "esborranys", "nacrti", "skice", "osnutki", "juodraščiai", "melnraksti",
    "mustandid", "taslak", "taslaklar", "bản nháp", "draf", "черновик", "черновики", "чернетки", "чернови", "нацрти",
    "πρόχειρα", "טיוטות", "المسودات", "مسودات", "下書き", "草稿", "草稿箱", "임시보관함", "임시 보관함", "ร่างจดหมาย",
})
SPAM = frozenset({
    "spam", "junk", "junk mail", "junk e-mail", "junk email", "bulk mail", "quarantine", "spamverdacht",
    "unerwünscht", "courrier indésirable", "indésirable", "indésirables", "pourriel", "pourriels",
    "correo no deseado", "no deseado", "correo basura", "posta indesiderata", "indesiderata", "lixo eletrônico",
    "lixo electrónico", "correio eletrónico não solicitado", "ongewenst", "ongewenste e-mail", "ongewenste post",
    "skräppost", "søppelpost", "uønsket", "uønsket e-post", "uønsket mail", "uønsket post", "roskaposti",
    "ruslpóstur", "wiadomości-śmieci", "niechciane", "nevyžádaná pošta", "nevyžiadaná pošta", "levélszemét",
    "correu brossa", "neželena pošta", "nepageidaujami", "rämpspost", "gereksiz", "gereksiz e-posta", "istenmeyen",
    "istenmeyen posta", "önemsiz e-posta", "thư rác", "спам", "нежелательная почта", "небажана пошта", "ανεπιθύμητα",
    "ανεπιθύμητη αλληλογραφία", "דואר זבל", "ספאם", "البريد العشوائي", "البريد غير الهام", "迷惑メール", "垃圾邮件",
    "垃圾郵件", "스팸", "스팸함", "스팸메일함", "정크 메일", "จดหมายขยะ",
})
# fmt: on

# How Takeout sets apart a label that holds a comma.
LABEL = re.compile(r'\s*(?:"((?:[^"\\]|\\.)*)"|([^,]*))\s*(?:,|$)')
SYSTEM_PREFIX = re.compile(r"\[(?:gmail|google mail)\]/|inbox[./]", re.IGNORECASE)
SHIFTED = re.compile(r"&([A-Za-z0-9+,]*)-")
MAILBOX_SUFFIXES = frozenset({".mbox", ".mbx", ".mbs"})
# The folders of which every folder of a Maildir is made.
MAILDIR_PARTS = frozenset({"cur", "new", "tmp"})


class Folder(NamedTuple):
    """Where a message lies: the folder's name or the labels, joined with ``", "``, and what that says of its state."""

    name: str
    state: State


@remembered(4_096)
def labelled(value: bytes) -> Folder:
    """Return the labels of an X-Gmail-Labels field: folded, encoded and quoted as Takeout writes them."""
    text = decode(value.decode("utf-8", "replace").strip())
    labels = [tidy(match[1] if match[1] is not None else match[2]) for match in LABEL.finditer(text)]
    labels = [label for label in labels if label]
    return Folder(", ".join(labels), _state(SYSTEM_PREFIX.sub("", label) for label in labels))


def of_mailbox(path: PurePath) -> Folder:
    """Return the folder that a mailbox file is: its name, or that of ``Sent.mbox`` around Apple Mail's ``mbox``."""
    name = path.parent.name if path.name.lower() == "mbox" and path.parent.name else path.name
    return _named(_without_suffix(name))


def of_message(path: PurePath) -> Folder:
    """Return the folder that a message file lies in; ``cur`` and ``new`` of a Maildir belong to the one above."""
    folder = path.parent.parent if path.parent.name in MAILDIR_PARTS else path.parent
    return _named(_without_suffix(folder.name.lstrip(".")))


def _without_suffix(name: str) -> str:
    stem, dot, suffix = name.rpartition(".")
    return stem if stem and dot + suffix.lower() in MAILBOX_SUFFIXES else name


@lru_cache(maxsize=1_024)
def _named(name: str) -> Folder:
    name = tidy(SHIFTED.sub(_unshifted, name))
    return Folder(name, _state(re.split(r"[./]", name)[-1:]))


def _unshifted(match: re.Match[str]) -> str:
    """Return the characters of one shift of IMAP's modified UTF-7 (RFC 3501, 5.1.3), as Maildir++ names hold it."""
    if not match[1]:
        return "&"
    try:
        return f"+{match[1].replace(',', '/')}-".encode().decode("utf-7")
    except UnicodeDecodeError:
        return match[0]


def _state(names: Iterable[str]) -> State:
    folded = {name.casefold() for name in names}
    if not DRAFTS.isdisjoint(folded):
        return "draft"
    return "confirmed" if SPAM.isdisjoint(folded) else "spam"
