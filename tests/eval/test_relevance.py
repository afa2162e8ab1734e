from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.collections.collection import Query
from eval.measuring.relevance import (
    breaks_filter,
    by_turns,
    character_f1,
    delivers,
    judge,
    meets,
    overlap,
    speaker_is_right,
)
from eval.running.found import Found, fold_label
from tests.eval.judged import found, gold


def test_half_of_the_gold_span_is_enough_and_less_is_not() -> None:
    span = gold(start=100, end=200)
    assert delivers(found(start=150, end=260), span)  # 50 of 100
    assert not delivers(found(start=151, end=260), span)  # 49 of 100
    assert not delivers(found("b.txt", 100, 200), span)


def test_a_chapter_delivers_nothing() -> None:
    short, long = gold(start=0, end=100), gold(start=0, end=1000)
    assert delivers(found(start=0, end=1500), short)
    assert not delivers(found(start=0, end=1501), short)
    assert delivers(found(start=0, end=2000), long)  # twice the gold span
    assert not delivers(found(start=0, end=2001), long)


def test_a_quote_inside_a_long_gold_span_meets_it_without_delivering_it() -> None:
    span = gold(start=0, end=600)
    assert meets(found(start=100, end=200), span)
    assert not delivers(found(start=100, end=200), span)
    assert not meets(found(start=560, end=700), span)  # 40 of its 140 characters


def test_a_gold_span_pays_once() -> None:
    span = gold(start=0, end=100)
    items = judge(
        [found(start=500, end=600), found(start=0, end=60), found(start=50, end=99)], [span]
    )
    # The third hit covers 49 characters, the second 60: only the second delivers.
    assert [item.gold for item in items] == [None, span, None]
    items = judge([found(start=0, end=60), found(start=40, end=100)], [span])
    assert [item.gold for item in items] == [span, None]


def test_a_hit_over_two_gold_spans_stands_for_both_the_better_first() -> None:
    part = gold(start=0, end=100, relevance=1)
    full = gold(start=110, end=200, relevance=2)
    items = judge([found(start=0, end=200), found(start=300, end=400)], [part, full])
    assert [(item.rank, item.gold) for item in items] == [(1, full), (1, part), (2, None)]


# Eight turns of 90 characters, with labels of ten before all but the first.
TURNS = {"a.txt": [(100 * place, 100 * place + 90) for place in range(8)]}


def spans_of(lines: list[Found]) -> list[tuple[int, int]]:
    return [(line.start, line.end) for line in lines]


def test_a_hit_over_several_turns_is_a_line_for_each() -> None:
    part = gold(start=200, end=290, relevance=1, is_turn=True)
    full = gold(start=500, end=590, relevance=2, is_turn=True)
    wide = found(start=0, end=800)
    assert [item.gold for item in judge([wide], [part, full])] == [full, part]
    lines = by_turns([wide], TURNS)
    assert spans_of(lines) == TURNS["a.txt"]
    told = [item.gold for item in judge(lines, [part, full])]
    assert told == [None, None, part, None, None, full, None, None]
    # The same turns as hits of their own are judged alike.
    single = [found(start=start, end=end) for start, end in TURNS["a.txt"]]
    assert by_turns(single, TURNS) == single
    assert [item.gold for item in judge(single, [part, full])] == told


def test_a_turn_is_a_line_when_it_would_be_delivered() -> None:
    # 45 of the first turn's 90 characters and 44 of the third's: the first two are in the hit.
    words = "".join(chr(ord("a") + place % 26) for place in range(199))
    (first, second) = by_turns([found(start=45, end=244, text=words)], TURNS)
    assert spans_of([first, second]) == [(45, 90), (100, 190)]
    assert (first.text, second.text) == (words[:45], words[55:145])
    # A third of a long turn, but more than half of the hit.
    long = {"a.txt": [(0, 600), (610, 650)]}
    assert spans_of(by_turns([found(start=400, end=660)], long)) == [(400, 600), (610, 650)]


def test_what_holds_no_turn_stays_one_line() -> None:
    chapter, label = found(start=0, end=1501), found(start=90, end=100)
    elsewhere = found("b.txt", 0, 800)
    inside = found(start=110, end=180)
    hits = [chapter, label, elsewhere, inside]
    assert by_turns(hits, TURNS) == hits
    # 1,600 characters are no chapter beside a turn of 800, and are one beside its neighbours.
    mixed = {"a.txt": [(0, 90), (100, 900), (910, 1000)]}
    assert spans_of(by_turns([found(start=0, end=1600)], mixed)) == [(100, 900)]


