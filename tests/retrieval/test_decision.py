"""The answer decision: what raises it, what lowers it, and what it looks at."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval import decision
from retrieval.answer import Searcher
from retrieval.decision import INTERCEPT, WEIGHTS, Evidence, confidence, in_favour
from retrieval.results import Question

SHARE = st.floats(0.0, 1.0)
NOTHING = Evidence(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
AGAINST = {"deflects", "lacks"}


def evidence(searcher: Searcher, text: str) -> Evidence:
    found = searcher.evidence(Question(text))
    assert found is not None
    return found


def test_confidence_is_the_logistic_of_the_weighted_evidence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(decision, "INTERCEPT", -5.5)
    monkeypatch.setattr(decision, "WEIGHTS", Evidence(3.0, 2.5, 1.0, 3.5, 4.0, -3.5, -4.75))
    seen = Evidence(1.0, 0.5, 1.0, 0.6, 0.7, 0.0, 1.0)
    # -5.5 + 3 + 2.5·0.5 + 1 + 3.5·0.6 + 4·0.7 - 4.75 = -0.1; 1 / (1 + e^0.1)
    assert confidence(seen) == pytest.approx(0.4750, abs=1e-4)


def test_what_speaks_for_an_exchange_leaves_out_what_speaks_against_the_quote() -> None:
    assert in_favour(Evidence(0.1, 0.2, 0.3, 0.4, 0.5, 1.0, 1.0)) == pytest.approx(1.5)


@given(SHARE, SHARE, SHARE, SHARE, SHARE)
def test_it_stays_between_0_and_1_and_each_part_moves_it_one_way(
    coverage: float, passage: float, names: float, cosine: float, exchange: float
) -> None:
    seen = Evidence(coverage, passage, names, cosine, exchange, 0.0, 0.0)
    level = confidence(seen)
    assert 0.0 < level < 1.0
    for field in fields(Evidence):
        full = confidence(replace(seen, **{field.name: 1.0}))
        assert full < level if field.name in AGAINST else full >= level


def test_nothing_found_is_no_answer_and_all_of_it_is_one() -> None:
    assert INTERCEPT < 0
    assert confidence(NOTHING) < 0.1
    assert confidence(Evidence(1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0)) > 0.9
    assert min(WEIGHTS.deflects, WEIGHTS.lacks, key=abs) < -1


def test_a_deflection_speaks_against_an_answer_unless_the_answering_is_asked(
    searcher: Searcher,
) -> None:
    assert evidence(searcher, "by when will Patience be empty").deflects == 1.0
    assert evidence(searcher, "did Marsh say by when Patience will be empty").deflects == 0.0
    assert evidence(searcher, "how deep is the basin after dredging").deflects == 0.0


def test_a_number_asked_for_must_stand_in_the_quote(searcher: Searcher) -> None:
    assert evidence(searcher, "how many seals are well").lacks == 1.0
    assert evidence(searcher, "how much is the toll from July, crowns a metre").lacks == 0.0


def test_the_words_of_full_names_are_looked_for(searcher: Searcher) -> None:
    assert evidence(searcher, "the tugs of the Northern Drift Company").names == 0.0
    assert evidence(searcher, "will the Minister close the hulk Patience").names == 1.0


def test_coverage_counts_the_exchange_and_passage_coverage_the_words_alone(
    searcher: Searcher,
) -> None:
    seen = evidence(searcher, "detention hulk Patience")
    assert seen.coverage == pytest.approx(1.0)
    assert seen.passage_coverage < 0.5
    assert seen.exchange_cosine >= seen.cosine


def test_what_was_asked_is_quoted_as_it_is(searcher: Searcher) -> None:
    seen = evidence(searcher, "what did reporters ask about the seals")
    assert (seen.deflects, seen.lacks) == (0.0, 0.0)


def test_there_is_nothing_to_decide_about_a_person_who_is_not_on_record(
    searcher: Searcher,
) -> None:
    asked = Question("what did Waldemar Quist say about the toll")
    assert searcher.evidence(asked) is None
    answer = searcher.ask(asked)
    assert (answer.status, answer.confidence) == ("no_answer", 0.0)


def test_the_confidence_does_not_hang_on_how_much_is_quoted(searcher: Searcher) -> None:
    asked = Question("will the toll for barges rise this year")
    levels = {
        searcher.ask(replace(asked, limit=n, max_tokens=m)).confidence
        for n, m in ((1, None), (5, None), (5, 30))
    }
    assert len(levels) == 1
