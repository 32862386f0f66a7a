"""Address lists of mail (RFC 5322, 3.4; RFC 6532), as standards have them and as mail programs write them.

Understood besides the standard: semicolons between addresses, unquoted ``Silva, Ana <ana@…>``, ``ana at harbour.example
(Ana Silva)`` of list archives, a missing comma, unbalanced quotes and parentheses, commas inside encoded words, an
encoded word that holds the whole address or list, ``mailto:``, ``SMTP:``, brackets that are never closed, names of
Notes, source routes. Encoded words are decoded after the list is cut, so that a comma in a name cuts nothing. Between
semicolons, what has no address is one name: ``Silva, Ana; Okafor, Chidi``. Names are kept as told, addresses with their
case.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from connectors.mail.encoded_words import LONGEST_TEXT, decode, tidy, unescape

# RFC 5321, 4.5.3.1: 64 octets before the @, 255 after it.
LONGEST_ADDRESS = 320
LONGEST_NAME = 300

# The bounds keep unbalanced quotes from costing quadratic time.
TOKEN = re.compile(
    r"(?P<word>=\?[^?\s]{1,60}\?[bBqQ]\?[^?]{0,2000}\?=)"
    r'|(?P<quoted>"(?:[^"\\]|\\.){0,1000}")'
    r"|(?P<angle><{1,2}[^<>]*>{1,2})"
    r"|(?P<mark>[(),;:])"
    r'|(?P<text>(?:[^"<>(),;:=\\]|\\.)+|.)',
    re.DOTALL,
)
AROUND_SIGNS = re.compile(r"\s*([@.])\s*")
COMMENT = re.compile(r"\([^()]*\)")
SPELLED_OUT = re.compile(r"\s*+(\S++)\s++at\s++((?=\S+\.\S)\S++)\s*+")
NOBODY = re.compile(r"[\"']?undisclosed[- _]?recipient", re.IGNORECASE)
SCHEME = re.compile(r"[\[<]?\b(?:mailto|smtp)\s*\Z", re.IGNORECASE)
# Ana Silva/Sales/Acme@ACME, or CN=Ana Silva/OU=Sales/O=Acme: a name with its branches, and no domain of the internet.
NOTES = re.compile(
    r"(?:CN=)?([^/@=<>\"]+)(?:/(?:OU?=|C=)?[^/@=<>\"]+)+(?:@[\w-]+)+|CN=([^/@=]+)(?:/(?:OU?|C)=[^/@=]+)+"
)
# Silva, Ana, Dr.
PIECES_OF_A_NAME = 3
# Addresses with nothing else: all that an encoded word holds, or what stands in one pair of brackets.
ADDRESS = r"[^<>()@,;:\s\"]+@[^<>()@,;:\s\"]+"
ADDRESS_WITHIN = re.compile(rf"<[^<>\s]+@[^<>\s]+>|\A\s*{ADDRESS}(?:[,;]\s*{ADDRESS})*\s*\Z")
SEVERAL = re.compile(rf"<{ADDRESS}(?:[,;]\s*{ADDRESS})+>")
BETWEEN_ADDRESSES = re.compile(r"[,;]\s*")
QUOTED_LOCAL = re.compile(r'"[^"]*"@[^\s"]+')


class Mailbox(NamedTuple):
    """One party of an address list; either part may be ``""``."""

    name: str
    email: str


def mailboxes(text: str) -> list[Mailbox]:
    """Return the mailboxes of any address list; never raises, whatever the text."""
    if "\x1b" in text:
        text = unescape(text)
    text = SEVERAL.sub(lambda several: BETWEEN_ADDRESSES.sub(">, <", several[0]), text)
    found = [Mailbox(name_of(name[:LONGEST_TEXT]), tidy(email)) for name, email in _AddressList(text).mailboxes]
    return [mailbox for mailbox in found if mailbox.email or (mailbox.name and not NOBODY.match(mailbox.name))]


def name_of(text: str) -> str:
    """Return the name that a phrase is: decoded, on one line, without quotes left over."""
    name = tidy(decode(text.strip()) if "=?" in text else text)
    if '"' in name and (name[0] == name[-1] == '"' or name.count('"') == 1):
        name = name.strip('" ')  # quotes inside an encoded word, or one too few
    return name if len(name) <= LONGEST_NAME else name[:LONGEST_NAME].rstrip()


class _AddressList:
    """A scan of one list: tokens go in, each separator closes a mailbox."""

    def __init__(self, text: str, *, is_decoded: bool = False) -> None:
        self.mailboxes: list[Mailbox] = []
        self._is_decoded = is_decoded
        self._bare = ""
        self._bare_count = 0
        self._is_divided = False
        self._start_part()
        self._start(is_after_separator=True)
        tokens = [(match.lastgroup or "", match[0]) for match in TOKEN.finditer(text)]
        closing = _comment_ends(tokens)
        position = 0
        while position < len(tokens):
            if end := closing.get(position):
                self._comments.append("".join(content for _, content in tokens[position + 1 : end]))
                position = end
            else:
                self._take(*tokens[position])
            position += 1
        self._close()
        self._end_part()

    def _start_part(self) -> None:
        self._part_start = len(self.mailboxes)
        self._is_group = False
        self._may_be_one = True

    def _start(self, *, is_after_separator: bool) -> None:
        self._phrase: list[str] = []
        self._written: list[str] = []
        self._comments: list[str] = []
        self._angle = ""
        self._has_quotes = False
        self._has_sign = False
        self._is_after_separator = is_after_separator

    def _take(self, kind: str, content: str) -> None:
        if content in (",", ";"):
            self._close()
            if content == ";":
                self._is_divided |= not self._is_group
                self._end_part()
        elif content == ":" and not self._angle and not self._has_sign:
            before = "".join(self._phrase)[-LONGEST_NAME:]
            scheme = SCHEME.search(before)
            self._start(is_after_separator=True)
            if scheme is None:
                self._is_group = True
            elif name := before[: scheme.start()].strip():
                self._phrase, self._written = [f"{name} "], [f"{name} "]
        elif kind == "angle":
            if self._angle:
                self._close(is_glued=True)
            self._angle = _address(content.strip("<>")) or content
        elif not content.isspace() or not self._angle:
            if self._angle:
                self._close(is_glued=True)
            self._has_quotes |= kind == "quoted"
            self._may_be_one &= kind != "quoted"
            self._has_sign |= "@" in content
            self._written.append(content)
            self._phrase.append(_unquoted(content) if kind == "quoted" else content)

    def _close(self, *, is_glued: bool = False) -> None:
        """Take what was read since the last separator as a mailbox; without address, it may be half a name."""
        name, comment = "".join(self._phrase), " ".join(filter(None, map(str.strip, self._comments)))
        email = ""
        if within := self._list_within(name):
            name = ""
            self.mailboxes += _AddressList(f"{within} ({comment})" if comment else within, is_decoded=True).mailboxes
            self._may_be_one = False
        elif self._angle:
            email = "" if self._angle.startswith("<") else self._angle
            name = name if name.strip() or email or NOBODY.match(self._angle, 1) else _person(self._angle.strip("<> "))
            if self._bare_count == 1 and not self._has_quotes and name.strip():
                name, self._bare, self._bare_count = f"{self._bare}, {name.strip()}", "", 0
        else:
            *others, (name, email) = _bare(name, "".join(self._written)[:LONGEST_TEXT])
            self.mailboxes += others
        if comment:
            name = f"{name.strip()} ({comment})" if name.strip() else comment if email else ""
        if email:
            self._release()
            self.mailboxes.append(Mailbox(name, email))
        elif name.strip() and self._is_after_separator:
            if self._bare_count:
                self.mailboxes.append(Mailbox(self._bare, ""))
            self._bare, self._bare_count = name.strip(), self._bare_count + 1
            if self._angle:  # "Ana Silva" <>: the name is whole
                self._release()
                self._may_be_one = False
        self._start(is_after_separator=not is_glued)

    def _list_within(self, name: str) -> str:
        """Return what the encoded words of a name hold if that is a mailbox with its address, or many; else ``""``."""
        if "=?" not in name or self._is_decoded or (self._angle and not self._angle.startswith("<")):
            return ""
        decoded = decode(name)
        is_list = ";" in decoded and not self._has_quotes and not self._has_sign
        return decoded if is_list or ADDRESS_WITHIN.search(decoded) else ""

    def _end_part(self) -> None:
        """End what stands between semicolons; if that is a few names without any address, they are one."""
        self._release()
        names = [mailbox.name for mailbox in self.mailboxes[self._part_start :] if not mailbox.email]
        is_one = 1 < len(names) <= PIECES_OF_A_NAME and self._part_start + len(names) == len(self.mailboxes)
        if is_one and self._is_divided and self._may_be_one and not self._is_group:
            self.mailboxes[self._part_start :] = [Mailbox(", ".join(names), "")]
        self._start_part()

    def _release(self) -> None:
        """Let a name stand that turned out not to be the first half of the next one."""
        if self._bare_count:
            self.mailboxes.append(Mailbox(self._bare, ""))
        self._bare, self._bare_count = "", 0


def _comment_ends(tokens: list[tuple[str, str]]) -> dict[int, int]:
    """Return where the outermost comments end, by where they begin; an unbalanced parenthesis is mere text."""
    open_at: list[int] = []
    ends: dict[int, int] = {}
    for position, (_, content) in enumerate(tokens):
        if content == "(":
            open_at.append(position)
        elif content == ")" and open_at:
            ends[open_at.pop()] = position
    return ends


def _unquoted(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text[1:-1])


def _address(text: str) -> str:
    """Return the address of what stands between angle brackets, ``""`` if it is none."""
    address = decode(text).strip()
    if spelled_out := SPELLED_OUT.fullmatch(address):
        address = f"{spelled_out[1]}@{spelled_out[2]}"
    if address.lower().startswith(("mailto:", "smtp:")):
        address = address.partition(":")[2].strip()
    if address[:1] in ("'", '"') and address[-1] == address[0] and not re.search(r"\s", address):
        address = address[1:-1]
    if address.startswith("@"):  # a source route, RFC 5322, 4.4
        address = address.rpartition(":")[2]
    if '"' not in address:
        address = "".join(COMMENT.sub("", address).split())
    local, _, domain = address.rpartition("@")
    is_address = local and domain and len(address) <= LONGEST_ADDRESS and not NOBODY.match(address)
    return address if is_address and not NOTES.fullmatch(address) else ""


def _person(name: str) -> str:
    """Return the name of a person, without the branches that Notes adds to it."""
    notes = NOTES.fullmatch(name.strip())
    return (notes[1] or notes[2]).strip() if notes else name


def _bare(name: str, written: str) -> list[Mailbox]:
    """Return what stands between separators without angle brackets: mostly one address, or a mere name."""
    if "@" not in written:
        spelled_out = SPELLED_OUT.fullmatch(written)
        return [Mailbox("", f"{spelled_out[1]}@{spelled_out[2]}") if spelled_out else Mailbox(_person(name), "")]
    if NOTES.fullmatch(written.strip()):
        return [Mailbox(_person(written), "")]
    joined = _undressed(AROUND_SIGNS.sub(r"\1", written.strip()), "'<>[")
    if address := _address(joined) if QUOTED_LOCAL.fullmatch(joined) or not re.search(r"\s", joined) else "":
        return [Mailbox("", address)]
    words = written.split()
    addresses = [_address(_undressed(word, "'\"<>[")) for word in words]
    if all(addresses):
        return [Mailbox("", address) for address in addresses]
    if NOBODY.match(written.strip()):
        return [Mailbox("", "")]
    rest = " ".join(word for word, address in zip(words, addresses, strict=True) if not address)
    return [Mailbox(rest.strip("'\" ") if any(addresses) else name, next(filter(None, addresses), ""))]


def _undressed(text: str, marks: str) -> str:
    """Return text without marks around it, and without a bracket at its end that nothing opens."""
    bare = text.strip(marks)
    return bare if "[" in bare else bare.rstrip(f"]{marks}")
