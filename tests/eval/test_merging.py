from __future__ import annotations

from eval.judging.merging import PooledPassage, merge

# Three sentences with a space between them.
PASSAGE = PooledPassage("a.txt", ((0, 10), (11, 20), (21, 30)), "MS. ADLER")


def spans(*judges: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Merge marks that are given as first and last sentence and grade."""
    judged = [[PASSAGE.gold("J001", *mark) for mark in marks] for marks in judges]
    return [(gold.start, gold.end, gold.relevance) for gold in merge([PASSAGE], judged)]


def test_one_persons_marks_stay_as_they_are() -> None:
    assert spans([(1, 1, 2), (0, 0, 2)]) == [(0, 10, 2), (11, 20, 2)]


def test_two_who_agree_give_one_span() -> None:
    assert spans([(0, 1, 2)], [(0, 1, 2)]) == [(0, 20, 2)]


def test_each_sentence_gets_the_mean_rounded_down() -> None:
    # Sentence 1: (2 + 2) / 2 = 2; sentence 2: (2 + 0) / 2 = 1; sentence 3: (0 + 1) / 2 = 0.
    assert spans([(0, 1, 2)], [(0, 0, 2), (2, 2, 1)]) == [(0, 10, 2), (11, 20, 1)]


def test_sentences_of_one_grade_are_one_span_where_somebody_marked_them_together() -> None:
    assert spans([(0, 1, 2)], [(0, 0, 1), (1, 1, 1)]) == [(0, 20, 1)]
    assert spans([(0, 0, 2), (1, 1, 2)], [(0, 0, 2), (1, 1, 2)]) == [(0, 10, 2), (11, 20, 2)]


def test_where_nothing_is_left_the_passage_is_judged_zero() -> None:
    assert spans([(0, 2, 0)], [(1, 1, 1)]) == [(0, 30, 0)]


def test_three_people() -> None:
    # (2 + 2 + 1) / 3 = 1.67, rounded down 1.
    assert spans([(0, 0, 2)], [(0, 0, 2)], [(0, 0, 1)]) == [(0, 10, 1)]


def test_a_passages_grade_is_the_best_mark_in_it() -> None:
    marks = [PASSAGE.gold("J001", 0, 0, 1), PASSAGE.gold("J001", 2, 2, 2)]
    assert PASSAGE.grade(marks) == 2
    assert PASSAGE.grade([]) == 0
    assert PASSAGE.run(marks[1]) == (2, 2)
