from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.report.marking import LONGEST, Excerpt, Mark, Piece, excerpt, pieces

TEXT = "One two three four."


def words(shown: Excerpt) -> list[str]:
    return ["".join(piece.words for piece in window) for window in shown.windows]


def test_marks_cut_the_text_where_they_begin_and_end() -> None:
    cut = pieces(TEXT, 0, 13, [Mark(4, 13, "quoted"), Mark(8, 18, "full")])
    assert cut == (
        Piece(0, 4, "One ", ()),
        Piece(4, 8, "two ", ("quoted",)),
        Piece(8, 13, "three", ("quoted", "full")),
    )


def test_a_mark_that_only_touches_what_is_shown_marks_nothing() -> None:
    assert pieces(TEXT, 4, 7, [Mark(0, 4, "full"), Mark(7, 9, "full")]) == (Piece(4, 7, "two", ()),)


def test_an_excerpt_begins_and_ends_between_words() -> None:
    text = "word " * 100 + "HERE" + " word" * 100
    shown = excerpt(text, 500, 504, [Mark(500, 504, "quoted")])
    ((before, here, after),) = shown.windows
    assert here.words == "HERE"
    assert before.words.split() == ["word"] * len(before.words.split())
    assert after.words.split() == ["word"] * len(after.words.split())
    assert 100 < len(before.words) < 200
    assert (shown.from_start, shown.to_end) == (False, False)


def test_a_short_text_is_shown_whole() -> None:
    shown = excerpt(TEXT, 4, 7, [])
    assert words(shown) == [TEXT]
    assert (shown.from_start, shown.to_end) == (True, True)


def test_a_long_span_is_shown_by_its_beginning_and_its_end() -> None:
    text = "begin " + "word " * 1_000 + "end."
    shown = excerpt(text, 0, len(text), [Mark(0, len(text), "quoted")])
    first, last = words(shown)
    assert first.startswith("begin word")
    assert first.endswith("word")
    assert last.endswith("word end.")
    assert len(first) + len(last) < LONGEST


def test_white_space_at_a_gap_is_left_out() -> None:
    text = "a" * 100 + "\n\n" + "b" * 200 + " HERE " + "c" * 100 + "\n\n\n" + "d" * 100
    (shown,) = words(excerpt(text, 303, 307, []))
    assert shown == shown.strip()
    assert "HERE" in shown


def test_white_space_before_a_gap_is_left_out_on_both_sides() -> None:
    text = "a" * 300 + "\n\n\n" + "b" * 130 + " HERE " + "c" * 130 + "\n\n\n" + "d" * 300
    start = text.index("HERE")
    shown = excerpt(text, start, start + 4, [])
    assert words(shown) == ["b" * 130 + " HERE " + "c" * 130]
    assert (shown.from_start, shown.to_end) == (False, False)


def test_a_span_of_fourteen_hundred_characters_is_shown_whole() -> None:
    text = "x" * 100 + "y" * LONGEST + "z" * 100
    assert len(excerpt(text, 100, 100 + LONGEST, []).windows) == 1
    longer = excerpt(text, 100, 101 + LONGEST, [])
    assert len(longer.windows) == 2
    # 900 from its beginning and 300 before its end.
    first, last = longer.windows
    assert (first[-1].end, last[0].start) == (1_000, 101 + LONGEST - 300)


@pytest.mark.parametrize("span", [(3, 3), (-1, 2), (0, 20)])
def test_a_span_outside_the_text_is_refused(span: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="does not lie in a text of 19 characters"):
        excerpt(TEXT, *span, [])


spans = st.tuples(st.integers(0, 400), st.integers(1, 400)).map(lambda s: (s[0], s[0] + s[1]))


@given(
    st.text(alphabet="ab \n😀", min_size=800, max_size=800),
    spans,
    st.lists(st.tuples(spans, st.sampled_from(["full", "part", "quoted"])), max_size=5),
)
def test_pieces_are_the_text_and_bear_exactly_the_marks_over_them(
    text: str, span: tuple[int, int], marked: list[tuple[tuple[int, int], str]]
) -> None:
    marks = [Mark(start, end, name) for (start, end), name in marked]
    shown = excerpt(text, *span, marks)
    (window,) = shown.windows
    assert window[0].start <= span[0] < span[1] <= window[-1].end
    for piece in window:
        assert piece.words == text[piece.start : piece.end]
        for place in (piece.start, piece.end - 1):
            over = {mark.name for mark in marks if mark.start <= place < mark.end}
            assert set(piece.names) == over
    ends = [piece.end for piece in window][:-1]
    assert [piece.start for piece in window][1:] == ends
