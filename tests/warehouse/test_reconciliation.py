"""Whatever a mailbox holds: as many messages as it has are landed, rejected or knowingly ignored."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors import mbox
from tests.inboxes import land_inbox, mailbox, write_all
from warehouse.landing import Landing, landed_units

FROM_LINE = b"From ana@sea.example Thu Nov  8 15:00:05 2007\n"
DATED = b"Date: Thu, 8 Nov 2007 15:00:05 +0100\n"
KINDS = {
    "landed": FROM_LINE + b"From: Ana <ana@sea.example>\nTo: bo@sea.example\n" + DATED + b"\nFrom here on: text\n\n",
    "ignored": FROM_LINE + b"From: ana@sea.example\nX-Mozilla-Status: 0009\n" + DATED + b"\nGone\n",
    "rejected": FROM_LINE + b"X-Nobody: here\nSubject: \xff\0\n" + DATED + b"\n\n",
}


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(sorted(KINDS)), min_size=1, max_size=40), st.integers(200, 4_000))
def test_the_manifests_account_for_every_message(
    tmp_path_factory: pytest.TempPathFactory, kinds: list[str], segment_bytes: int
) -> None:
    folder = tmp_path_factory.mktemp("mail")
    write_all(folder / "inbox", {"mail.mbox": mailbox(1) + b"".join(KINDS[kind] for kind in kinds)})
    place = Landing(folder / "landing")
    with pytest.MonkeyPatch.context() as patch:
        split = mbox.split
        patch.setattr(mbox, "split", lambda source: split(source, segment_bytes))
        land_inbox(folder / "inbox", place.root)
    units = landed_units(place)
    told = Counter(kinds)
    assert sum(unit.records for unit in units) == len(kinds) + 1
    assert sum(unit.rejected for unit in units) == told["rejected"]
    assert sum(unit.ignored for unit in units) == told["ignored"]
    assert sum(unit.counts["interactions"] for unit in units) == told["landed"] + 1


def test_a_body_that_changes_changes_nothing_that_is_landed(tmp_path: Path) -> None:
    inbox = write_all(tmp_path / "inbox", {"mail.mbox": mailbox(5)})
    land_inbox(inbox, tmp_path / "landing")
    write_all(inbox, {"mail.mbox": mailbox(5).replace(b"Text.", b"Texts")})
    assert not land_inbox(inbox, tmp_path / "landing").landed
    write_all(inbox, {"mail.mbox": mailbox(5).replace(b"Note 3", b"Memo 3")})
    assert len(land_inbox(inbox, tmp_path / "landing").landed) == 1
