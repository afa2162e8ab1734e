"""The small inputs of many kinds beside the project: turns and fields as expected."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from index.parsing.transcript import parse
from index.readers import read_source
from index.records import ParsedSource

pytestmark = pytest.mark.shared
FIELDS = ("title", "date", "place")


def key(label: str) -> str:
    return re.sub(r"[\W_]+", "", label).casefold()


def test_the_forms(shared: Path) -> None:
    """Words of nobody are turns too; the expected turns are those that somebody speaks."""
    folder = shared / "transcripts" / "forms"
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    for name, wanted in expected.items():
        parsed = parse(read_source(name, (folder / name).read_bytes()))
        _check(name, parsed, wanted)


def _check(name: str, parsed: ParsedSource, wanted: dict[str, Any]) -> None:
    text = parsed.source.text
    spoken = [turn for turn in parsed.turns if turn.label is not None]
    assert len(spoken) == len(wanted["turns"]), name
    for turn, (label, words) in zip(spoken, wanted["turns"], strict=True):
        assert key(turn.printed).startswith(key(label)) or key(label).startswith(key(turn.printed))
        assert text[turn.start : turn.end].split() == words.split(), name
    document = parsed.documents[0]
    for field in FIELDS:
        if field in wanted:
            assert str(getattr(document, field)) == wanted[field], name
    if "times" in wanted:
        assert [turn.start_s for turn in spoken] == wanted["times"], name
    if "replies" in wanted:
        assert [turn.role for turn in spoken] == wanted["roles"], name
    for words in wanted.get("findable", []):
        assert any(words in text[turn.start : turn.end] for turn in parsed.turns), name
    for words in wanted.get("never_quoted", []):
        assert not any(words in text[turn.start : turn.end] for turn in parsed.turns), name
