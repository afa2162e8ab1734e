"""Bars on an evaluation, and whether they catch a ranking that was broken on purpose."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from eval.collections.collection import load_collection
from eval.command import Beside, Choose, evaluate
from eval.gate import Bar, Side, check, check_names, fail_under, figures_of, fold, read_gate
from eval.report.report import Report
from eval.running.systems import OnRecord
from index.errors import SettingsError
from index.records import Filters, Role
from retrieval.answer import Searcher
from retrieval.candidates import QUESTIONS, _Search
from retrieval.catalogue import BoolArray
from retrieval.ranking import Ranking
from tests.eval.fiction import write_fiction
from tests.fakes import HashingEncoder

Roles = tuple[Role, ...] | None

# As small against the sample set as 150 passages and 30 stretches are against a real record.
DEPTH = 10
BEST_STRETCHES = 2
MARGIN = 0.01


def only_ours(ranking: Ranking) -> Choose:
    return lambda _, opened: [
        OnRecord(Searcher(opened, ranking)),
        OnRecord(Searcher(opened, ranking), explicit=True),
    ]


Measure = Callable[[Ranking], Report]


@pytest.fixture(scope="module")
def measured(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Measure]:
    """The sample set with a ranking; its index is built once."""
    cache = tmp_path_factory.mktemp("cache")
    sample = project / "eval" / "sets" / "sample"

    def measure(ranking: Ranking) -> Report:
        beside = Beside(choose=only_ours(ranking))
        return evaluate([sample], encoder=HashingEncoder(), cache=cache, beside=beside)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("retrieval.candidates.BEST_STRETCHES", BEST_STRETCHES)
        yield measure


@pytest.fixture(scope="module")
def gate(measured: Measure) -> tuple[Bar, ...]:
    """Bars a little below what the whole ranking reaches."""
    (run,) = measured(Ranking(depth=DEPTH)).runs
    figures = figures_of(run)
    least = ("ndcg_10", "hit_1", "r_10", "with_filters_ndcg_10", "with_filters_r_10")
    bars = [Bar("sample", name, "least", figures[name] - MARGIN) for name in least]
    bars += [
        Bar("sample", name, "most", figures[name] + MARGIN)
        for name in ("question_as_answer", "no_result", "with_filters_no_result")
    ]
    assert check([run], bars).status == 0
    return tuple(bars)


def test_question_turns_that_are_not_demoted_are_caught(
    measured: Measure, gate: tuple[Bar, ...]
) -> None:
    verdict = check(measured(Ranking(depth=DEPTH, demote_questions=False)).runs, gate)
    assert verdict.status == 3
    assert "question_as_answer" in {one.bar.measure for one in verdict.not_held}


@pytest.mark.parametrize(
    ("ranking", "caught"),
    [
        (Ranking(depth=DEPTH, exchange_weight=0.0), {"ndcg_10", "hit_1"}),
        (Ranking(depth=DEPTH, stretch_weight=0.0), {"ndcg_10"}),
    ],
    ids=["exchange", "stretch"],
)
def test_a_fusion_weight_of_zero_is_caught(
    measured: Measure, gate: tuple[Bar, ...], ranking: Ranking, caught: set[str]
) -> None:
    verdict = check(measured(ranking).runs, gate)
    assert caught <= {one.bar.measure for one in verdict.not_held}


def test_a_filter_after_the_best_were_taken_is_caught(
    measured: Measure, gate: tuple[Bar, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    near, spoken, in_stretches = _Search.near, _Search.spoken, _Search.in_stretches

    def unfiltered(search: _Search) -> _Search:
        return replace(search, reading=replace(search.reading, filters=Filters()))

    def late_near(search: _Search, allowed: BoolArray) -> set[int]:
        free = unfiltered(search)
        asks = search.reading.understood.asks_for_question
        turns = free.allowed(QUESTIONS, own_voice=True) if asks else free.answering()
        return search.among(near(free, turns), allowed)

    def late_spoken(
        search: _Search, roles: Roles, fields: dict[str, float], allowed: BoolArray
    ) -> set[int]:
        found = spoken(unfiltered(search), roles, fields, np.ones_like(allowed))
        return search.among(found, allowed)

    def late_in_stretches(search: _Search, allowed: BoolArray) -> set[int]:
        found = in_stretches(unfiltered(search), np.ones_like(allowed))
        return search.among(found, allowed)

    monkeypatch.setattr(_Search, "near", late_near)
    monkeypatch.setattr(_Search, "spoken", late_spoken)
    monkeypatch.setattr(_Search, "in_stretches", late_in_stretches)
    verdict = check(measured(Ranking(depth=DEPTH)).runs, gate)
    not_held = {one.bar.measure for one in verdict.not_held}
    assert {"no_result", "with_filters_no_result"} <= not_held, verdict


@pytest.fixture(scope="module")
def fiction(tmp_path_factory: pytest.TempPathFactory) -> Report:
    place = tmp_path_factory.mktemp("fiction")
    beside = Beside(choose=only_ours(Ranking()))
    folder = write_fiction(place)
    return evaluate([folder], encoder=HashingEncoder(), cache=place / "cache", beside=beside)


def test_bars_are_read_from_toml_and_json(tmp_path: Path, fiction: Report) -> None:
    bars = (
        Bar("fiction", "ndcg_10", "least", 0.7),
        Bar("fiction", "question_as_answer", "most", 0.02),
    )
    toml = tmp_path / "gate.toml"
    toml.write_text('[fiction]\n"nDCG@10" = {least = 0.7}\nquestion_as_answer = {most = 0.02}\n')
    assert read_gate(toml) == bars
    given = {"fiction": {"ndcg": {"least": 0.7}, "question as answer": {"most": 0.02}}}
    (tmp_path / "gate.json").write_text(json.dumps(given))
    assert read_gate(tmp_path / "gate.json") == bars
    verdict = check(fiction.runs, bars)
    assert (verdict.status, verdict.lines()) == (0, ["2 of 2 bars held"])


def test_what_is_not_held_is_listed(fiction: Report) -> None:
    bars = [
        Bar("fiction", "ndcg_10", "least", 1.5),
        Bar("fiction", "ndcg_10_context", "least", 0.5),
        Bar("elsewhere", "ndcg_10", "least", 0.1),
        *fail_under(["hit@1=2"]),
    ]
    verdict = check(fiction.runs, bars)
    assert verdict.status == 3
    assert verdict.lines() == [
        "1 of 4 bars held",
        "fiction: ndcg_10 is 1.0000, has to be at least 1.5",
        "elsewhere: ndcg_10 was not measured, has to be at least 0.1",
        "fiction: hit_1 is 1.0000, has to be at least 2",
    ]
    assert json.loads(json.dumps(verdict.json(), allow_nan=False))["not_held"][1] == {
        "collection": "elsewhere",
        "measure": "ndcg_10",
        "least": 0.1,
        "figure": None,
    }


def test_a_measure_that_there_is_not_is_told_with_near_ones(fiction: Report) -> None:
    with pytest.raises(SettingsError, match=r"no measure 'ndgc_10'; there are ndcg_10"):
        check(fiction.runs, [Bar("fiction", "ndgc_10", "least", 0.5)])


@pytest.mark.parametrize(
    ("bar", "message"),
    [
        (("fictoin", "ndcg_10", "least"), "bars for 'fictoin', .*; there are fiction$"),
        (("fiction", "ndgc_10", "least"), "fiction: there is no measure 'ndgc_10'; .* ndcg_10"),
        (("*", "hit_1_nonsense", "least"), "there is no measure 'hit_1_nonsense'; .* hit_1"),
    ],
)
def test_wrong_names_are_told_before_anything_is_measured(
    tmp_path: Path, fiction: Report, bar: tuple[str, str, Side], message: str
) -> None:
    collection = load_collection(write_fiction(tmp_path))
    with pytest.raises(SettingsError, match=message):
        check_names([Bar(*bar, 0.5)], [collection])
    # All that can be measured is known before.
    (run,) = fiction.runs
    check_names([Bar("fiction", name, "least", 0.5) for name in figures_of(run)], [collection])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[sample]\nndcg = = 3", r"gate\.toml is not TOML: .*line 2"),
        ("", r"gate\.toml has no bars; expected a collection"),
        ("sample = 3", r"'sample' has no measures"),
        ("[sample]\nndcg = 0.7", r"sample: ndcg must be {least = …} or {most = …}, is 0\.7"),
        ("[sample]\nndcg = {above = 0.7}", r"ndcg must be {least"),
        ("[sample]\nndcg = {least = 'much'}", r"ndcg must be a number such as 0\.70, is 'much'"),
        ("[sample]\nndcg = {most = 0.7}", r"ndcg is better when higher: its bar is {least = 0\.7}"),
        ("[sample]\nfalse_answers = {least = 0.1}", r"false_answers is better when lower"),
    ],
)
def test_a_wrong_gate_is_refused(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "gate.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=message):
        read_gate(path)


@pytest.mark.parametrize("given", ["ndcg", "=0.7", "ndcg=", "ndcg=much", "ndcg=nan"])
def test_a_wrong_fail_under_is_refused(given: str) -> None:
    with pytest.raises(SettingsError, match=r"expected MEASURE=VALUE, such as ndcg=0\.70"):
        fail_under([given])


def test_fail_under_is_for_measures_that_are_better_when_higher() -> None:
    with pytest.raises(SettingsError, match=r"its bar is {most = 0\.02} in a gate file"):
        fail_under(["question_as_answer=0.02"])


def test_names_fold() -> None:
    assert fold("nDCG@10") == fold("ndcg") == "ndcg_10"
    assert fold("char F1 quote") == "char_f1_quote"


def lowered(before: Sequence[Bar], after: Sequence[Bar]) -> list[str]:
    """Where a gate asks for less than it did: bars that were moved the easy way or taken out."""
    now = {(bar.collection, bar.measure, bar.side): bar.value for bar in after}
    found = []
    for bar in before:
        value = now.get((bar.collection, bar.measure, bar.side))
        place = f"{bar.collection}: {bar.measure} at {bar.side} {bar.value:g}"
        if value is None:
            found.append(f"{place} is gone")
        elif value != bar.value and (value < bar.value) == (bar.side == "least"):
            found.append(f"{place} is now {value:g}")
    return found


def test_a_gate_that_asks_for_less_is_noticed() -> None:
    before = [Bar("a", "ndcg_10", "least", 0.7), Bar("a", "no_result", "most", 0.1)]
    higher = [Bar("a", "ndcg_10", "least", 0.8), Bar("a", "no_result", "most", 0.0)]
    assert lowered(before, higher) == []
    assert lowered(higher, before) == [
        "a: ndcg_10 at least 0.8 is now 0.7",
        "a: no_result at most 0 is now 0.1",
    ]
    assert lowered(before, before[:1]) == ["a: no_result at most 0.1 is gone"]


def test_the_project_gate_is_only_ever_raised(project: Path, tmp_path: Path) -> None:
    if not (project / ".git").exists():
        pytest.skip("no git history to compare with")
    path = "eval/gates/ci.toml"
    now = read_gate(project / path)
    for commit in _git(project, "log", "--format=%H", "--diff-filter=AM", "--", path).split():
        earlier = tmp_path / f"{commit}.toml"
        earlier.write_text(_git(project, "show", f"{commit}:{path}"), encoding="utf-8")
        assert lowered(read_gate(earlier), now) == [], f"against {commit}"


def _git(project: Path, *arguments: str) -> str:
    command = ["git", "-C", str(project), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout
