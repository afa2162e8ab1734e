from __future__ import annotations

import math

import pytest
import pytrec_eval

from eval.measuring.measures import (
    RANKING,
    calculate,
    gold_measures,
    ranking_measures,
    turn_measures,
)
from tests.eval.judged import found, gold, outcome

# A run and qrels by hand: three questions, one without any hit in the run.
QRELS = {"q1": {"a": 2, "b": 1, "c": 1}, "q2": {"d": 1}, "q3": {"e": 2}}
RUN = {
    "q1": {"x": 9.0, "b": 8.0, "a": 7.0, "y": 6.0, "z": 5.0, "c": 4.0},
    "q2": {"x": 3.0, "y": 2.0, "z": 1.5, "w": 1.2, "d": 1.0},
    "q3": {},
}


def test_the_measures_by_hand() -> None:
    values = calculate(RANKING, QRELS, RUN)
    # q1: gains 0 1 2 0 0 1: 1/log2(3) + 2/log2(4) + 1/log2(7); ideal 2 + 1/log2(3) + 1/log2(4).
    gained = 1 / math.log2(3) + 2 / math.log2(4) + 1 / math.log2(7)
    ideal = 2 + 1 / math.log2(3) + 1 / math.log2(4)
    assert values["nDCG@10"]["q1"] == pytest.approx(gained / ideal)
    assert values["nDCG@10"]["q2"] == pytest.approx(1 / math.log2(6))
    assert values["MRR"] == pytest.approx({"q1": 1 / 2, "q2": 1 / 5, "q3": 0.0})
    assert values["hit@1"] == {"q1": 0.0, "q2": 0.0, "q3": 0.0}
    assert values["hit@5"] == {"q1": 1.0, "q2": 1.0, "q3": 0.0}


def test_the_measures_agree_with_pytrec_eval() -> None:
    ours = calculate(RANKING, QRELS, RUN)
    judge = pytrec_eval.RelevanceEvaluator(QRELS, {"ndcg_cut_10", "recip_rank", "success_1,5"})
    theirs = judge.evaluate({query: scores for query, scores in RUN.items() if scores})
    named = {
        "nDCG@10": "ndcg_cut_10",
        "MRR": "recip_rank",
        "hit@1": "success_1",
        "hit@5": "success_5",
    }
    for query, values in theirs.items():
        for name, their_name in named.items():
            assert abs(ours[name][query] - values[their_name]) < 1e-9, (name, query)


def test_recall_is_cut_after_hits_even_where_one_hit_delivers_many_spans() -> None:
    # The first hit delivers three spans, the eleventh the fourth: R@10 is 3/4, R@100 all.
    golds = {"q1": [gold(start=100 * n, end=100 * n + 90) for n in range(3)]}
    golds["q1"].append(gold(start=9000, end=9100))
    hits = [found(start=0, end=300)]
    hits += [found("b.txt", n, n + 50) for n in range(9)]
    hits += [found(start=9000, end=9100)]
    values = ranking_measures({"q1": hits}, golds)
    assert values["R@10"]["q1"] == pytest.approx(3 / 4)
    assert values["R@100"]["q1"] == pytest.approx(1.0)
    assert values["hit@1"]["q1"] == 1.0


@pytest.mark.parametrize(
    ("measure", "depth"),
    [("hit@1", 1), ("hit@1 full", 1), ("hit@5", 5), ("nDCG@10", 10), ("R@10", 10), ("R@100", 100)],
)
def test_a_measure_looks_no_deeper_than_its_name_says(measure: str, depth: int) -> None:
    golds = {"q1": [gold(start=9000, end=9100)]}
    misses = [found("b.txt", n, n + 50) for n in range(depth)]
    right = found(start=9000, end=9100)
    assert ranking_measures({"q1": [*misses[1:], right]}, golds)[measure]["q1"] > 0
    assert ranking_measures({"q1": [*misses, right]}, golds)[measure]["q1"] == 0


def test_by_turns_a_wide_hit_pays_for_the_turns_that_do_not_answer() -> None:
    # Three turns a hit: the first hit holds the gold turns of grade 1 and 2 as its second and
    # third, the second hit none, the third the gold turn of grade 1 as its first.
    turns = {"a.txt": [(100 * place, 100 * place + 90) for place in range(9)]}
    golds = {
        "q1": [
            gold(start=100, end=190, relevance=1, is_turn=True),
            gold(start=200, end=290, relevance=2, is_turn=True),
            gold(start=600, end=690, relevance=1, is_turn=True),
        ]
    }
    hits = [found(start=300 * place, end=300 * place + 290) for place in range(3)]
    ideal = 2 + 1 / math.log2(3) + 1 / math.log2(4)
    # By hits: 2 1 0 1.
    by_hits = 2 + 1 / math.log2(3) + 1 / math.log2(5)
    assert ranking_measures({"q1": hits}, golds)["nDCG@10"]["q1"] == pytest.approx(by_hits / ideal)
    # By turns: 0 1 2 0 0 0 1 0 0.
    by_turns = 1 / math.log2(3) + 2 / math.log2(4) + 1 / math.log2(8)
    values = turn_measures({"q1": outcome("q1", hits)}, golds, turns)
    assert values["nDCG@10 by turns"]["q1"] == pytest.approx(by_turns / ideal)
    assert values["hit@1 by turns"] == {"q1": 0.0}
    assert turn_measures({}, golds, turns)["nDCG@10 by turns"] == {"q1": 0.0}


def test_by_turns_ten_lines_are_measured_and_not_ten_hits() -> None:
    # Four turns a hit: the turn in the third hit stands on line 11 and the one of the fourth on 13.
    turns = {"a.txt": [(50 * place, 50 * place + 40) for place in range(16)]}
    golds = {"q1": [gold(start=start, end=start + 40, is_turn=True) for start in (500, 600)]}
    hits = [found(start=200 * place, end=200 * place + 190) for place in range(4)]
    values = turn_measures({"q1": outcome("q1", hits)}, golds, turns)
    assert values["nDCG@10 by turns"] == {"q1": 0.0}
    # As hits of their own the first is the tenth line, and a further one comes too late.
    narrow = [found(start=50 * place, end=50 * place + 40) for place in range(1, 16)]
    values = turn_measures({"q1": outcome("q1", narrow)}, golds, turns)
    assert values["nDCG@10 by turns"]["q1"] == pytest.approx(
        (1 / math.log2(11)) / (1 + 1 / math.log2(3))
    )


def test_spans_and_whole_documents_have_no_measures_by_turns() -> None:
    assert turn_measures({"q1": outcome("q1", [found()])}, {"q1": [gold()]}, {}) == {}


def test_a_partial_answer_first_is_a_hit_but_not_a_full_one() -> None:
    golds = {"q1": [gold(relevance=1), gold(start=500, end=600, relevance=2)]}
    values = ranking_measures({"q1": [found()]}, golds)
    assert values["hit@1"]["q1"] == 1.0
    assert values["hit@1 full"]["q1"] == 0.0


def test_a_refused_answer_has_no_quote_to_measure_but_its_hits_count() -> None:
    golds = {"q1": (gold(),), "q2": (gold("q2"),)}
    outcomes = {
        "q1": outcome("q1", [found()], answered=False),
        "q2": outcome("q2", [found()], answered=True),
    }
    values = gold_measures(outcomes, golds)
    assert values["char F1"] == {"q1": 0.0, "q2": 1.0}
    assert values["char F1 hit"] == {"q1": 1.0, "q2": 1.0}
    assert values["nDCG@10"] == {"q1": 1.0, "q2": 1.0}


def test_the_best_of_the_quotes_is_measured_apart_from_their_order() -> None:
    # The second quote is the gold span of 100 characters, the first shares 50 of them: 2·50/200.
    golds = {"q1": (gold(start=100, end=200),)}
    quotes = [found(start=50, end=150), found(start=100, end=200)]
    values = gold_measures({"q1": outcome("q1", quotes, answered=True)}, golds)
    assert values["char F1 quote"] == {"q1": pytest.approx(0.5)}
    assert values["char F1 best quote"] == {"q1": 1.0}


def test_quotes_are_ranked_by_the_same_gold_as_hits_whatever_was_decided() -> None:
    # The first quote covers 50 of the 100 characters of the partial answer, which is half; the
    # second 49 of the full one, too few; the third all of it.
    golds = {
        "q1": (gold(relevance=1), gold(start=200, end=300)),
        "q2": (gold("q2"),),
    }
    quotes = [found(start=50, end=150), found(start=200, end=249), found(start=200, end=300)]
    outcomes = {
        "q1": outcome("q1", [found("b.txt")], quotes=quotes, answered=False),
        "q2": outcome("q2", [found("b.txt")], quotes=[found()], answered=True),
    }
    values = gold_measures(outcomes, golds)
    # Gains 1 0 2 against 2 1.
    gained, ideal = 1 + 2 / math.log2(4), 2 + 1 / math.log2(3)
    assert values["ask nDCG@10"] == pytest.approx({"q1": gained / ideal, "q2": 1.0})
    assert values["ask hit@1"] == {"q1": 1.0, "q2": 1.0}
    assert values["as served hit@1"] == {"q1": 0.0, "q2": 1.0}
    assert values["as served nDCG@10"] == {"q1": 0.0, "q2": 1.0}
    assert values["hit@1"] == {"q1": 0.0, "q2": 0.0}


def test_what_is_no_quote_of_its_span_is_none_in_an_answer_either() -> None:
    # 1,600 characters for a span of 100: a chapter, though all of the span is in it.
    golds = {"q1": (gold(),)}
    outcomes = {"q1": outcome("q1", [], quotes=[found(end=1_600)], answered=True)}
    assert gold_measures(outcomes, golds)["ask hit@1"] == {"q1": 0.0}


def test_the_first_quote_names_a_speaker_who_was_judged_to_answer() -> None:
    golds = {q: (gold(q), gold(q, "b.txt", speaker="MR. OTHER")) for q in ("q1", "q2", "q3", "q4")}
    outcomes = {
        # Right by its label, though these are other words of hers.
        "q1": outcome("q1", [], quotes=[found(start=900, end=950)], answered=True),
        "q2": outcome("q2", [], quotes=[found(label="MR. THIRD"), found()], answered=True),
        "q3": outcome("q3", [], quotes=[found(label="MR. OTHER")], answered=False),
        "q4": outcome("q4", [found()], quotes=[], answered=False),
    }
    values = gold_measures(outcomes, golds)
    assert values["ask first speaker right"] == {"q1": 1.0, "q2": 0.0, "q3": 1.0, "q4": 0.0}
    assert values["as served first speaker right"] == {"q1": 1.0, "q2": 0.0, "q3": 0.0, "q4": 0.0}
    assert values["first speaker right"] == {"q1": 0.0, "q2": 0.0, "q3": 0.0, "q4": 1.0}


def test_a_question_without_an_outcome_counts_nothing() -> None:
    values = gold_measures({}, {"q1": (gold(),)})
    assert all(per_question == {"q1": 0.0} for per_question in values.values())
