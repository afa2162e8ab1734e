from __future__ import annotations

from pathlib import Path

import pytest

from eval.collections.collection import Collection, Gold, Query
from eval.gate import fold
from eval.measuring.rows import figure_columns, figure_rows
from eval.measuring.scores import SystemScores, latency, score_system
from tests.eval.judged import found, gold, outcome

KINDS = {"q1": "paraphrase", "q2": "paraphrase", "q3": "facet", "q4": "none"}


def collection(*golds: Gold) -> Collection:
    queries = tuple(Query(query_id, "?", kind) for query_id, kind in KINDS.items())
    return Collection("fiction", "", Path(), (Path(),), (), queries, golds)


@pytest.fixture(scope="module")
def scores() -> SystemScores:
    """Three answerable questions: quoted right, quoted half, refused; and one without an answer."""
    # Grade 0 over the very words that q2 and q4 are given: judged, and no answer.
    judged = [
        gold("q1"),
        gold("q2", end=200),
        gold("q2", "b.txt", relevance=0),
        gold("q3"),
        gold("q4", "b.txt", relevance=0),
    ]
    asking = found("b.txt", label="Q", role="question")
    outcomes = [
        outcome("q1", quotes=[found(), found("b.txt")], answered=True),
        outcome("q2", quotes=[found(), found("b.txt"), found("b.txt")], answered=True),
        outcome("q3", quotes=[asking], answered=False),
        outcome("q4", quotes=[found("b.txt")], answered=False),
    ]
    return score_system("onrecord", collection(*judged), outcomes, {})


def test_each_kind_has_the_measures_of_the_quotes(scores: SystemScores) -> None:
    assert set(scores.by_kind) == {"paraphrase", "facet"}
    paraphrase, facet = scores.by_kind["paraphrase"], scores.by_kind["facet"]
    assert (paraphrase["ask hit@1"].value, paraphrase["ask hit@1"].count) == (1.0, 2)
    assert (facet["ask hit@1"].value, facet["question as first quote"].value) == (0.0, 1.0)
    # Of two and of three quotes one each.
    assert paraphrase["marked first 3"].value == pytest.approx(2 / 5)
    assert facet["marked first 3"].count == 0
    assert fold("ask hit@1 paraphrase") == "ask_hit_1_paraphrase"


def test_the_median_stands_beside_the_mean(scores: SystemScores) -> None:
    # F1 of the first quotes: 1, 2·100/300, 0.
    figures = scores.figures
    assert figures["char F1 quote"].value == pytest.approx((1 + 2 / 3) / 3)
    assert figures["char F1 quote median"].value == pytest.approx(2 / 3)
    assert figures["char F1 median"].value == pytest.approx(2 / 3)
    low, high = figures["char F1 quote median"].low, figures["char F1 quote median"].high
    assert low <= 2 / 3 <= high


def test_only_answers_that_were_given_show_quotes(scores: SystemScores) -> None:
    shown = scores.figures["quotes shown"]
    assert (shown.value, shown.count) == (2.5, 2)
    assert scores.by_kind["facet"]["quotes shown"].count == 0


def test_search_and_ask_stand_in_one_table(scores: SystemScores) -> None:
    rows = figure_rows([scores])
    assert [row.label for row in rows] == ["onrecord", "onrecord, ask", "onrecord, as served"]
    search, ask, served = (row.figures for row in rows)
    assert search["hit@1"].value == 0.0
    assert ask["hit@1"].value == pytest.approx(2 / 3)
    assert served["hit@1"] == ask["hit@1"]  # the refused one was wrong
    assert ask["char F1"] == scores.figures["char F1 quote"]
    assert ask["question first"].value == pytest.approx(1 / 3)
    assert "R@10" not in ask
    assert [row.latency.p50_ms for row in rows] == [2.0, 3.0, 3.0]
    assert {row.count for row in rows} == {3}
    columns = figure_columns(rows)
    assert columns[:2] == ["nDCG@10", "hit@1"]
    assert "nDCG@10 by turns" not in columns


def test_latency_percentiles() -> None:
    measured = latency([float(n) for n in range(1, 102)])
    assert (measured.p50_ms, measured.p99_ms, measured.count) == (51.0, 100.0, 101)
