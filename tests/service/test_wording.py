"""The words of a citation: what is known is said, what is not known is said to be missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from index.records import DateStatus, Days, Document, Speaker, SpeakerRole, Turn
from retrieval.results import AskedDays, Citation, ContextQuote, Quote, Refusal, Understood
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
    quote = Quote("a-1-110-140", "It belongs to its workers.", (), citation, 1, 0.9, 0.8)
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
    assert wording.read_words(read) == f"{wording.understood_words(read)}; about “the mill”"
    assert wording.read_words(nothing) is None
    no_topic = Understood((HOLT,), None, None, (), "Holt", has_topic=False)
    assert wording.read_words(no_topic) == "said by Edvin Holt"
    same_day = Understood((), first, first, (), "the mill")
    assert wording.understood_words(same_day) == "on 1 March 2031"


@pytest.mark.parametrize(
    ("dates", "words"),
    [
        ([(date(2033, 12, 2),) * 2, (date(2031, 12, 2),) * 2], "on 2 December 2033 or 2031"),
        (
            [(date(year, 5, 1), date(year, 5, 31)) for year in (2033, 2032, 2031)],
            "in May 2033, 2032 or 2031",
        ),
        (
            [(date(2031, 1, 1), date(2031, 12, 31)), (date(2033, 2, 1), date(2033, 2, 28))],
            "in 2031 or in February 2033",
        ),
        (
            [(date(2031, 8, 7), date(2031, 8, 9)), (date(2033, 2, 1), None)],
            "from 7 August 2031 to 9 August 2031 or from 1 February 2033",
        ),
    ],
)
def test_several_ranges_of_days_are_named(dates: list[Days], words: str) -> None:
    read = Understood((), date(2031, 1, 1), None, (), "the mill", dates=tuple(dates))
    assert wording.understood_words(read) == words


MILLER = replace(HOLT, name="Ana Lux", roles=(SpeakerRole("Miller (Norland)", None, None),))
SPAN = (date(2031, 3, 9), date(2033, 5, 2))
BY_HOLT = Understood((HOLT,), None, None, (), "the mill")
IN_2032 = replace(BY_HOLT, dates=((date(2032, 1, 1), date(2032, 12, 31)),))


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (
            Refusal("unknown_speaker", BY_HOLT, name="Tilling"),
            "Nobody called “Tilling” speaks on the record.",
        ),
        (
            Refusal("unknown_speaker", BY_HOLT, name="the mayor", office=True),
            "Nobody on the record is printed as “the mayor”; ask by the name instead.",
        ),
        (
            Refusal("unknown_speaker", BY_HOLT, name="Hold", near=(HOLT,)),
            "Nobody called “Hold” speaks on the record; near misses: Edvin Holt.",
        ),
        (
            Refusal(
                "unknown_speaker", BY_HOLT, name="Ketta's miller", office=True, near=(MILLER, HOLT)
            ),
            "Nobody on the record is printed as “Ketta's miller”; ask by the name instead, "
            "such as Ana Lux (Miller, Norland) or Edvin Holt.",
        ),
        (
            Refusal(
                "no_such_dates",
                BY_HOLT,
                days=(AskedDays("last week", date(2034, 5, 8), date(2034, 5, 14)),),
                record=SPAN,
            ),
            "Nothing from last week (8 May 2034 to 14 May 2034) is on record: "
            "it goes from 9 March 2031 to 2 May 2033.",
        ),
        (
            Refusal(
                "no_such_dates",
                BY_HOLT,
                days=(AskedDays("2 December", None, None),),
                record=(SPAN[0], SPAN[0]),
            ),
            "Nothing from any 2 December is on record: all of it is from 9 March 2031.",
        ),
        (
            Refusal("outside_filter", IN_2032, found=CITATION),
            "Nothing said by Edvin Holt in 2032 answers this, "
            "but something said by Edvin Holt in mill/2031.txt does.",
        ),
        (
            Refusal("not_by_them", BY_HOLT),
            "Edvin Holt is on record, but says nothing that answers this.",
        ),
        (
            Refusal("not_by_them", replace(BY_HOLT, speakers=(HOLT, HOLT))),
            "Edvin Holt and Edvin Holt are on record, but say nothing that answers this.",
        ),
        (Refusal("not_by_them", IN_2032, silent=True), "Edvin Holt is on record, but not in 2032."),
        (
            Refusal("too_long", BY_HOLT),
            "An answer is on record, but not a sentence of it fits into the tokens allowed.",
        ),
        (Refusal("not_said", BY_HOLT), "Nothing said by Edvin Holt answers this."),
        (
            Refusal("not_said", replace(BY_HOLT, asks_for_question=True)),
            "Nothing asked by Edvin Holt answers this.",
        ),
    ],
)
def test_each_reason_is_one_sentence(reason: Refusal, words: str) -> None:
    assert wording.reason_words(reason) == words
    assert words.count(". ") == 0


def test_an_office_of_nowhere_is_said_to_be_read_as_any() -> None:
    read = Understood((HOLT,), None, None, (), "salt", unplaced="Norland's miller")
    assert wording.read_words(read) == (
        "said by Edvin Holt (the record does not tell who is “Norland's miller”); about “salt”"
    )
