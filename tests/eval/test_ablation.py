from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from eval.ablation import Ablation, _fusion, ablate, switches, without
from eval.command import Ours
from eval.measuring.significance import Interval
from eval.running.systems import OURS
from retrieval.ranking import Ranking
from tests.eval.fiction import write_fiction
from tests.fakes import HashingEncoder

PARTS = ("dense", "keywords", "exchanges", "stretches", "demote_questions", "understand", "openers")


@dataclass(frozen=True, slots=True)
class Later(Ranking):
    """A ranking that was given one more part."""

    rerank: bool = True


@pytest.fixture(scope="module")
def ablation(tmp_path_factory: pytest.TempPathFactory) -> Ablation:
    place = tmp_path_factory.mktemp("ablation")
    folder = write_fiction(place)
    cache, out = place / "cache", place / "runs"
    # By their length answers of two sentences would be a hundredth below or above the questions.
    ranking = Ranking(length_weight=0.0)
    return ablate([folder], encoder=HashingEncoder(), cache=cache, out=out, ours=Ours(ranking))


def test_every_switch_is_a_part_and_a_new_one_too() -> None:
    assert set(PARTS) <= set(switches(Ranking()))
    assert switches(Later()) == (*switches(Ranking()), "rerank")
    assert "openers" not in switches(Ranking(openers=False))
    assert "depth" not in switches(Ranking(depth=1))


def test_each_part_is_switched_off_in_turn(ablation: Ablation) -> None:
    (run,) = ablation.report.runs
    assert [one.system for one in run.scores] == [OURS, *map(without, ablation.parts)]
    lacking = {one.system: one for one in run.scores}[without("demote_questions")]
    # Only there reporters' questions top a list: F1's and F4's, of four answerable questions.
    assert lacking.rates["question as answer"].value == 0.5
    assert run.scores[0].rates["question as answer"].value == 0.0
    differences = {one.baseline: one for one in run.comparisons["hit@1"]}
    assert set(differences) == set(map(without, ablation.parts))
    assert differences[without("demote_questions")].mean.value == 0.5
    assert (differences[without("demote_questions")].better, lacking.figures["hit@1"].count) == (
        2,
        4,
    )


def test_one_table_says_what_each_part_is_worth(ablation: Ablation) -> None:
    lines = ablation.text().splitlines()
    assert lines[0] == "fiction: the ranking without each of its parts, 4 questions"
    assert lines[4].startswith("full ")
    (row,) = [line for line in lines if line.startswith("without demote_questions")]
    assert "+0.500" in row
    assert "not significant" in row
    assert "| without dense |" in ablation.markdown()
    assert ablation.json()["parts"] == list(ablation.parts)


def test_a_second_table_says_what_fusion_is_worth(ablation: Ablation) -> None:
    (run,) = ablation.runs
    by = {one.system: one for one in run.scores}
    lines = ablation.markdown().splitlines()
    place = lines.index("| questions | n | by meaning | by words | both | both - better |")
    cells = [cell.strip() for cell in lines[place + 2].strip("|").split("|")]
    meaning, words, both = (
        by[name].figures["nDCG@10"].value for name in (without("keywords"), without("dense"), OURS)
    )
    assert cells[:5] == ["all", "4", f"{meaning:.3f}", f"{words:.3f}", f"{both:.3f}"]
    kinds = [line.split("|")[1].strip() for line in lines[place + 3 :] if line.startswith("|")]
    assert kinds == [kind for kind, one in by[OURS].by_kind.items() if one["nDCG@10"].count]


@pytest.mark.parametrize(
    ("both", "cell"), [(0.496, "-0.004"), (0.494, "-0.006 below the rule"), (0.75, "+0.250")]
)
def test_what_fusion_loses_is_marked(ablation: Ablation, both: float, cell: str) -> None:
    (run,) = ablation.runs
    given = {without("keywords"): 0.5, without("dense"): 0.25, OURS: both}
    scores = [
        replace(
            one,
            figures={"nDCG@10": Interval(given[one.system], 0.0, 1.0, 4)},
            by_kind={},
        )
        for one in run.scores
        if one.system in given
    ]
    rows = _fusion(replace(run, scores=tuple(scores)))
    assert rows[1:] == [("all", "4", "0.500", "0.250", f"{both:.3f}", cell)]
    assert _fusion(replace(run, scores=tuple(scores[:1]))) == []


def test_the_run_folder_has_the_table_too(ablation: Ablation) -> None:
    folder = ablation.report.folder
    assert folder is not None
    assert folder.name.startswith("ablation-")
    assert (folder / "ablation.md").read_text(encoding="utf-8") == ablation.markdown()
    assert (folder / "fiction" / "withoutdense.trec").is_file()
