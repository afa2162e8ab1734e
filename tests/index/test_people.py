"""Who speaks where, and how much each speaker says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.build import Index, open_index
from tests.fakes import HashingEncoder

HEARING = """MS. OKORO: Is the lock at Hallam open?

MR. HALL: It is open. It was open on Monday too.

MS. OKORO: And the gate?

MR. HALL: The gate is shut.

MS. OKORO: Thank you.
"""
CALL = """MR. HALL: We shut the gate at Hallam on Friday.
"""


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    with open_index(tmp_path, HashingEncoder(), create=True) as opened:
        opened.put("hearing.txt", HEARING.encode())
        opened.put("call.txt", CALL.encode())
        yield opened


def test_voices_come_with_their_speakers_most_turns_first(index: Index) -> None:
    (hearing,) = index.store.document_ids_of("hearing.txt")
    (call,) = index.store.document_ids_of("call.txt")
    found = index.store.resolved_voices([hearing, call, "none"])
    assert [(one.voice.label, one.voice.turns) for one in found[hearing]] == [
        ("MS. OKORO", 3),
        ("MR. HALL", 2),
    ]
    assert [one.voice.label for one in found[call]] == ["MR. HALL"]
    assert found["none"] == ()
    behind = {one.voice_id: one.speaker_id for one in index.store.assignments()}
    for one in (*found[hearing], *found[call]):
        speaker_id = None if one.speaker is None else one.speaker.speaker_id
        assert speaker_id == behind[one.voice.voice_id]


def test_totals_count_turns_and_documents_of_each_speaker(index: Index) -> None:
    totals = index.store.speaker_totals()
    assert [one.speaker for one in totals] == list(index.store.speakers())
    assert sum(one.turns for one in totals) == index.store.counts().turns
    (hall,) = (one for one in totals if "MR. HALL" in one.speaker.labels)
    # 2 turns of the hearing and 1 of the call, if the two are one person.
    assert (hall.turns, hall.documents) == (3, 2)
    index.remove("hearing.txt")
    (left,) = index.store.speaker_totals()
    assert (left.turns, left.documents) == (1, 1)
