from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from service.pieces import Piece, pieces

TEXT = "One two. Three four."


def test_marks_are_cut_out_where_they_stand() -> None:
    assert pieces(TEXT, 0, 20, [(4, 7)]) == (
        Piece("One ", marked=False),
        Piece("two", marked=True),
        Piece(". Three four.", marked=False),
    )


def test_a_mark_that_reaches_beyond_the_span_is_cut_at_its_border() -> None:
    assert pieces(TEXT, 4, 8, [(0, 6), (7, 20)]) == (
        Piece("tw", marked=True),
        Piece("o", marked=False),
        Piece(".", marked=True),
    )


def test_anchors_stand_where_they_begin() -> None:
    found = pieces(TEXT, 0, 20, [], [(0, 8), (9, 20), (0, 20), (30, 40)])
    assert found == (
        Piece("One two. ", marked=False, anchors=((0, 8), (0, 20))),
        Piece("Three four.", marked=False, anchors=((9, 20),)),
    )


def test_an_empty_span_has_no_pieces() -> None:
    assert pieces(TEXT, 5, 5, [(0, 20)]) == ()


@given(
    st.text(max_size=40),
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=4),
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=4),
)
def test_the_pieces_are_the_text(
    text: str, marks: list[tuple[int, int]], anchors: list[tuple[int, int]]
) -> None:
    found = pieces(text, 0, len(text), sorted(m for m in marks if m[0] < m[1]), anchors)
    assert "".join(piece.text for piece in found) == text
    assert all(piece.text for piece in found)
