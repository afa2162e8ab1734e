"""What is said of files in which speakers are not, or not surely, recognised."""

from __future__ import annotations

from index.parsing.notices import notices
from tests.index.fiction import DIGEST, TOWN_HALL, parsed, words


def test_nothing_where_all_is_told() -> None:
    assert notices(parsed(TOWN_HALL)) == ()


def test_no_speaker_at_all() -> None:
    text = "Notes on salt.\n\nKeeper Tadd -- it is dear.\n\nKeeper Tadd -- it was dearer.\n"
    source = parsed(text)
    assert {turn.label for turn in source.turns} == {None}
    assert notices(source) == (
        f"0 speakers in {len(text)} characters; lines such as “Keeper Tadd” may be labels; "
        "its words are found as nobody's",
    )


def test_a_label_in_doubt() -> None:
    text = "MR. AMSEL: Dry.\n\nZWEI: wet, I say.\n\nQ Wet?\n\nMR. AMSEL: Dry.\n"
    assert notices(parsed(text)) == (
        f"no speaker marked for 17 of {len(text)} characters; lines such as “ZWEI” may be labels",
    )


def test_notices_of_a_digest() -> None:
    (told,) = notices(parsed(DIGEST))
    assert told.startswith("2 of 4 documents are notices in which nobody speaks: ")


def test_a_long_text_of_nobody_is_cut_where_a_paragraph_ends() -> None:
    paragraphs = [f"In the year {n} the water fell by a hand. " * 6 for n in range(1, 41)]
    source = parsed("A History of the Mole\n\n" + "\n\n".join(paragraphs))
    spoken = [words(source, turn) for turn in source.turns]
    assert all(len(one) <= 1_500 for one in spoken)
    assert len(spoken) > 5
    assert "".join("".join(spoken).split()) == "".join("".join(paragraphs).split())


def test_a_stretch_of_nobody_ends_where_a_label_may_stand() -> None:
    source = parsed("Notes of the day\n\nIt rained.\n\nKeeper Tadd -- it is wet.\n\nIt was.\n")
    assert [words(source, turn) for turn in source.turns] == [
        "It rained.",
        "Keeper Tadd -- it is wet.\n\nIt was.",
    ]
