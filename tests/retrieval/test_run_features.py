"""What speaks for each run of neighbouring sentences, and which runs there are."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from retrieval.selection import RUN_FEATURES, run_features
from tests.retrieval.test_selection import ANSWER, FILLER, OPENING


def features(
    parts: Sequence[str],
    shares: Sequence[float],
    *,
    gap: str = " ",
    passage: tuple[int, int] | None = None,
    lead: float | None = None,
) -> dict[tuple[int, int], dict[str, float]]:
    """What speaks for each run of these sentences, by run and feature; the gap parts them."""
    text, sentences = "", []
    for part in parts:
        start = len(text) + (len(gap) if text else 0)
        text += (gap if text else "") + part
        sentences.append((start, start + len(part)))
    runs, rows = run_features(text, sentences, shares, passage or (0, len(text)), lead, None)
    return {
        (first, last): dict(zip(RUN_FEATURES, row.tolist(), strict=True))
        for (first, last), row in zip(runs.tolist(), rows, strict=True)
    }


def test_what_speaks_for_runs_of_a_reply_worked_out_by_hand() -> None:
    found = features([FILLER, ANSWER, OPENING], [0.1, 0.5, 0.2], lead=0.75)
    assert set(found) == {(a, b) for a in range(3) for b in range(a, 3)}
    assert [found[1, 2][name] for name in ("topic_first", "topic_last")] == [0.5, 0.2]
    # Only a run from the first sentence opens the reply; the question has 0.75 of the topic, a
    # quarter more than any sentence.
    for run, row in found.items():
        opens = run[0] == 0
        assert (row["opens"], row["lacking"], row["asked"]) == (
            (1.0, 0.25, 0.75) if opens else (0.0, 0.0, 0.0)
        )
        assert (row["closes"], row["crossed"]) == (float(run[1] == 2), 0.0)
    assert features([FILLER, ANSWER, OPENING], [0.1, 0.5, 0.2], lead=0.25)[0, 0]["lacking"] == 0.0


def test_a_turn_that_replies_to_nothing_has_no_opening() -> None:
    for row in features(["Yes, it is.", ANSWER, OPENING], [0.1, 0.5, 0.2]).values():
        assert [row[name] for name in ("opens", "lacking", "asked", "drops_yes")] == [0.0] * 4


def test_paragraphs_end_and_are_crossed_at_line_breaks() -> None:
    found = features([FILLER, ANSWER, OPENING], [0.0] * 3, gap="\n\n")
    assert {run: row["closes"] for run, row in found.items()} == dict.fromkeys(found, 1.0)
    assert {run: row["crossed"] for run, row in found.items()} == {
        (first, last): float(last - first) for first, last in found
    }


def test_sentences_outside_the_passage_are_counted() -> None:
    parts = [FILLER, ANSWER, OPENING, FILLER]
    start = len(FILLER) + 1
    found = features(parts, [0.0] * 4, passage=(start, start + len(ANSWER) + 1))
    assert {run: found[run]["outside"] for run in [(1, 1), (0, 1), (1, 3), (0, 3), (2, 2)]} == {
        (1, 1): 0.0,
        (0, 1): 1.0,
        (1, 3): 2.0,
        (0, 3): 3.0,
        (2, 2): 1.0,
    }
    touching = features(parts, [0.0] * 4, passage=(start - 2, start + 1))
    assert touching[0, 1]["outside"] == 0.0


@pytest.mark.parametrize(
    ("opening", "drops"),
    [
        ("Yes.", True),
        ("The simple answer, as far as anybody can tell today, is yes.", True),  # 60 characters
        ("The simple answer, as far as anybody can tell today , is yes.", False),
        ("The toll may rise.", False),
    ],
)
def test_a_short_yes_that_is_left_out_is_told(opening: str, drops: bool) -> None:
    found = features([opening, ANSWER, FILLER, OPENING], [0.0] * 4, lead=0.0)
    assert found[1, 1]["drops_yes"] == found[1, 2]["drops_yes"] == float(drops)
    assert all(row["drops_yes"] == 0.0 for run, row in found.items() if run[0] == 0)


@pytest.mark.parametrize(
    ("opening", "second", "dangles"),
    [
        (FILLER, "That makes it a toll office for the whole of the coast.", True),
        (FILLER, "The pilots make it a toll office for all of the coast.", False),
        ("Yes, of course.", "The pilots make it a toll office for all of the coast.", True),
    ],
)
def test_what_points_back_dangles_unless_it_opens_the_turn(
    opening: str, second: str, dangles: bool
) -> None:
    found = features([opening, second, ANSWER, OPENING], [0.0] * 4)
    assert found[1, 2]["dangling"] == float(dangles)
    assert found[2, 2]["dangling"] == 0.0
    first = features([second, ANSWER, OPENING], [0.0] * 3)
    assert first[0, 1]["dangling"] == 0.0


def test_a_pleasantry_counts_where_a_run_begins_with_it() -> None:
    found = features(["Good morning, Tamsin.", ANSWER, FILLER], [0.0] * 3)
    assert {run[0] for run, row in found.items() if row["pleasantry"]} == {0}


@pytest.mark.parametrize(
    ("lengths", "runs"),
    [
        # A turn of 150 characters is quoted whole, one of 151 need not be.
        ((74, 75), {(0, 1)}),
        ((74, 76), {(0, 0), (0, 1), (1, 1)}),
        # Nothing below 40 characters, where there is more.
        ((39, 120), {(0, 1), (1, 1)}),
        ((40, 120), {(0, 0), (0, 1), (1, 1)}),
        # No two sentences above 700 characters, and one of any length.
        ((349, 350), {(0, 0), (0, 1), (1, 1)}),
        ((350, 350), {(0, 0), (1, 1)}),
        ((900, 50), {(0, 0), (1, 1)}),
    ],
)
def test_how_long_a_quote_may_be(lengths: Sequence[int], runs: set[tuple[int, int]]) -> None:
    assert set(features(["x" * length for length in lengths], [0.0] * len(lengths))) == runs


def test_runs_have_twelve_sentences_and_lie_within_twelve_of_the_passage() -> None:
    parts = ["The toll of the lock rose once in this year."] * 40
    start = 20 * (len(parts[0]) + 1)
    found = features(parts, [0.0] * 40, passage=(start, start + 5))
    assert max(last - first + 1 for first, last in found) == 12
    assert (min(first for first, _ in found), max(last for _, last in found)) == (8, 32)


@pytest.mark.parametrize(
    ("last", "gap", "share", "left_out"),
    [
        ("Tamsin of the Evening Tide", "\n", 0.0, False),  # 26 characters
        ("Tamsin of the Morning Bee", "\n", 0.0, True),
        ("Tamsin.", " ", 0.0, False),
        ("Tamsin.", "\n", 0.1, False),
    ],
)
def test_a_name_called_on_a_line_of_its_own_ends_no_quote(
    last: str, gap: str, share: float, left_out: bool
) -> None:
    found = features([ANSWER + " " + FILLER, OPENING, last], [0.5, 0.0, share], gap=gap)
    assert any(run[1] == 2 for run in found) != left_out


def test_a_lead_in_may_end_a_turn_that_ends_with_it() -> None:
    found = features([ANSWER, OPENING + ":", FILLER + " —"], [0.0] * 3)
    assert {last for _, last in found} == {0, 2}
