from __future__ import annotations

from pathlib import Path

import pytest

from eval.running.trec import qrels_lines, read_run, trec_id, write_qrels, write_run
from index.errors import CollectionError
from tests.eval.judged import read_qrels

QRELS = "q1 0 pier 2\nq1\t0\tgoat\t0\n\nq2 0 pier -1\n"
RUN = "q1 Q0 goat 1 0.5 try\nq1 Q0 pier 2 1.5 try\nq1 Q0 crane 3 0.5 try\n"


def test_qrels_are_read_by_question_and_document(tmp_path: Path) -> None:
    path = tmp_path / "qrels.txt"
    path.write_text(QRELS, encoding="utf-8")
    judged = [("q1", "pier", 2), ("q1", "goat", 0), ("q2", "pier", -1)]
    assert [(query_id, doc_id, grade) for _, query_id, doc_id, grade in qrels_lines(path)] == judged
    assert [number for number, *_ in qrels_lines(path)] == [1, 2, 4]
    # Another's reader finds the same.
    assert read_qrels(path) == {"q1": {"pier": 2, "goat": 0}, "q2": {"pier": -1}}


def test_the_score_orders_a_run_and_ties_go_by_id(tmp_path: Path) -> None:
    path = tmp_path / "run.trec"
    path.write_text(RUN, encoding="utf-8")
    assert list(read_run(path)["q1"].items()) == [("pier", 1.5), ("crane", 0.5), ("goat", 0.5)]


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    qrels = {"q 1": {"the pier.txt:3-9": 2, "100% goat": 0}}
    run = {"q 1": {"the pier.txt:3-9": 2.5, "100% goat": -1.0}}
    write_qrels(tmp_path / "qrels.txt", qrels)
    write_run(tmp_path / "run.trec", run, "on record")
    escaped = {"q%201": {"the%20pier.txt:3-9": 2, "100%25%20goat": 0}}
    assert read_qrels(tmp_path / "qrels.txt") == escaped
    assert read_run(tmp_path / "run.trec") == {
        trec_id(query_id): {trec_id(doc_id): score for doc_id, score in found.items()}
        for query_id, found in run.items()
    }
    lines = (tmp_path / "run.trec").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "q%201 Q0 the%20pier.txt:3-9 1 2.500000 on%20record"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("q1 0 crane", r"qrels\.txt:5: expected 4 columns .*found 3: 'q1 0 crane'.*%20"),
        ("q1 0 crane yes", r"qrels\.txt:5: relevance must be a whole number such as 1, is 'yes'"),
    ],
)
def test_a_wrong_qrels_line_is_named(tmp_path: Path, line: str, message: str) -> None:
    path = tmp_path / "qrels.txt"
    path.write_text(QRELS + line + "\n", encoding="utf-8")
    with pytest.raises(CollectionError, match=message):
        list(qrels_lines(path))


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("q1 Q0 lamp 4 0.1", r"run\.trec:4: expected 6 columns .*found 5"),
        ("q1 Q0 lamp four 0.1 try", r"run\.trec:4: rank must be a whole number such as 1"),
        ("q1 Q0 lamp 4 nan try", r"run\.trec:4: score must be a number such as 12\.5, is 'nan'"),
        ("q1 Q0 lamp 4 high try", r"run\.trec:4: score must be a number"),
        ("q1 Q0 pier 4 0.1 try", r"run\.trec:4: q1 ranks 'pier' twice"),
    ],
)
def test_a_wrong_run_line_is_named(tmp_path: Path, line: str, message: str) -> None:
    path = tmp_path / "run.trec"
    path.write_text(RUN + line + "\n", encoding="utf-8")
    with pytest.raises(CollectionError, match=message):
        read_run(path)


def test_an_empty_run_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "empty"
    path.write_text("\n", encoding="utf-8")
    with pytest.raises(CollectionError, match="has no results; expected lines of query_id"):
        read_run(path)
