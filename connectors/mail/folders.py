"""Folders and labels of mail: their names as found, and which of them say that a message is a draft or spam.

The names are those that Gmail, Outlook, Apple Mail, Thunderbird and Dovecot give to their own folders, by language. A
message in the bin is still a message that was exchanged; a draft, a message that waits to be sent, or spam is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import PurePath
from typing import NamedTuple
from unicodedata import normalize

from connectors.mail.encoded_words import decode, tidy
from connectors.mail.memo import remembered
from connectors.records import State

# fmt: off
DRAFTS = frozenset({
    "draft", "drafts", "postponed", "postponed-msgs", "entwurf", "entwürfe", "brouillon", "brouillons", "borrador",
    "borradores", "bozza", "bozze", "rascunho", "rascunhos", "concepten", "kladd", "kladde", "kladder",
    "utkast", "luonnos", "luonnokset", "drög", "wersje robocze", "kopie robocze", "robocze", "szkice", "koncept",
    "koncepty", "rozepsané", "piszkozat", "piszkozatok", "ciorne", "schițe", "schiţe", "esborranys", "nacrti", "skice",
    "osnutki", "juodraščiai", "melnraksti", "mustandid", "taslak", "taslaklar", "bản nháp", "bản thảo", "thư nháp",
    "draf", "черновик", "черновики", "чернетки", "чернови", "нацрти", "πρόχειρα", "טיוטות", "المسودات", "مسودات",
    "下書き", "草稿", "草稿箱", "草稿夹", "草稿夾", "草稿匣", "임시보관함", "임시 보관함", "ร่างจดหมาย", "ฉบับร่าง",
})
# Without Outlook's Hebrew name, by which Gmail calls what was sent, and the Ukrainian one, which is also a weekend.
UNSENT = frozenset({
    "outbox", "unsent", "unsent messages", "scheduled", "send later", "postausgang", "boîte d'envoi",
    "bandeja de salida", "posta in uscita", "caixa de saída", "a enviar", "postvak uit", "udbakke", "utboks",
    "utkorgen", "lähtevät", "skrzynka nadawcza", "pošta k odeslání", "pošta na odoslanie", "postázandó üzenetek",
    "odpošlji", "giden kutusu", "peti keluar", "исходящие", "εξερχόμενα", "علبة الصادر", "送信トレイ", "发件箱",
    "寄件匣", "보낼편지함", "보낼 편지함",
})
SPAM = frozenset({
    "spam", "junk", "junk mail", "junk e-mail", "junk-e-mail", "junk email", "bulk mail", "bulk", "quarantine",
    "spamverdacht", "unerwünscht", "courrier indésirable", "courrier indésirables", "indésirable", "indésirables",
    "pourriel", "pourriels", "correo no deseado", "correo electrónico no deseado", "no deseado", "correo basura",
    "posta indesiderata", "indesiderata", "lixo eletrônico", "lixo electrónico", "lixo eletrónico", "e-mail de lixo",
    "correio não solicitado", "correio electrónico não solicitado", "correio eletrónico não solicitado", "ongewenst",
    "ongewenste e-mail", "ongewenste post", "skräppost", "skräp", "søppelpost", "nettsøppel", "useriøs e-post",
    "uønsket", "uønsket e-mail", "uønsket e-post", "uønsket mail", "uønsket post", "roskaposti", "ruslpóstur",
    "wiadomości-śmieci", "niechciane", "e-mail nedorit", "poștă electronică nedorită", "nevyžádaná pošta",
    "nevyžiadaná pošta", "levélszemét", "correu brossa", "neželena pošta", "neželena e-pošta", "nepageidaujami",
    "rämpspost", "gereksiz", "gereksiz e-posta", "istenmeyen", "istenmeyen e-posta", "istenmeyen posta",
    "önemsiz e-posta", "önemsiz", "thư rác", "e-mel remeh", "e-mel sarap", "спам", "нежелательная почта",
    "небажана пошта", "ανεπιθύμητα", "ανεπιθύμητη αλληλογραφία", "דואר זבל", "ספאם", "البريد العشوائي",
    "البريد غير الهام", "الرسائل العشوائية", "迷惑メール", "垃圾邮件", "垃圾郵件", "垃圾電郵", "垃圾電子郵件", "스팸",
    "스팸함", "스팸메일함", "정크 메일", "จดหมายขยะ", "สแปม",
})
# fmt: on
# So Claws and Sylpheed call the folder of what waits to be sent; a "Queue" may be the owner's own.
QUEUE = "queue"

# How Takeout sets apart a label that holds a comma.
LABEL = re.compile(r'\s*(?:"((?:[^"\\]|\\.)*)"|([^,]*))\s*(?:,|$)')
SYSTEM_PREFIX = re.compile(r"\[(?:gmail|google mail|imap)\]/|inbox[./]", re.IGNORECASE)
SHIFTED = re.compile(r"&([A-Za-z0-9+,]*)-")
MAILBOX_SUFFIXES = frozenset({".mbox", ".mbx", ".mbs", ".imapmbox"})
# The folders of which every folder of a Maildir is made.
MAILDIR_PARTS = frozenset({"cur", "new", "tmp"})
# One apostrophe for both, and no dot that is left over of the Turkish capital I.
FOLDED = str.maketrans({"\N{RIGHT SINGLE QUOTATION MARK}": "'", "\N{COMBINING DOT ABOVE}": None})


class Folder(NamedTuple):
    """Where a message lies: the folder's name or the labels, joined with ``", "``, and what that says of its state."""

    name: str
    state: State


