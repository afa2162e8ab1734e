"""Which run of neighbouring sentences is quoted."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping, Sequence

import numpy as np
import pytest

from index.language.sentences import sentence_spans
from retrieval.selection import (
    FAR,
    MOST_CHARACTERS,
    MOST_SENTENCES,
    OPENS_REPLY,
    PARAGRAPH_END,
    READER_FEATURES,
    READER_WEIGHTS,
    RUN_FEATURES,
    TOPIC_FIRST,
    TOPIC_LAST,
    WORD_WEIGHTS,
    best_run,
    run_features,
)

OPENING = "The harbour office printed its tide tables twice this year."
ANSWER = "The toll for barges is nine crowns a metre from Monday on."
FILLER = "Nobody has complained about the colour of the paper so far."


def quoted(
    text: str,
    *,
    about: str = "",
    passage: tuple[int, int] | None = None,
    lead: float | None = 0.0,
    told: Mapping[str, float] | None = None,
) -> str:
    """The words quoted from a turn; sentences with the words `about` have half of the topic.

    :param told: The reader's log-odds of sentences with these words, the others were not read;
        None for no reader.
    """
    sentences = sentence_spans(text, 0, len(text))
    shares = [0.5 if about and about in text[start:end] else 0.0 for start, end in sentences]
    odds = None if told is None else [said_of(text[start:end], told) for start, end in sentences]
    first, last = best_run(text, sentences, shares, passage or (0, len(text)), lead, odds)
    return text[sentences[first][0] : sentences[last][1]]


def said_of(sentence: str, told: Mapping[str, float]) -> float | None:
    return next((odds for words, odds in told.items() if words in sentence), None)


def test_the_run_with_the_highest_expected_f1_is_quoted_worked_out_by_hand() -> None:
    # Three sentences of 59 characters each: one run has 59, 119 or 179. Of the topic, half is in
    # the second sentence and half in the question, so that a run from the start of the reply has
    # only the factor for that, one to its end the factor for the end of a paragraph.
    text = " ".join(["The tide tables of the harbour were printed twice this ye."] * 3)
    sentences = [(0, 58), (59, 117), (118, 176)]
    start, close = math.exp(OPENS_REPLY), math.exp(PARAGRAPH_END)
    from_it, to_it = math.exp(0.5 * TOPIC_FIRST), math.exp(0.5 * TOPIC_LAST)
    chances = {
        (0, 0): start,
        (0, 1): start * to_it,
        (0, 2): start * close,
        (1, 1): from_it * to_it,
        (1, 2): from_it * close,
        (2, 2): close,
    }
    widths = [0, 58, 117, 176]

    def expected(first: int, last: int) -> float:
        total = 0.0
        for (a, b), chance in chances.items():
            shared = widths[max(0, min(last, b) - max(first, a) + 1)]
            total += chance * 2 * shared / (widths[last - first + 1] + widths[b - a + 1])
        return total

    best = max(chances, key=lambda run: expected(*run))
    assert best == (1, 1)
    assert best_run(text, sentences, [0.0, 0.5, 0.0], (0, 176), 0.5) == best


def test_a_quote_begins_where_the_topic_stands_and_keeps_to_its_paragraph() -> None:
    text = f"{FILLER} {FILLER}\n\n{ANSWER} {FILLER}\n\n{OPENING} {OPENING}"
    found = quoted(text, about="toll", lead=None)
    assert found.startswith(ANSWER)
    assert OPENING not in found


def test_a_reply_is_quoted_from_its_beginning_when_the_question_has_the_topic() -> None:
    text = f"Yes. {OPENING}\n\n" + " ".join([FILLER] * 12)
    assert quoted(text, lead=1.0).startswith("Yes.")
    assert len(quoted(text, lead=1.0)) < len(text)
    assert not quoted(text, lead=None).startswith("Yes.")


@pytest.mark.parametrize("note", ["[Laughter.]", "(Applause.)", "Thank you, Tamsin."])
def test_stage_notes_and_thanks_stand_at_no_end_of_a_quote(note: str) -> None:
    assert quoted(f"{note} {ANSWER} {note}", about="toll") == ANSWER


@pytest.mark.parametrize(
    ("thanks", "about"),
    [
        ("Thank you to the pilots of Corrow.", "pilots"),
        ("Thanks for the lamps on the quay.", "lamps"),
        ("Thank you for the new crane, Tamsin.", "crane"),
    ],
)
def test_a_thanks_that_alone_has_what_was_asked_for_is_quoted(thanks: str, about: str) -> None:
    long = " ".join([FILLER] * 8)
    assert quoted(f"{long} {thanks}", about=about, lead=None).endswith(thanks)
    other = f"The {about}, as you know, came on Monday with the mail from Fenn."
    assert quoted(f"{long} {other} {thanks}", about=about, lead=None).endswith(other)


def test_a_note_that_tells_something_may_be_quoted() -> None:
    note = "[NOTE: The toll has been nine crowns a metre since the first of May.]"
    assert quoted(f"Sure. {note}", about="toll").endswith(note)


def test_the_call_for_the_next_question_is_left_out() -> None:
    assert quoted(f"{ANSWER}\n\nTamsin.", about="toll") == ANSWER
    assert quoted(f"{FILLER}\n\nThe toll stays.", about="toll").endswith("The toll stays.")


def test_a_quote_does_not_end_with_what_only_leads_in() -> None:
    text = f"{ANSWER} I can give you the reasons:\n\n" + " ".join([FILLER] * 20)
    assert not quoted(text, about="toll").endswith(":")


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("So what does a barge pay for the lock in the end?", "Nine crowns, and not one more."),
        ("People ask me, “what does a barge pay for the lock?”", "They pay what they always did."),
        ("And who mends the lock (and pays for the lock)?", "The harbour office does, alone."),
    ],
)
def test_who_asks_himself_is_quoted_with_his_answer(asked: str, told: str) -> None:
    text = f"{OPENING} {FILLER} {asked} {told} {FILLER}"
    assert told in quoted(text, about="lock")
    sentences = sentence_spans(text, 0, len(text))
    whole = (text, sentences, [0.0] * len(sentences), (0, len(text)))
    ends = {
        asks: {int(last) for _, last in run_features(*whole, 0.0, None, asks=asks)[0]}
        for asks in (False, True)
    }
    assert 2 not in ends[False]
    assert 2 in ends[True]


def test_a_question_at_the_end_of_a_turn_may_end_a_quote() -> None:
    text = f"{OPENING} {FILLER} {FILLER} What does a barge pay for the lock, I ask you, in the end?"
    assert quoted(text, about="lock").endswith("in the end?")


def test_a_turn_of_nothing_but_asides_is_quoted_all_the_same() -> None:
    assert quoted("[Laughter.]") == "[Laughter.]"
    assert quoted("Thank you, Tamsin.") == "Thank you, Tamsin."


def test_what_is_too_short_to_stand_alone_takes_its_neighbour_along() -> None:
    assert quoted("The lock shuts on Monday. It opens in spring.", about="spring").endswith(
        "Monday. It opens in spring."
    )
    assert quoted("No. Never.", about="Never") == "No. Never."


def test_a_short_turn_is_quoted_whole() -> None:
    text = "The simple answer is no. The toll for barges stays as it is."
    assert quoted(text, about="toll") == text


def test_a_quote_rather_begins_with_the_sentence_that_its_first_points_back_to() -> None:
    for word, begins in (("That", "The keeper"), ("Custom", "Custom makes")):
        makes = f"{word} makes it a toll office for the whole of the coast."
        text = f"The keeper has all six of the keys. {makes}\n\n{FILLER}"
        assert quoted(text, about="toll").startswith(begins)


def test_words_far_from_the_passage_are_not_quoted() -> None:
    text = " ".join([ANSWER] + [FILLER] * 30 + [OPENING])
    start = text.index(OPENING)
    assert ANSWER not in quoted(text, about="toll", passage=(start, len(text)))


def test_quotes_have_a_bound_and_one_long_sentence_stays_whole() -> None:
    text = " ".join([ANSWER] * 60)
    assert len(quoted(text, about="toll")) <= MOST_CHARACTERS
    endless = "the toll " * 400 + "rose."
    assert quoted(endless, about="toll") == endless


def test_a_turn_of_very_many_short_sentences_takes_a_moment() -> None:
    text = " ".join(["It rose."] * 2_000)
    sentences: Sequence[tuple[int, int]] = [(at * 9, at * 9 + 8) for at in range(2_000)]
    started = time.process_time()
    first, last = best_run(text, sentences, [0.0] * 2_000, (9_000, 9_800), 0.0)
    assert time.process_time() - started < 2.0
    assert last - first < MOST_SENTENCES


def test_a_pleasantry_before_the_answer_is_not_quoted() -> None:
    for pleasantry in ("Good morning, Tamsin.", "Sure."):
        answer = f"{OPENING} {FILLER} {FILLER}"
        assert quoted(f"{pleasantry} {answer}") == answer
    opening = "Well, Tamsin, the toll will go."
    assert quoted(f"{opening} {FILLER}", about="toll").startswith(opening)


def test_a_yes_before_the_answer_is_quoted_with_it() -> None:
    after = f"{ANSWER}\n\n{FILLER} {FILLER}"
    assert quoted(f"Yes, very much so. {after}", about="toll").startswith("Yes, very much so.")
    assert quoted(f"Be that as it may. {after}", about="toll").startswith(ANSWER)


def test_a_paragraph_border_is_a_reason_to_stop() -> None:
    after = " ".join([FILLER] * 4)
    assert quoted(f"{ANSWER} {FILLER}\n\n{after}", about="toll") == f"{ANSWER} {FILLER}"
    assert len(quoted(f"{ANSWER} {FILLER} {after}", about="toll")) > len(f"{ANSWER} {FILLER}")


def test_the_found_passage_draws_the_quote_to_it() -> None:
    text = " ".join(f"{FILLER[:-1]} {place}." for place in range(12))
    middle = text.index(FILLER[:-1] + " 6.")
    early = quoted(text, passage=(0, middle), lead=None)
    late = quoted(text, passage=(middle, len(text)), lead=None)
    assert text.index(early) < text.index(late)


SIMPLE = "The simple answer is yes."


@pytest.mark.parametrize("opening", [SIMPLE, "No, not this year.", "Absolutely."])
def test_a_yes_or_no_that_opens_a_reply_stays_before_its_reason_where_it_was_read(
    opening: str,
) -> None:
    text = f"{opening} {FILLER} {ANSWER}\n\n{FILLER} {FILLER}"
    told = {opening: 2.0, "nine crowns": 3.0, "Nobody": -5.0}
    assert quoted(text, about="toll", lead=0.2, told=told).startswith(opening)
    assert not quoted(text, about="toll", lead=None, told=told).startswith(opening)


def test_what_was_not_read_is_as_far_as_what_surely_does_not_answer() -> None:
    text = f"{FILLER} {FILLER}\n\n{ANSWER}\n\n{FILLER} {FILLER}"
    unread = quoted(text, told={"nine crowns": 6.0})
    assert unread == quoted(text, told={"nine crowns": 6.0, "Nobody": 6.0 - FAR})
    assert unread == quoted(text, told={"nine crowns": 6.0, "Nobody": -60.0})
    assert ANSWER in unread


def test_without_a_reader_its_columns_say_and_weigh_nothing() -> None:
    count = len(READER_FEATURES)
    assert RUN_FEATURES[-count:] == READER_FEATURES
    assert len(WORD_WEIGHTS) == len(READER_WEIGHTS) == len(RUN_FEATURES)
    assert set(WORD_WEIGHTS[-count:]) == {0.0}
    text = f"{ANSWER} {FILLER} {OPENING}"
    sentences = sentence_spans(text, 0, len(text))
    runs, rows = run_features(text, sentences, [0.5, 0.0, 0.0], (0, len(text)), None, None)
    assert rows.shape == (len(runs), len(RUN_FEATURES))
    assert not rows[:, -count:].any()


def test_what_the_reader_says_of_runs_worked_out_by_hand() -> None:
    text = f"{ANSWER} {FILLER} {OPENING}"
    sentences = sentence_spans(text, 0, len(text))
    told = [2.0, None, -1.0]
    runs, rows = run_features(text, sentences, [0.0] * 3, (0, len(text)), None, told)
    found = {tuple(run): row for run, row in zip(runs.tolist(), rows, strict=True)}
    # Against the best, 2, they lie 0, FAR = 6 (not read) and 3 below; above FAR 6, 0 and 3.
    # Chances 1 / (1 + e^-odds) of 2, -4 and -1: 0.8808, 0.0180, 0.2689.
    expected = {
        (0, 0): (0, 6, 0.8808, 1, 0, 0),
        (0, 1): (0, 6, 0.8988, 2, 0, -6),
        (1, 2): (-3, 3, 0.2869, 2, -6, -3),
        (0, 2): (0, 9, 1.1677, 3, 0, -3),
    }
    for run, columns in expected.items():
        np.testing.assert_allclose(found[run][-6:], columns, atol=1e-4)
