"""Captions of every kind: each turn in the right mouth, none lost, with its times."""

from __future__ import annotations

import pytest

from index.parsing.transcript import parse
from index.readers import read_source
from tests.index.caption_kinds import KINDS, Kind
from tests.index.caption_lines import LINES


@pytest.mark.parametrize("kind", [*KINDS, *LINES], ids=lambda kind: f"{kind.kind}-{kind.name}")
def test_turns_and_times(kind: Kind) -> None:
    parsed = parse(read_source(kind.name, kind.text.encode()))
    text = parsed.source.text
    found = tuple((turn.label, text[turn.start : turn.end]) for turn in parsed.turns)
    assert found == kind.turns
    if kind.times:
        assert tuple((turn.start_s, turn.end_s) for turn in parsed.turns) == kind.times
