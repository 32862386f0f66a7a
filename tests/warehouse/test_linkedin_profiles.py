from __future__ import annotations

from pathlib import Path

import pytest

from tests.warehouse.landed import staged

CARD = "BEGIN:VCARD\nVERSION:3.0\nFN:Ana Lund\nURL:{}\nEND:VCARD\n"
LUND = "https://www.linkedin.com/in/ana-lund"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.linkedin.com/in/Ana-Lund", LUND),
        ("http://de.linkedin.com/in/ana%2Dlund/de?trk=people#top", LUND),
        ("https://m.linkedin.com/in/ana-lund/", LUND),
        ("https://www.linkedin.com/comm/in/ana-lund?midToken=x", LUND),
        ("https://www.linkedin.com/mwlite/in/ana-lund", LUND),
        ("https://sy.linkedin.com/pub/ana-lund/a7/576/b50?trk=people", f"{LUND}-b50576a7"),
        ("https://www.linkedin.com/pub/ana-lund/A7/57/b50/de", f"{LUND}-b50057a7"),
        ("https://www.linkedin.com/pub/ana-lund", LUND),
        ("https://www.linkedin.com/pub/dir/Ana/Lund", None),
    ],
)
def test_all_spellings_of_a_profile_are_one(tmp_path: Path, url: str, expected: str | None) -> None:
    with staged(tmp_path, {"ana.vcf": CARD.format(url)}) as connection:
        assert connection.sql("select profile_url from staging.contacts").fetchall() == [(expected,)]