@remembered(4_096)
def labelled(value: bytes) -> Folder:
    """Return the labels of an X-Gmail-Labels field: folded, encoded and quoted as Takeout writes them."""
    text = normalize("NFC", decode(value.decode("utf-8", "replace").strip()))
    labels = [tidy(match[1] if match[1] is not None else match[2]) for match in LABEL.finditer(text)]
    labels = [label for label in labels if label]
    return Folder(", ".join(labels), _state(SYSTEM_PREFIX.sub("", label) for label in labels))


def of_mailbox(path: PurePath) -> Folder:
    """Return the folder that a mailbox file is: its name, or that of ``Sent.mbox`` around Apple Mail's ``mbox``."""
    name = path.parent.name if path.name.lower() == "mbox" and path.parent.name else path.name
    return _named(_without_suffix(name))


def of_message(path: PurePath) -> Folder:
    """Return the folder that a message file lies in; ``cur`` and ``new`` of a Maildir belong to the one above.

    So does all that Apple Mail keeps in a mailbox: ``Drafts.mbox/<UUID>/Data/1/2/Messages/103.emlx``.
    """
    folder = path.parent
    if folder.name in MAILDIR_PARTS:
        folder = folder.parent
    elif folder.name == "Messages":
        folder = next((above for above in folder.parents if above.suffix.lower() in MAILBOX_SUFFIXES), folder)
    return _named(_without_suffix(folder.name.lstrip(".")))


def _without_suffix(name: str) -> str:
    stem, dot, suffix = name.rpartition(".")
    return stem if stem and dot + suffix.lower() in MAILBOX_SUFFIXES else name


@lru_cache(maxsize=1_024)
def _named(name: str) -> Folder:
    # macOS writes names decomposed.
    name = tidy(normalize("NFC", SHIFTED.sub(_unshifted, name)))
    last = re.split(r"[./]", name)[-1]
    return Folder(name, "draft" if last == QUEUE else _state([last]))


def _unshifted(match: re.Match[str]) -> str:
    """Return the characters of one shift of IMAP's modified UTF-7 (RFC 3501, 5.1.3), as Maildir++ names hold it."""
    if not match[1]:
        return "&"
    try:
        return f"+{match[1].replace(',', '/')}-".encode().decode("utf-7")
    except UnicodeDecodeError:
        return match[0]


def _state(names: Iterable[str]) -> State:
    folded = set(map(_folded, names))
    if not (DRAFTS.isdisjoint(folded) and UNSENT.isdisjoint(folded)):
        return "draft"
    return "confirmed" if SPAM.isdisjoint(folded) else "spam"


def _folded(name: str) -> str:
    return name.casefold().translate(FOLDED)
