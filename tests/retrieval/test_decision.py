"""The answer decision: what raises it, what lowers it, and what it looks at."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval import decision
from retrieval.answer import Searcher
from retrieval.decision import BY_WORDS, WITH_READER, Constants, Evidence, confidence
from retrieval.results import Question, Quote

SHARE = st.floats(0.0, 1.0)
ODDS = st.floats(-12.0, 12.0)
NOTHING = Evidence(0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
AGAINST = {"deflects", "lacks"}


def weighed(searcher: Searcher, text: str) -> list[tuple[Evidence, Quote]]:
    return searcher.evidence(Question(text))


def evidence(searcher: Searcher, text: str) -> Evidence:
    """Of the best quote."""
    return weighed(searcher, text)[0][0]


def test_confidence_is_the_logistic_of_the_weighted_evidence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    weights = Evidence(0.25, 2.5, 3.5, 4.0, -3.5, -4.75)
    monkeypatch.setattr(decision, "WITH_READER", Constants(-0.5, weights))
    monkeypatch.setattr(decision, "BY_WORDS", Constants(-1.0, NOTHING))
    seen = Evidence(-2.0, 0.5, 0.6, 0.7, 0.0, 1.0)
    # -0.5 - 0.25·2 + 2.5·0.5 + 3.5·0.6 + 4·0.7 - 4.75 = 0.4; 1 / (1 + e^-0.4)
    assert confidence(seen, read=True) == pytest.approx(0.5987, abs=1e-4)
    # The intercept alone: 1 / (1 + e).
    assert confidence(seen, read=False) == pytest.approx(0.2689, abs=1e-4)


@given(SHARE, SHARE, SHARE)
def test_it_stays_between_0_and_1_and_each_part_moves_it_one_way(
    passage: float, cosine: float, exchange: float
) -> None:
    seen = Evidence(0.0, passage, cosine, exchange, 0.0, 0.0)
    level = confidence(seen, read=False)
    assert 0.0 < level < 1.0
    for field in fields(Evidence):
        full = confidence(replace(seen, **{field.name: 1.0}), read=False)
        assert full < level if field.name in AGAINST else full >= level


@given(ODDS, st.floats(0.1, 5.0))
def test_where_the_reader_has_read_its_word_counts_for_the_quote(
    sentence: float, more: float
) -> None:
    seen = replace(NOTHING, passage_coverage=0.5, cosine=0.5, sentence=sentence)
    surer = replace(seen, sentence=sentence + more)
    assert 0.0 <= confidence(seen, read=True) <= confidence(surer, read=True) <= 1.0
    for name in AGAINST:
        assert confidence(replace(seen, **{name: 1.0}), read=True) <= confidence(seen, read=True)


def test_without_a_reader_there_is_nothing_to_weigh_of_it() -> None:
    assert BY_WORDS.weights.sentence == 0.0


def test_nothing_found_is_no_answer_and_all_of_it_is_one() -> None:
    assert max(BY_WORDS.intercept, WITH_READER.intercept) < 0
    assert confidence(NOTHING, read=False) < 0.1
    everything = Evidence(0.0, 1.0, 1.0, 1.0, 0.0, 0.0)
    assert confidence(everything, read=False) > 0.9
    assert min(BY_WORDS.weights.deflects, BY_WORDS.weights.lacks, key=abs) < -1


def test_a_deflection_speaks_against_an_answer_unless_the_answering_is_asked(
    searcher: Searcher,
) -> None:
    assert evidence(searcher, "by when will Patience be empty").deflects == 1.0
    assert evidence(searcher, "did Marsh say by when Patience will be empty").deflects == 0.0
    assert evidence(searcher, "how deep is the basin after dredging").deflects == 0.0


def test_a_number_asked_for_must_stand_in_the_quote(searcher: Searcher) -> None:
    assert evidence(searcher, "how many seals are well").lacks == 1.0
    assert evidence(searcher, "how much is the toll from July, crowns a metre").lacks == 0.0


def test_a_passage_is_covered_by_its_own_words_and_near_by_the_question_before_it(
    searcher: Searcher,
) -> None:
    seen = evidence(searcher, "detention hulk Patience")
    assert seen.passage_coverage < 0.5
    assert seen.exchange_cosine >= seen.cosine


def test_what_was_asked_is_quoted_as_it_is(searcher: Searcher) -> None:
    seen = evidence(searcher, "what did reporters ask about the seals")
    assert (seen.deflects, seen.lacks) == (0.0, 0.0)


def test_each_quote_has_the_evidence_of_its_own_exchange(searcher: Searcher) -> None:
    found = weighed(searcher, "will the toll for barges rise this year")
    assert len(found) > 1
    assert len({seen for seen, _ in found}) > 1
    for seen, quote in found:
        assert quote.confidence == confidence(seen, read=False)
    quotes = [quote.quote_id for _, quote in found]
    answer = searcher.ask(Question("will the toll for barges rise this year"))
    assert sorted(quotes) == sorted(one.quote_id for one in (*answer.quotes, *answer.nearest))


def test_there_is_nothing_to_decide_about_a_person_who_is_not_on_record(
    searcher: Searcher,
) -> None:
    asked = Question("what did Waldemar Quist say about the toll")
    assert searcher.evidence(asked) == []
    answer = searcher.ask(asked)
    assert (answer.status, answer.confidence) == ("no_answer", 0.0)


def test_a_confidence_does_not_hang_on_how_much_is_quoted(searcher: Searcher) -> None:
    asked = Question("will the toll for barges rise this year")
    for n, m in ((1, None), (5, None), (5, 30)):
        answer = searcher.ask(replace(asked, limit=n, max_tokens=m))
        shown = (*answer.quotes, *answer.nearest)
        levels = {one.citation.turn.turn_id: one.confidence for one in shown}
        for seen, quote in weighed(searcher, asked.text):
            turn = quote.citation.turn.turn_id
            assert levels.get(turn, quote.confidence) == confidence(seen, read=False)
