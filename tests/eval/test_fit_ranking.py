"""The fit of the ranking: a known minimum, weights of tables, and the whole command."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from eval.fitting.fit_ranking import main
from eval.fitting.listwise import PENALTY, Floats, Judged, fit_weights
from index.errors import CollectionError
from retrieval.ranking import FEATURES, Ranking

SETS = Path(__file__).parents[2] / "eval" / "sets"


def judged(table: str, rows: Floats, *grades: float) -> Judged:
    return Judged(table, "q1", rows, np.array(grades))


def loss(weights: Floats, questions: list[Judged]) -> float:
    total = PENALTY * float(weights @ weights)
    for one in questions:
        scores = one.rows @ weights
        logs = scores - np.log(np.exp(scores).sum())
        total -= float(logs @ one.grades) / float(one.grades.sum()) / len(questions)
    return total


def test_weights_are_where_the_loss_is_least() -> None:
    random = np.random.default_rng(4)
    questions = [
        judged(
            "t",
            random.normal(size=(6, 3)),
            *map(float, random.integers(0, 3, 6)),
        )
        for _ in range(20)
    ]
    questions = [one for one in questions if one.grades.any()]
    weights = fit_weights(questions, {})
    least = loss(weights, questions)
    for step in np.vstack([np.eye(3), -np.eye(3)]) * 1e-3:
        assert loss(weights + step, questions) > least


def test_a_column_that_tells_gets_the_weight() -> None:
    rows = np.array([[1.0, 0.3], [0.0, 0.3], [0.0, 0.3]])
    weights = fit_weights([judged("t", rows, 2.0, 0.0, 0.0)], {})
    assert weights[0] > 1.0
    assert weights[1] == pytest.approx(0.0, abs=1e-9)


def test_the_more_important_table_decides() -> None:
    one = judged("one", np.array([[1.0], [0.0]]), 1.0, 0.0)
    other = judged("other", np.array([[1.0], [0.0]]), 0.0, 1.0)
    assert fit_weights([one, other], {"one": 3.0})[0] > 0.0
    assert fit_weights([one, other], {"other": 3.0})[0] < 0.0
    assert fit_weights([one, other], {})[0] == pytest.approx(0.0, abs=1e-9)


def test_no_judged_candidate_at_all_is_said() -> None:
    empty = judged("t", np.array([[0.0], [5.0]]), 0.0, 0.0)
    with pytest.raises(CollectionError, match="of 1 questions none has a judged passage"):
        fit_weights([empty], {})


@pytest.mark.parametrize("weight", ["much", "0", "-1", "inf", "nan", ""])
def test_a_weight_that_is_none_is_said(weight: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([f"sets/sample={weight}"]) == 1
    said = capsys.readouterr().err
    assert f"sets/sample={weight}: expected a weight above 0" in said
    assert f"is {weight!r}" in said


def test_questions_without_a_judged_candidate_change_nothing() -> None:
    one = judged("t", np.array([[1.0], [0.0]]), 1.0, 0.0)
    empty = judged("t", np.array([[0.0], [5.0]]), 0.0, 0.0)
    assert fit_weights([one, empty], {}) == pytest.approx(fit_weights([one], {}))


@pytest.mark.model
def test_the_command_prints_every_weight(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([f"{SETS / 'sample'}=2", "--cache", str(tmp_path)]) == 0
    printed = capsys.readouterr().out
    assert "held out by question" in printed
    for name in FEATURES:
        assert f"    {name}_weight: float = " in printed
        assert hasattr(Ranking(), f"{name}_weight")


def test_a_collection_that_is_not_there_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path / "none")]) == 1
    assert "none" in capsys.readouterr().err
