"""What the report says in words: its text and its tables."""

from __future__ import annotations

import re
from dataclasses import replace

from eval.report.report import Report, question_listing
from eval.report.tables import differences_table, figures_table, overview_table, page_tables
from eval.running.systems import BASELINES, OURS
from eval.runs import CollectionRun
from tests.eval.fiction import changed


def rows_of(text: str, first: str) -> list[list[str]]:
    """The table of a text whose head begins so."""
    lines = text.splitlines()
    start = next(at for at, line in enumerate(lines) if line.startswith(first))
    stop = next(at for at in range(start, len(lines)) if not lines[at])
    return [line.split() for line in lines[start + 2 : stop]]


# The text for a terminal


def test_the_text_says_which_differences_chance_may_make(report: Report) -> None:
    (run,) = report.runs
    first, second, *others = run.comparisons["nDCG@10"]
    told = (replace(first, p_corrected=0.2), replace(second, p_corrected=0.001), *others)
    text = replace(report, runs=(replace(run, comparisons={"nDCG@10": told}),)).text()
    rows = rows_of(text, f"{OURS} against")
    assert [row[0] for row in rows] == [one.baseline for one in told]
    assert rows[0][-3:] == ["0.2000", "not", "significant"]
    assert rows[1][-1] == "0.0010"
    assert rows[0][2] == f"{first.mean.value:+.3f}"
    assert rows[0][-5:-3] == [str(first.better), str(first.worse)]
    cells = differences_table({"nDCG@10": told}).lines[0].cells
    assert [cell.notes[-1] for cell in cells[:2]] == ["p 0.2000, not significant", "p 0.0010"]
    sides = f"{first.better} better, {first.worse} worse of {first.mean.count}"
    assert cells[0].notes[-2] == sides


def test_the_head_of_the_text_says_what_was_asked_of_what(report: Report) -> None:
    (run,) = report.runs
    made = replace(run, build_s=3.0, asking_s=7.0, index={"passages": 1_234})
    (head,) = [
        line for line in replace(report, runs=(made,)).text().splitlines() if "1,234" in line
    ]
    assert head == (
        "fiction: 2 documents, 1,234 passages, 5 questions (4 answerable, 1 that nothing "
        "answers); made ready in 3 s, all systems asked in 7 s"
    )
    inside = replace(report, runs=(replace(made, inside=True),)).text()
    assert "fiction, each question inside its document: 2 documents" in inside


def test_a_table_without_lines_is_left_out_of_the_text(report: Report) -> None:
    (run,) = report.runs
    assert f"{OURS} against" in report.text()
    text = replace(report, runs=(replace(run, comparisons={}),)).text()
    assert f"{OURS} against" not in text
    assert "\n\n\n" not in text


def test_the_listing_says_how_each_question_was_decided(run: CollectionRun) -> None:
    run = changed(run, "F1", answered=False)
    run = changed(run, "F2", answered=True)
    run = changed(run, "F3", error="it broke")
    run = changed(run, "F5", answered=True)
    outcomes = tuple(one for one in run.outcomes[OURS] if one.query_id != "F4")
    rows = question_listing(replace(run, outcomes={**run.outcomes, OURS: outcomes})).splitlines()[
        4:
    ]
    told = {cells[0]: cells[2] for row in rows if (cells := re.split(r"\s{2,}", row))}
    assert told == {
        "F1": "refused, wrongly",
        "F2": "answered",
        "F3": "error",
        "F4": "–",
        "F5": "answered, wrongly",
    }
    # Nothing that has no answer has a measure of its order.
    (last,) = [row for row in rows if row.startswith("F5")]
    assert last.split().count("–") == len(run.scores)


# Tables


def test_the_overview_takes_the_best_of_those_that_do_not_refuse(run: CollectionRun) -> None:
    line = overview_table([run]).lines[0]
    ranks = {one.system: one.figures["nDCG@10"].value for one in run.scores}
    best = max(BASELINES, key=lambda name: ranks[name])
    assert min(ranks[name] for name in BASELINES) < ranks[best] < ranks[OURS]
    assert [cell.shown for cell in line.cells[3:5]] == [best, f"{ranks[best]:.3f}"]
    decision = run.scores[0].decision
    assert decision is not None
    assert [cell.value for cell in line.cells[5:]] == [
        decision.false_answers.value,
        decision.false_refusals.value,
    ]
    assert (line.label, line.link) == ("fiction", "fiction")


def test_an_overview_without_a_baseline_has_dashes(run: CollectionRun) -> None:
    line = overview_table([replace(run, scores=run.scores[:1])]).lines[0]
    assert [cell.shown for cell in line.cells[3:5]] == ["–", "–"]
    undecided = replace(run, scores=(replace(run.scores[0], decision=None), *run.scores[1:]))
    assert [cell.shown for cell in overview_table([undecided]).lines[0].cells[5:]] == ["–", "–"]


def test_the_figures_end_with_the_questions_and_both_times(run: CollectionRun) -> None:
    table = figures_table(run.scores)
    assert table.heads[-3:] == ("n", "p50 ms", "p99 ms")
    rows = {line.label: [cell.value for cell in line.cells[-3:]] for line in table.lines}
    for system in run.scores:
        search = system.latency["search"]
        assert search.p50_ms < search.p99_ms
        assert rows[system.system] == [4, search.p50_ms, search.p99_ms]


def test_tables_without_lines_are_left_out_of_the_page(run: CollectionRun) -> None:
    assert [table.name for table in page_tables(run)] == [
        *("kinds", "differences", "decisions", "rates")
    ]
    none = replace(run, comparisons={})
    assert "differences" not in [table.name for table in page_tables(none)]
