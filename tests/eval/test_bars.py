"""The bars of speed: how sides are run in turns, what holds, and that each can be measured."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest

from eval.bench import __main__ as program
from eval.bench import asking
from eval.bench.bars import adding_bars, grown, reader_bar, scan_bars
from eval.bench.finding import keyword_bars, usual_filters
from eval.bench.growing import grow
from eval.bench.pairs import bar, in_turns
from eval.bench.questions import questions
from index.build import Index, open_index
from retrieval.answer import Searcher
from retrieval.catalogue import Catalogue
from retrieval.results import Question
from tests.fakes import HashingEncoder


def test_sides_run_in_turns_each_first_every_other_round() -> None:
    run: list[str] = []
    now = [0.0]

    def side(name: str, taken: float) -> None:
        run.append(name)
        now[0] += taken

    taken = in_turns(
        {"ours": lambda: side("ours", 3.0), "base": lambda: side("base", 2.0)}, 3, lambda: now[0]
    )
    assert run == ["ours", "base", *("ours", "base", "base", "ours", "ours", "base")]
    assert taken == {"ours": [3.0] * 3, "base": [2.0] * 3}


def test_a_bar_holds_where_the_whole_interval_is_inside() -> None:
    # 29 of 30 pairs at 1.2 and one at 9: the interval leaves the one out.
    held = bar("one / other", [1.2] * 29 + [9.0], [1.0] * 30, most=1.25)
    assert held.held
    assert held.ratio.high == pytest.approx(1.2)
    # Of 30 ratios in order the 10th and the 22nd bound the median: 15 -+ 1.96 * sqrt(30) / 2.
    assert bar("one / other", [1.0] * 22 + [1.4] * 8, [1.0] * 30, most=1.1).held
    wide = bar("one / other", [1.0] * 21 + [1.4] * 9, [1.0] * 30, most=1.1)
    assert (wide.ratio.median, wide.ratio.high) == (1.0, 1.4)
    assert not wide.held
    assert bar("one / other", [1.0], [1.0]).held is None
    head, first, last = program._bars([held, bar("neither", [0.5], [1.0])])
    assert head[0] == "ratio"
    assert first[1:8] == ("1", "1.20", "1.20", "1.20", "30", "1.25", "yes")
    assert last[6:] == ("–", "–", "500.0", "1000.0")


def test_vectors_grow_from_the_indexes_own(opened: Index) -> None:
    own = opened.vectors.rows(opened.vectors.keys())
    found = grown(opened, 3 * len(own))
    np.testing.assert_array_equal(found.matrix[: len(own)], own)
    lengths = np.linalg.norm(found.matrix, axis=1)
    assert lengths == pytest.approx(np.ones(len(lengths)), abs=1e-6)
    # A vector and noise of length 0.45 at a right angle to it: 1 / sqrt(1 + 0.45²).
    cosines = np.sum(found.matrix[len(own) : 2 * len(own)] * own, axis=1)
    assert float(cosines.mean()) == pytest.approx(1 / math.sqrt(1 + 0.45**2), abs=0.02)
    bars = scan_bars(found, own[:2], rounds=2)
    assert [one.ratio.count for one in bars] == [2, 2]
    assert all(one.ours.median > 0 for one in bars)


def test_putting_a_document_is_measured_on_copies(opened: Index, tmp_path: Path) -> None:
    asked = questions(opened.store, 4, None)
    paths = sorted((tmp_path / "documents").iterdir())
    before = opened.store.counts()
    bars = adding_bars(tmp_path / "data", HashingEncoder(), paths, asked, rounds=2)
    assert [one.ratio.count for one in bars] == [2, 2, 2]
    assert f"into {before.passages:,} passages" in bars[0].what
    assert opened.store.counts() == before


def test_a_large_record_is_a_small_one_again_and_again_with_other_words(
    opened: Index, tmp_path: Path
) -> None:
    before = opened.store.counts()
    with open_index(tmp_path / "large", HashingEncoder(), create=True) as large:
        grow(opened, large, 2 * before.passages)
        grow(opened, large, 2 * before.passages + 1)
        after = large.store.counts()
        assert after.passages > 2 * before.passages
        assert (after.speakers, after.sources) == (before.speakers, 2 * before.sources + 1)
        names = [stored.name for stored in large.store.sources()]
        assert sorted({name.split("/")[0] for name in names}) == ["000", "001", "002"]
        own = opened.store.source_text(opened.store.sources()[0].source_id)
        first, other = (large.store.source(f"{copy}/{own.name}") for copy in ("000", "001"))
        texts = [large.store.text(one.source_id) for one in (first, other)]
        assert texts[0].startswith(own.text)
        assert texts[1] != texts[0]
        assert [len(word) for word in texts[1].split()] == [len(word) for word in texts[0].split()]
        keys = large.vectors.keys()[: 2 * before.passages]
        rows = large.vectors.rows(keys)
        cosines = np.sum(rows[: before.passages] * rows[before.passages :], axis=1)
        assert float(cosines.mean()) == pytest.approx(1 / math.sqrt(1 + 0.45**2), abs=0.02)
        answer = Searcher(large).ask(Question(questions(large.store, 1, None)[0]))
        assert answer.quotes or answer.nearest


def test_a_search_by_words_is_measured_with_the_librarys_part_and_under_filters(
    opened: Index,
) -> None:
    bars = keyword_bars(opened, questions(opened.store, 4, None), rounds=4)
    assert bars[0].ratio.low >= 1
    assert [one.ratio.count for one in bars] == [4, 4, 4]
    assert [one.most for one in bars] == [1.3, 1.2, 1.2]
    catalogue = Catalogue(opened.store)
    speaker, month = usual_filters(catalogue)
    for filters in (speaker, month):
        allowed = catalogue.allowed_turns(filters)
        assert 0 < allowed.sum() < len(allowed)


def test_another_reader_has_no_passes_to_compare() -> None:
    assert reader_bar(None, ["The toll is nine."], 1, 2) is None


def test_the_tables_are_printed_and_written(
    opened: Index,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    opened.close()
    monkeypatch.setattr(program, "load_encoder", HashingEncoder)
    monkeypatch.setattr(program, "load_reader", lambda threads: None)
    monkeypatch.setattr(asking, "load_reader", lambda: None)
    monkeypatch.setattr(program, "shell_bar", lambda rounds: bar("shell", [1.0], [2.0], most=1.0))
    out = tmp_path / "runs" / "bench.json"
    given = ["--data", str(tmp_path / "data"), "--out", str(out), "--no-serve", "--build", "0"]
    sizes = ["--questions", "4", "--pairs", "1", "--vectors", "200"]
    assert program.main([str(tmp_path / "documents"), *given, *sizes]) == 0
    printed = capsys.readouterr().out
    written = out.with_suffix(".md").read_text(encoding="utf-8")
    for tables in (printed, written):
        for what in ("memory read", "question in process", "nearest 100 of 200 vectors", "shell"):
            assert what in tables
    assert "| shell | 1 | 0.50 | 0.50 | 0.50 | 1 | 1.00 | yes | 1000.0 | 2000.0 |" in written
    kept = json.loads(out.read_text(encoding="utf-8"))["bench"]
    assert [one["most"] for one in kept["bars"]] == [1.4, 1.2, 1.3, 1.2, 1.2, 1.5, 1.5, 1.5, 1.0]
    assert kept["machine"]["processor"] in written
