"""Another program's run is scored as ours is."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.command import Beside, evaluate
from eval.report.report import Report
from eval.running.systems import OURS
from index.errors import CollectionError
from tests.eval.fiction import HARBOUR, LOCKS, write_fiction
from tests.eval.test_beir import write_beir
from tests.fakes import HashingEncoder


def measured(place: Path, folder: Path, lines: str, name: str = "theirs.trec") -> Report:
    run = place / name
    run.write_text(lines, encoding="utf-8")
    beside = Beside(outside=[run])
    return evaluate([folder], encoder=HashingEncoder(), cache=place / "cache", beside=beside)


def test_spans_from_elsewhere_are_scored_beside_ours(tmp_path: Path) -> None:
    folder = write_fiction(tmp_path)
    start = HARBOUR.index("It opens")
    asks = LOCKS.index("Commissioner, is")
    lines = (
        f"F1 Q0 harbour.txt:{start}-{start + 29} 1 3.0 theirs\n"
        f"F4 Q0 locks.txt:{asks}-{asks + 40} 1 2.0 theirs\n"
    )
    (run,) = measured(tmp_path, folder, lines).runs
    theirs = {one.system: one for one in run.scores}["theirs"]
    assert theirs.per_question["hit@1"] == {"F1": 1.0, "F2": 0.0, "F3": 0.0, "F4": 0.0}
    # F4's words are a reporter's: one of the four questions is answered by a question.
    assert theirs.rates["question as answer"].value == 0.25
    assert theirs.rates["verbatim"].value == 1.0
    (found,) = run.outcomes["theirs"][0].hits
    assert (found.label, found.text) == ("MS. ADLER", "It opens on the ninth of May.")
    assert "theirs" in {one.baseline for one in run.comparisons["nDCG@10"]}


def test_our_own_run_file_scores_as_we_do(tmp_path: Path) -> None:
    folder = write_fiction(tmp_path)
    cache = tmp_path / "cache"
    first = evaluate([folder], encoder=HashingEncoder(), cache=cache, out=tmp_path / "runs")
    assert first.folder is not None
    lines = (first.folder / "fiction" / "onrecord.trec").read_text(encoding="utf-8")
    scores = {one.system: one for one in measured(tmp_path, folder, lines).runs[0].scores}
    for measure in ("nDCG@10", "MRR", "R@10"):
        assert scores["theirs"].per_question[measure] == scores[OURS].per_question[measure]


def test_documents_from_elsewhere_are_scored_beside_ours(tmp_path: Path) -> None:
    folder = write_beir(tmp_path / "quayside")
    lines = "q1 Q0 blank 1 9 theirs\nq1 Q0 pier 2 8 theirs\nq2 Q0 goat 1 7 theirs\n"
    (run,) = measured(tmp_path, folder, lines).runs
    theirs = {one.system: one for one in run.scores}["theirs"]
    assert theirs.per_question["MRR"] == {"q1": 0.5, "q2": 1.0, "q3": 0.0}


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("F9 Q0 harbour.txt:1-5 1 1 t", r"theirs\.trec: no question 'F9' in fiction"),
        ("F1 Q0 harbour.txt 1 1 t", r"'harbour\.txt' is no place in a document .*a\.txt:120-340"),
        ("F1 Q0 sea.txt:1-5 1 1 t", r"'sea\.txt:1-5' is no place"),
        ("F1 Q0 harbour.txt:1-99999 1 1 t", r"'harbour\.txt:1-99999' is no place"),
        ("F1 harbour.txt:1-5 1 1 t", r"theirs\.trec:1: expected 6 columns"),
    ],
)
def test_what_fits_no_collection_is_refused(tmp_path: Path, line: str, message: str) -> None:
    folder = write_fiction(tmp_path)
    with pytest.raises(CollectionError, match=message):
        measured(tmp_path, folder, line + "\n")


def test_a_run_needs_a_name_of_its_own(tmp_path: Path) -> None:
    folder = write_fiction(tmp_path)
    with pytest.raises(CollectionError, match="two systems have the name bm25: rename the file"):
        measured(tmp_path, folder, "F1 Q0 harbour.txt:1-5 1 1 t\n", "bm25.trec")
