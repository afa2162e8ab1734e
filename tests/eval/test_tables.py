from __future__ import annotations

from eval.measuring.tables import columns, pipes

ROWS = [("system", "hit@1", "note"), ("ours", "0.500", "a|b"), ("bm25", "–", "")]


def test_numbers_stand_right_and_words_left() -> None:
    assert columns(ROWS) == [
        "system  hit@1  note",
        "-------------------",
        "ours    0.500  a|b",
        "bm25        –",
    ]


def test_markdown_escapes_its_own_marks() -> None:
    assert pipes(ROWS) == [
        "| system | hit@1 | note |",
        "| --- | ---: | --- |",
        "| ours | 0.500 | a\\|b |",
        "| bm25 | – |  |",
    ]
