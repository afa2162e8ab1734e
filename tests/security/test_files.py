"""Every reader over changed files; the long form is in `tests/security/filefuzz.py`."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from index import prepare, readers
from index.cutting.passages import PassageBudget, make_passages
from index.errors import SourceError
from index.prepare import IncomingSource
from index.readers.json import check_escapes
from tests.fakes import HashingEncoder
from tests.security import filefuzz

COUNT = 700
FEW = 200
GROWING = 12


def test_changed_files_are_read_as_slices_or_refused() -> None:
    report = filefuzz.fuzz(COUNT, 13)
    assert not report.failures, str(report)
    assert COUNT / 10 < report.refused.total() < COUNT * 0.9
    assert report.turns > COUNT / 2


def test_repeated_pieces_cost_their_size() -> None:
    report = filefuzz.fuzz_growth(GROWING, 13)
    assert not report.failures, str(report)


@pytest.mark.parametrize(
    "words", [r'["\ud800"]', r'{"\udfff": 1}', r'["a\u0000b"]', r'[{"x": ["\uD83D"]}]']
)
def test_escapes_that_make_no_text_are_refused(words: str) -> None:
    with pytest.raises(SourceError, match=r"surrogate pair|zero character"):
        check_escapes(words, json.loads(words))


def test_whole_characters_may_be_escaped() -> None:
    words = r'["\ud83d\ude00", "\u00e9"]'
    check_escapes(words, json.loads(words))


@pytest.mark.parametrize("blank", ["\ufeff ", "\ufeff", "\ufeff\u00a0", "\ufeff\n\ufeff"])
def test_words_without_a_speaker_begin_where_their_turn_does(blank: str) -> None:
    words = f"0:00:01.000,0:00:04.000\n{blank}The kiln is old.\n".encode()
    name = "a.sbv"
    cutting = prepare.cut(IncomingSource(name, words), PassageBudget(), HashingEncoder(dim=16))
    filefuzz.look(cutting)
    (turn,) = cutting.parsed.turns
    assert cutting.parsed.source.text[turn.label_start : turn.end] == "The kiln is old."


def forgets_an_error(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(readers, "check_characters", lambda _: 1 / 0)


def moves_turns(patch: pytest.MonkeyPatch) -> None:
    real = make_passages

    def moved(*given: object) -> object:
        passages = real(*given)  # type: ignore[arg-type]
        for one in passages:
            object.__setattr__(one, "end", one.end + 3)
        return passages

    patch.setattr(prepare, "make_passages", moved)


def is_slow(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(filefuzz, "MOST_S", 0.0)


@pytest.mark.parametrize("fault", [forgets_an_error, moves_turns, is_slow])
def test_a_seeded_fault_is_found(
    monkeypatch: pytest.MonkeyPatch, fault: Callable[[pytest.MonkeyPatch], None]
) -> None:
    fault(monkeypatch)
    assert filefuzz.fuzz(FEW, 13).failures
