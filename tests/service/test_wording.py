"""The words of a citation: what is known is said, what is not known is said to be missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from index.records import DateStatus, Document, Speaker, Turn
from retrieval.results import Citation, ContextQuote, Quote, Understood
from service import wording

DOCUMENT = Document(
    document_id="a-1",
    source_id="a",
    ordinal=1,
    start=0,
    end=900,
    title=None,
    date=None,
    date_status="missing",
    date_raw=None,
    date_start=None,
    date_end=None,
    place=None,
    venue=None,
    byline=None,
    url=None,
)
TURN = Turn("a-1-t7", "a-1", "a-1-mr-holt", 7, "MR. HOLT", 100, 110, 200, "answer", None)
HOLT = Speaker("edvin-holt", "Edvin Holt", ("MR. HOLT",))
CITATION = Citation(TURN, DOCUMENT, "mill/2031.txt", "0" * 64, HOLT, 110, 140, None, None)


@pytest.mark.parametrize(
    ("day", "status", "printed", "words"),
    [
        (date(2031, 3, 9), "given", "March 9, 2031", "9 March 2031"),
        (date(2021, 12, 2), "inferred", "2 Dec", "2 December 2021 (inferred)"),
        (date(2021, 10, 21), "page", "October 21, 2021", "21 October 2021 (date of the page)"),
        (None, "missing", "2 Dec", "2 Dec (no full date given)"),
        (None, "missing", None, "date not given"),
    ],
)
def test_a_date_says_how_far_to_trust_it(
    day: date | None, status: DateStatus, printed: str | None, words: str
) -> None:
    document = replace(DOCUMENT, date=day, date_status=status, date_raw=printed)
    assert wording.date_words(document) == words


def test_a_transcript_without_a_title_gets_a_neutral_name() -> None:
    assert wording.title_words(DOCUMENT, "mill/2031.txt") == "Transcript 2031.txt"
    named = wording.title_words(DOCUMENT, "2031.txt", ["MR. HOLT", "Q", "MS. ORLA"])
    assert named == "Transcript 2031.txt, MR. HOLT and Q and others"
    titled = replace(DOCUMENT, title="Remarks")
    assert wording.title_words(titled, "2031.txt", ["MR. HOLT"]) == "Remarks"


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.0, "0:00"), (59.9, "0:59"), (104.0, "1:44"), (3602.5, "1:00:02")]
)
def test_times_are_minutes_and_seconds(seconds: float, words: str) -> None:
    assert wording.time_words((seconds, seconds + 1)) == words
    assert wording.time_words(None) is None


def test_flags_are_said_once_and_unknown_ones_are_not_lost() -> None:
    flags = ["via_interpreter", "inaudible", "has_inaudible", "new_flag"]
    assert wording.flag_words(flags) == ("via interpreter", "partly inaudible", "new flag")


def test_who_asked_keeps_the_label_beside_the_name() -> None:
    asked = ContextQuote("QUESTION", None, "Why?", 0, 4)
    assert wording.asker_words(asked) == "QUESTION"
    assert wording.asker_words(replace(asked, speaker=HOLT)) == "Edvin Holt (QUESTION)"


def test_a_long_question_is_shown_by_its_last_whole_sentences() -> None:
    first = "The ministry has said for years that the mill would close. " * 6
    last = "Will the mill close this year?"
    asked = ContextQuote("Q", None, first + last, 0, len(first + last))
    shown = wording.asked_words(asked)
    assert asked.text.endswith(shown)
    assert shown.startswith("The ministry has said")
    assert len(last) < len(shown) <= wording.ASKED_CHARACTERS
    assert wording.asked_words(replace(asked, text=last)) == last


def test_a_citation_has_words_speaker_place_and_permalink() -> None:
    turn = replace(TURN, flags=("via_interpreter",))
    document = replace(DOCUMENT, title="At the mill", place="Strand")
    citation = replace(CITATION, turn=turn, document=document, time=(104.0, 110.0))
    quote = Quote("a-1-110-140", "It belongs to its workers.", (), citation, 1, 0.9)
    assert wording.citation_words(quote, "http://localhost:8000") == (
        "“It belongs to its workers.”\n"
        "— Edvin Holt (via interpreter), At the mill; date not given; Strand; at 1:44; "
        "mill/2031.txt, turn 7, characters 110–140\n"
        "http://localhost:8000/d/a-1#s110-140"
    )


def test_what_was_understood_is_said_in_words() -> None:
    nothing = Understood((), None, None, (), "the mill")
    assert wording.understood_words(nothing) is None
    first, last = date(2031, 3, 1), date(2031, 3, 31)
    read = Understood((HOLT,), first, last, ("a-1",), "the mill", asks_for_question=True)
    assert wording.understood_words(read) == (
        "said by Edvin Holt, from 1 March 2031, until 31 March 2031, in a-1, "
        "what was asked, not what was answered"
    )
    same_day = Understood((), first, first, (), "the mill")
    assert wording.understood_words(same_day) == "on 1 March 2031"
