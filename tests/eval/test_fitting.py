"""The fit of the answer decision: weights worked out by hand, the threshold, what is held out."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest

from eval import fit_decision as command
from eval.fit_decision import fit_decision, main
from eval.fitting import Case, Constants, constants_as_code, fit, fit_constants, logistic
from index.errors import CollectionError
from retrieval.decision import Evidence
from tests.eval.fiction import QRELS, QUESTIONS, TEXTS, question, write_fiction
from tests.eval.judged import write_collection
from tests.fakes import HashingEncoder

LEVEL = 0.5


def seen(coverage: float, lacks: float = 0.0) -> Evidence:
    return Evidence(coverage, LEVEL, LEVEL, LEVEL, LEVEL, 0.0, lacks)


def cases(name: str, count: int = 30) -> list[Case]:
    """Answerable questions are covered by 0.4 to 1, the others by 0 to 0.6."""
    some = [Case(name, f"a{i}", True, seen(0.4 + 0.6 * i / count)) for i in range(count)]
    none = [Case(name, f"n{i}", False, seen(1.2 * i / count)) for i in range(count // 2)]
    return [*some, *none]


def test_one_feature_of_two_values_is_fitted_to_the_log_odds() -> None:
    # Of four at 0 one is answered, of four at 1 three are: log-odds -log 3 and log 3.
    rows = np.array([[0.0]] * 4 + [[1.0]] * 4)
    answers = np.array([True, False, False, False, True, True, True, False])
    weight, intercept = logistic(rows, answers, np.ones(8), 0.0)
    assert intercept == pytest.approx(-math.log(3))
    assert weight == pytest.approx(2 * math.log(3))


def test_a_penalty_draws_weights_to_0_and_leaves_the_intercept() -> None:
    rows, answers = np.array([[0.0], [0.0], [0.0], [1.0]]), np.array([True, True, True, False])
    weight, intercept = logistic(rows, answers, np.ones(4), 1e6)
    assert weight == pytest.approx(0.0, abs=1e-3)
    assert intercept == pytest.approx(math.log(3), abs=1e-3)  # three of four


def test_weights_point_the_right_way_and_the_threshold_balances_both_errors() -> None:
    constants = fit_constants(cases("one"))
    assert constants.weights.coverage > 0
    assert constants.weights.lacks == 0  # it never varies
    odds = [(case.answerable, constants.log_odds(case.evidence)) for case in cases("one")]
    refused = sum(some and level < 0 for some, level in odds) / 30
    answered = sum(not some and level >= 0 for some, level in odds) / 15
    # Both kinds have values from 0.4 to 0.6, a third of each: the best threshold parts them.
    assert 0 < max(refused, answered) < 1 / 3


def test_without_evidence_nothing_is_answered() -> None:
    assert Constants(5.0, seen(0.0)).log_odds(None) < -10


def test_every_question_is_decided_by_constants_that_did_not_see_it() -> None:
    # Two collections at odds: what is covered is answered in one, and unanswered in the other.
    turned = [
        Case("two", case.query_id, not case.answerable, case.evidence) for case in cases("one")
    ]
    found = fit([*cases("one"), *turned])
    assert set(found.rounds) == set(found.left_out) == {"one", "two"}
    assert found.left_out["one"].area < 0.1
    assert {report.false_answers.count for report in found.rounds["one"]} == {15}


def test_what_tells_apart_is_found_again_in_questions_held_out() -> None:
    found = fit([*cases("one"), *cases("two")])
    assert all(report.area > 0.9 for report in found.rounds["one"])
    assert found.left_out["two"].area > 0.9


def test_a_fit_repeats() -> None:
    first, second = fit(cases("one")), fit(cases("one"))
    assert first.constants == second.constants
    assert first.rounds["one"][0].false_answers == second.rounds["one"][0].false_answers


def test_the_constants_are_printed_as_they_stand_in_the_code() -> None:
    lines = constants_as_code(Constants(-1.234, seen(0.5, 0.25)))
    assert lines[:3] == ["INTERCEPT = -1.23", "WEIGHTS = Evidence(", "    coverage=0.50,"]
    assert lines[-2:] == ["    lacks=0.25,", ")"]


def test_a_collection_must_have_both_kinds_of_questions(tmp_path: Path) -> None:
    with pytest.raises(CollectionError, match="at least two of each"):
        fit_decision([write_fiction(tmp_path)], encoder=HashingEncoder(), cache=tmp_path)


def test_the_command_prints_rates_curve_and_constants(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "load_encoder", lambda model: HashingEncoder())
    more = question("F6", "Who feeds the walrus of the Glass Fountain?", "none")
    folder = write_collection(tmp_path, TEXTS, [*QUESTIONS, more], QRELS)
    arguments = [str(folder), "--cache", str(tmp_path / "cache")]
    assert main(arguments) == 0
    printed = capsys.readouterr().out
    assert "INTERCEPT = " in printed
    assert "    deflects=" in printed
    assert main([*arguments, "--json"]) == 0
    (body,) = json.loads(capsys.readouterr().out)["collections"]
    assert (body["unanswerable"], body["answerable"]) == (2, 4)
    assert 0.0 <= body["held_out"]["false_answers"] <= 1.0
    assert body["held_out"]["area"] > 0.5
    assert main([str(tmp_path / "nowhere")]) == 1
    assert "nowhere" in capsys.readouterr().err
