"""The fit of the answer decision: weights worked out by hand, the threshold, what is held out."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from eval.fitting import evidence, fitting
from eval.fitting import fit_decision as command
from eval.fitting.fit_decision import fit_decision, main
from eval.fitting.fitting import HOPELESS, Case, Weighed, constants_as_code, fit, fit_constants
from eval.measuring.confidences import logistic
from index.errors import CollectionError
from retrieval.decision import Constants, Evidence
from tests.eval.fiction import QRELS, QUESTIONS, TEXTS, question, write_fiction
from tests.eval.judged import write_collection
from tests.fakes import HashingEncoder
from tests.retrieval.reading import WordReader

LEVEL = 0.5
APART = {"one": "one", "two": "two", "three": "three"}
"""Three collections without a document in common."""


@dataclass(frozen=True, slots=True)
class Later:
    """Evidence of a later decision."""

    coverage: float
    reader: float


def seen(coverage: float, lacks: float = 0.0) -> Evidence:
    return Evidence(LEVEL, coverage, LEVEL, LEVEL, 0.0, lacks)


def cases(name: str, count: int = 30) -> list[Case]:
    """Questions with one quote: marked ones are covered by 0.4 to 1, the others by 0 to 0.6."""
    some = [case(name, f"a{i}", (0.4 + 0.6 * i / count, True)) for i in range(count)]
    none = [case(name, f"n{i}", (1.2 * i / count, False)) for i in range(count // 2)]
    return [*some, *none]


def turned() -> list[Case]:
    """A second collection, in which what is covered does not answer and all else does."""
    return [
        replace(
            one,
            collection="two",
            answerable=not one.answerable,
            quotes=tuple(replace(quote, marked=not quote.marked) for quote in one.quotes),
        )
        for one in cases("one")
    ]


def case(name: str, query_id: str, *quotes: tuple[float, bool]) -> Case:
    """A question with quotes, each covered so far and marked or not; one of them answers it."""
    weighed = tuple(Weighed(seen(coverage), marked) for coverage, marked in quotes)
    return Case(name, query_id, any(one.marked for one in weighed), weighed)


def test_one_feature_of_two_values_is_fitted_to_the_log_odds() -> None:
    # Of four at 0 one is answered, of four at 1 three are: log-odds -log 3 and log 3.
    rows = np.array([[0.0]] * 4 + [[1.0]] * 4)
    answers = np.array([True, False, False, False, True, True, True, False])
    weight, intercept = logistic(rows, answers, np.ones(8), 0.0)
    assert intercept == pytest.approx(-math.log(3))
    assert weight == pytest.approx(2 * math.log(3))


def test_the_regression_is_newtons_to_the_sixth_digit() -> None:
    # Newton's method on the penalised likelihood, its slope being 0 at the end.
    draw = np.random.default_rng(1)
    rows, weights = draw.normal(size=(80, 4)), draw.uniform(0.5, 2.0, 80)
    answers = draw.uniform(size=80) < 1 / (1 + np.exp(-rows @ [1.0, -2.0, 0.5, 0.0] - 0.3))
    found = logistic(rows, answers, weights, 0.3)
    expected = 1 / (1 + np.exp(-rows @ found[:-1] - found[-1]))
    slope = rows.T @ (weights * (expected - answers)) + 0.3 * found[:-1]
    assert slope == pytest.approx(np.zeros(4), abs=1e-6)
    assert float((weights * (expected - answers)).sum()) == pytest.approx(0.0, abs=1e-6)


def test_a_penalty_draws_weights_to_0_and_leaves_the_intercept() -> None:
    rows, answers = np.array([[0.0], [0.0], [0.0], [1.0]]), np.array([True, True, True, False])
    weight, intercept = logistic(rows, answers, np.ones(4), 1e6)
    assert weight == pytest.approx(0.0, abs=1e-3)
    assert intercept == pytest.approx(math.log(3), abs=1e-3)  # three of four


def test_weights_point_the_right_way_and_the_threshold_balances_both_errors() -> None:
    constants = fit_constants(cases("one"))
    assert constants.weights.passage_coverage > 0
    assert constants.weights.lacks == 0  # it never varies
    odds = [(case.answerable, case.log_odds(constants)) for case in cases("one")]
    refused = sum(some and level < 0 for some, level in odds) / 30
    answered = sum(not some and level >= 0 for some, level in odds) / 15
    # Both kinds have values from 0.4 to 0.6, a third of each: the best threshold parts them.
    assert 0 < max(refused, answered) < 1 / 3


def test_without_quotes_nothing_is_answered() -> None:
    assert Case("one", "q", True, ()).log_odds(Constants(5.0, seen(0.0))) == HOPELESS < -10


def test_a_question_is_as_certain_as_its_most_certain_quote() -> None:
    weights = Evidence(0.0, 2.0, *[0.0] * 4)
    constants = Constants(-1.0, weights)
    assert case("one", "q", (0.1, False), (0.9, True)).log_odds(constants) == pytest.approx(0.8)
    assert case("one", "q", (0.9, False), (0.1, True)).log_odds(constants) == pytest.approx(0.8)


def test_the_first_quote_teaches_and_later_ones_only_place_the_threshold() -> None:
    # By their first quotes what is covered answers; by their later ones it would not.
    many = [case("one", f"a{i}", (0.9 - i / 100, True), (0.1, False)) for i in range(9)]
    none = [case("one", f"n{i}", (0.2 + i / 10, False), (0.5, False)) for i in range(2)]
    constants = fit_constants([*many, *none])
    assert constants.weights.passage_coverage > 1
    assert all(one.log_odds(constants) > 0 for one in many)
    assert all(one.log_odds(constants) < 0 for one in none)


def test_a_collection_is_decided_by_constants_that_did_not_see_it() -> None:
    # Two collections at odds: what is covered is answered in one, and unanswered in the other.
    found = fit([*cases("one"), *turned()], APART)
    assert set(found.left_out) == {"one", "two"}
    assert found.left_out["one"].area.value < 0.1
    assert found.left_out["one"].false_answers.count == 15


def test_what_tells_apart_is_found_again_in_a_collection_that_was_left_out() -> None:
    found = fit([*cases("one"), *cases("two")], APART)
    assert found.left_out["two"].area.value > 0.9
    # Decided with the constants of the other one alone.
    alone = fit_constants(cases("one"))
    answered = sum(case.log_odds(alone) >= 0 for case in cases("two")[30:])
    assert found.left_out["two"].false_answers.value == pytest.approx(answered / 15)


def test_a_collection_is_not_judged_by_a_fit_that_saw_its_documents() -> None:
    everything = [*cases("one"), *turned(), *cases("three")]
    # By the turned one alone, since "three" has documents of "one".
    together = fit(everything, {**APART, "three": "one"})
    assert together.left_out["one"].area.value < 0.1
    assert together.left_out["three"].area.value < 0.1
    assert together.left_out["two"].area.value < 0.1
    assert fit(everything, dict.fromkeys(APART, "one")).left_out == {}


def test_one_collection_is_fitted_and_not_judged() -> None:
    assert fit(cases("one"), {"one": "one"}).left_out == {}


def test_a_fit_repeats() -> None:
    assert (
        fit(cases("one"), {"one": "one"}).constants == fit(cases("one"), {"one": "one"}).constants
    )


def later_seen(number: int, *, some: bool) -> Any:
    return Later(number / 20, 0.9 if some else 0.1)


def test_other_evidence_is_fitted_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fitting, "Evidence", Later)
    monkeypatch.setattr(evidence, "Evidence", Later)
    later: list[Any] = [
        Case("one", f"{some}{i}", some, (Weighed(later_seen(i, some=some), some),))
        for some in (True, False)
        for i in range(20)
    ]
    found = fit_constants(later)
    weights: Any = found.weights
    assert weights.reader > 2 > abs(weights.coverage)
    assert constants_as_code(found, "BY_WORDS")[-3].startswith("        reader=")


def test_the_constants_are_printed_as_they_stand_in_the_code() -> None:
    constants = Constants(-1.234, seen(0.75, 0.25))
    lines = constants_as_code(constants, "WITH_READER")
    assert lines[:3] == [
        "WITH_READER = Constants(",
        "    intercept=-1.23,",
        "    weights=Evidence(",
    ]
    assert lines[4:5] == ["        passage_coverage=0.75,"]
    assert lines[-3:] == ["        lacks=0.25,", "    ),", ")"]
    given: dict[str, Any] = {"Constants": Constants, "Evidence": Evidence}
    exec("\n".join(lines), given)
    assert given["WITH_READER"] == replace(constants, intercept=-1.23)


def test_a_collection_must_have_both_kinds_of_questions(tmp_path: Path) -> None:
    with pytest.raises(CollectionError, match="at least two of each"):
        fit_decision([write_fiction(tmp_path)], encoder=HashingEncoder(), cache=tmp_path)


@pytest.fixture
def two(tmp_path: Path) -> list[str]:
    """Arguments: two collections of the same words in files of other names, and a cache."""
    more = question("F6", "Who feeds the walrus of the Glass Fountain?", "none")
    folders = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        texts = {f"{name}-{file}": text for file, text in TEXTS.items()}
        qrels = [(query_id, f"{name}-{file}", *rest) for query_id, file, *rest in QRELS]
        folder = write_collection(tmp_path / name, texts, [*QUESTIONS, more], qrels)
        about = folder / "collection.json"
        about.write_text(about.read_text().replace("fiction", name))
        folders.append(str(folder))
    return [*folders, "--cache", str(tmp_path / "cache")]


@pytest.fixture
def hashing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "load_encoder", lambda model: HashingEncoder())
    monkeypatch.setattr(command, "load_reader", READERS.get)


READERS = {None: None, "none": None, "words": WordReader({"ninth of May": 5.0})}


@pytest.mark.usefixtures("hashing")
def test_the_command_prints_what_was_left_out_and_constants(
    two: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(two) == 0
    printed = capsys.readouterr().out
    assert "    BY_WORDS = Constants(" in printed
    assert "    intercept=" in printed
    assert "    deflects=" in printed
    assert "false answers at 10 % refused" in printed
    assert main([*two, "--json"]) == 0
    first, second = json.loads(capsys.readouterr().out)["collections"]
    assert (first["unanswerable"], first["answerable"]) == (2, 4)
    left_out = first["left_out"]
    assert left_out == second["left_out"]  # the same questions, by constants of the same
    assert left_out["decision"]["area"]["value"] > 0.5
    assert set(left_out["false_answers_at"]) == {"0.05", "0.1", "0.15", "0.2"}
    assert set(left_out["false_refusals_at"]) == {"0.1", "0.2"}
    assert "held" not in printed
    assert main([two[0], *two[2:]]) == 0
    assert "give at least two" in capsys.readouterr().out


@pytest.mark.usefixtures("hashing")
def test_evidence_is_asked_for_once(
    two: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    arguments = [*two, "--evidence", str(tmp_path / "evidence")]
    assert main(arguments) == 0
    asked = capsys.readouterr()
    assert "one: asking 6 questions" in asked.err
    assert main(arguments) == 0
    again = capsys.readouterr()
    assert (again.out, again.err) == (asked.out, "")
    # Other code, questions or documents: another key.
    path = tmp_path / "evidence" / "one.jsonl"
    held = path.read_text().splitlines(keepends=True)
    path.write_text('{"key": "older"}\n' + "".join(held[1:]))
    assert main(arguments) == 0
    assert f"{path} is of other questions, documents or code" in capsys.readouterr().err
    assert path.read_text() == "".join(held)
    path.write_text("".join(held[:1]) + '{"query_id": "F1", "answerable": true}\n')
    assert main(arguments) == 1
    assert r"one.jsonl:2: expected query_id, answerable and quotes" in capsys.readouterr().err


@pytest.mark.usefixtures("hashing")
def test_with_a_reader_other_constants_are_printed_and_other_evidence_is_kept(
    two: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = [*two, "--evidence", str(tmp_path / "evidence")]
    assert main(arguments) == 0
    kept = (tmp_path / "evidence" / "one.jsonl").read_text()
    assert main([*arguments, "--reader", "words"]) == 0
    printed = capsys.readouterr()
    assert "WITH_READER = Constants(" in printed.out
    assert "is of other questions, documents or code" in printed.err
    assert (tmp_path / "evidence" / "one.jsonl").read_text() != kept


@pytest.mark.usefixtures("hashing")
def test_quotes_are_kept_with_what_marks_them(
    two: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*two, "--evidence", str(tmp_path / "evidence")]) == 0
    path = tmp_path / "evidence" / "one.jsonl"
    found = evidence.read_cases(path, "one", json.loads(path.read_text().splitlines()[0])["key"])
    assert found is not None
    by_id = {one.query_id: one for one in found}
    marked = {name: sum(quote.marked for quote in one.quotes) for name, one in by_id.items()}
    # Each judged question has one judged span, and the quotes of one turn are one.
    assert marked == {"F1": 1, "F2": 1, "F3": 1, "F4": 1, "F5": 0, "F6": 0}
    assert all(len(one.quotes) > 1 for one in found)
    assert evidence.read_cases(path, "one", "another") is None


@pytest.mark.usefixtures("hashing")
def test_a_collection_that_is_not_there_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path / "nowhere")]) == 1
    assert "nowhere" in capsys.readouterr().err