def test_character_f1_by_hand() -> None:
    # 60 characters shared; quote 120, gold 80: P = 60/120, R = 60/80, F1 = 2·60/(120 + 80) = 0.6
    assert character_f1(found(start=0, end=120), [gold(start=60, end=140)]) == pytest.approx(0.6)
    both = [gold(start=60, end=140), gold(start=0, end=120, relevance=1)]
    assert character_f1(found(start=0, end=120), both) == 1.0
    assert character_f1(found("b.txt"), both) == 0.0
    assert character_f1(None, both) == 0.0


def test_a_speaker_is_right_when_label_and_person_agree() -> None:
    span = gold(speaker="MR. BERNE")
    assert speaker_is_right(found(label="MR. BERNE:"), span)
    assert speaker_is_right(found(label="MR.\u00a0BERNE", speaker_labels=("MR. BERNE",)), span)
    assert not speaker_is_right(found(label="MR. BERNEY"), span)
    assert not speaker_is_right(found(label="MR. BERNE", speaker_labels=("MR. BERN",)), span)


def test_labels_fold_to_one_form() -> None:
    assert fold_label("Mr.\u00a0 Berne : ") == "MR. BERNE"
    assert fold_label("Q.") == "Q"


def test_a_question_is_known_by_its_role_or_by_its_label() -> None:
    assert found(role="question").is_question
    assert found(role="statement", label="Q").is_question
    assert not found(role="answer").is_question


def dated(day: date | None, label: str = "MR. BERNE", labels: tuple[str, ...] = ()) -> Found:
    return Found("a.txt", 0, 9, "", label, "answer", 1.0, labels, day)


def test_filters_hold_for_speakers_and_for_dates() -> None:
    query = Query("q", "?", "dated", ("MR. BERNE",), date(2014, 3, 1), date(2014, 3, 31))
    assert not breaks_filter(dated(date(2014, 3, 31)), query)
    assert breaks_filter(dated(date(2014, 4, 1)), query)
    assert breaks_filter(dated(date(2014, 2, 28)), query)
    assert breaks_filter(dated(None), query)
    assert breaks_filter(dated(date(2014, 3, 9), "MR. OTHER"), query)
    # A misspelt label of the same speaker is inside the filter.
    assert not breaks_filter(
        dated(date(2014, 3, 9), "MR. BURNE", ("MR. BURNE", "MR. BERNE")), query
    )
    assert not breaks_filter(dated(None, "ANYBODY"), Query("q", "?", "direct"))


spans = st.tuples(st.integers(0, 3000), st.integers(1, 2500)).map(lambda s: (s[0], s[0] + s[1]))


@given(st.lists(spans, max_size=8), st.lists(spans, min_size=1, max_size=5, unique=True))
def test_every_ranking_is_judged_within_bounds(
    hits: list[tuple[int, int]], spans: list[tuple[int, int]]
) -> None:
    golds = [gold(start=start, end=end) for start, end in spans]
    ranked = [found(start=start, end=end) for start, end in hits]
    items = judge(ranked, golds)
    paid = [item.gold for item in items if item.gold]
    assert len(paid) == len(set(paid)) <= len(golds)
    assert [item.rank for item in items] == sorted(item.rank for item in items)
    assert {item.rank for item in items} == set(range(1, len(hits) + 1))
    for hit in ranked:
        assert 0.0 <= character_f1(hit, golds) <= 1.0
        assert all(overlap(hit, span) <= span.end - span.start for span in golds)


widths = st.lists(st.tuples(st.integers(1, 900), st.integers(0, 40)), min_size=1, max_size=12)


@given(widths, st.sets(st.integers(0, 11)), st.lists(spans, max_size=8))
def test_by_turns_the_same_turns_are_found_and_none_stands_higher(
    widths: list[tuple[int, int]], judged: set[int], hits: list[tuple[int, int]]
) -> None:
    turns, at = [], 0
    for width, gap in widths:
        turns.append((at + gap, at + gap + width))
        at += gap + width
    golds = [gold(start=s, end=e, is_turn=True) for n, (s, e) in enumerate(turns) if n in judged]
    ranked = [found(start=start, end=end) for start, end in hits]
    lines = by_turns(ranked, {"a.txt": turns})
    assert len(lines) >= len(ranked)
    by_hits, by_lines = judge(ranked, golds), judge(lines, golds)
    paid = [item.gold for item in by_lines if item.gold]
    assert set(paid) == {item.gold for item in by_hits if item.gold}
    for count in range(len(by_hits)):
        before = sum(item.gold is not None for item in by_hits[:count])
        assert sum(item.gold is not None for item in by_lines[:count]) <= before
