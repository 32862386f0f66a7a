from __future__ import annotations

import re
from pathlib import Path

from pipelines.demo import INBOX
from pipelines.demo.make_inbox import main as make_inbox


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_inbox_is_what_its_script_makes(tmp_path: Path) -> None:
    make_inbox(tmp_path)
    assert contents(tmp_path) == contents(INBOX)


def test_the_inbox_is_small_and_of_all_four_kinds() -> None:
    assert sum(len(content) for content in contents(INBOX).values()) < 300_000
    assert sorted(Path(name).suffix for name in contents(INBOX)) == [".ics", ".mbox", ".vcf", ".zip", ".zip"]


def test_every_address_is_in_a_reserved_domain() -> None:
    text = b"\n".join(contents(INBOX).values()).replace(b"\r\n ", b"").decode(errors="replace")
    domains = re.findall(r"[\w.+-]+@([\w-]+(?:\.[\w-]+)+)", text)
    assert len(domains) > 1000
    assert {domain for domain in domains if not domain.endswith(".example")} == set()
