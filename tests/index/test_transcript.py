"""The cases of a transcript's text, on invented transcripts (P1 to P32 in the rules' order)."""

from __future__ import annotations

from datetime import date

import pytest

from index.records import ParsedSource
from tests.index.fiction import AGGREGATOR, DIGEST, NBSP, TOWN_HALL, parsed, words


@pytest.fixture(scope="module")
def town_hall() -> ParsedSource:
    return parsed(TOWN_HALL)


@pytest.fixture(scope="module")
def digest() -> ParsedSource:
    return parsed(DIGEST)


@pytest.fixture(scope="module")
def aggregator() -> ParsedSource:
    return parsed(AGGREGATOR)


def test_a_banner_is_nobodys_speech_and_no_title(town_hall: ParsedSource) -> None:
    """P1, P3: what is not printed stays null."""
    (document,) = town_hall.documents
    assert town_hall.source.text[document.start :].startswith("MR HOLLIN:")
    assert (document.title, document.date, document.date_status) == (None, None, "missing")
    assert (document.place, document.venue, document.byline) == (None, None, None)


def test_a_footer_is_not_in_the_last_turn(town_hall: ParsedSource) -> None:
    """P2: neither the site's name nor another page's title, which has a colon."""
    assert words(town_hall, town_hall.turns[-1]).endswith("See you soon on Tide.")
    assert town_hall.documents[0].end == town_hall.turns[-1].end


def test_labels_stand_outside_the_words(town_hall: ParsedSource) -> None:
    """P4, P5, P8: with or without a period, the interpreter's note is a flag."""
    first, second = town_hall.turns[:2]
    assert (first.label, second.label) == ("MR HOLLIN", "MINISTER QUILL")
    assert words(town_hall, second).startswith("Indeed,")
    assert town_hall.source.text[second.label_start :].startswith("MINISTER QUILL: (Via")
    assert "via_interpreter" in second.flags


def test_an_interpreters_note_is_not_inherited(town_hall: ParsedSource) -> None:
    """P6: the one turn without the note has no flag."""
    without = [turn for turn in town_hall.turns if "via_interpreter" not in turn.flags]
    assert [words(town_hall, turn)[:17] for turn in without] == ["Let me remind you"]


def test_an_interpreters_note_covers_all_paragraphs(digest: ParsedSource) -> None:
    """P7: one turn, two paragraphs, one flag."""
    turn = digest.turns[0]
    assert turn.label == "FOREIGN MINISTER BRANDT"
    assert "\n\n" in words(digest, turn)
    assert turn.flags == ("via_interpreter", "inaudible")


def test_hints_name_who_was_given_the_floor(town_hall: ParsedSource) -> None:
    """P9: a hint with its place; the follow-up has none."""
    questions = [turn for turn in town_hall.turns if turn.label == "QUESTION"]
    hints = [turn.asker_hint for turn in questions]
    assert [hint and hint.name for hint in hints] == ["Orla", "Benno", None]
    hint = hints[0]
    assert hint is not None
    assert town_hall.source.text[hint.start : hint.end] == "Orla"


def test_one_interviewer_in_the_title_is_evidence(aggregator: ParsedSource) -> None:
    """P10: name and place of the evidence, for the anonymous label."""
    (voice,) = [voice for voice in aggregator.voices if voice.anonymous]
    (evidence,) = voice.evidence
    assert (evidence.kind, evidence.name) == ("title", "Lena Fjord")
    assert aggregator.source.text[evidence.start : evidence.end] == "Lena Fjord"


def test_two_interviewers_in_the_title_are_no_evidence() -> None:
    source = parsed(AGGREGATOR.replace("Lena Fjord of Marsh Radio", "Lena Fjord and Jo Bell of MR"))
    assert all(not voice.evidence for voice in source.voices if voice.anonymous)


def test_a_relayed_question_stays_with_who_reads_it(town_hall: ParsedSource) -> None:
    """P11: the quotation is inside the interviewer's turn, and the answer replies to him."""
    (relayed,) = [turn for turn in town_hall.turns if "Danno" in words(town_hall, turn)]
    answer = town_hall.turns[relayed.ordinal]
    assert relayed.label == "MR HOLLIN"
    assert relayed.role == "question"
    assert answer.replies_to == relayed.turn_id


def test_marks_inside_words_are_kept_and_flagged(
    town_hall: ParsedSource, digest: ParsedSource, aggregator: ParsedSource
) -> None:
    """P12, P13, P14: phonetic, inaudible in either case, laughter."""
    (marked,) = [turn for turn in town_hall.turns if "Benno" in words(town_hall, turn)]
    assert {"phonetic", "inaudible"} <= set(marked.flags)
    assert "(ph), who is from (inaudible)" in words(town_hall, marked)
    (capital,) = [turn for turn in aggregator.turns if "(Inaudible.)" in words(aggregator, turn)]
    assert "inaudible" in capital.flags
    (laughter,) = [turn for turn in digest.turns if "(laughter)" in words(digest, turn)]
    assert "audience" in laughter.flags


def test_no_break_spaces_around_labels(aggregator: ParsedSource) -> None:
    """P15: three kinds of space behind the colon; the words begin at a letter."""
    starts = [words(aggregator, turn)[:8] for turn in aggregator.turns[:3]]
    assert starts == ["Minister", "Good to ", "When wil"]


def test_odd_spacing_and_misprints_are_verbatim(
    town_hall: ParsedSource, digest: ParsedSource, aggregator: ParsedSource
) -> None:
    """P16, P30: nothing is repaired."""
    assert f"boat{NBSP}.”" in words(digest, digest.turns[1])
    assert "committments" in words(aggregator, aggregator.turns[2])
    spoken = " ".join(words(town_hall, turn) for turn in town_hall.turns)
    assert "for me speak" in spoken
    assert "behind –my house" in spoken


def test_one_speaker_twice_in_a_row_is_two_turns(aggregator: ParsedSource) -> None:
    """P17: a lost interjection is suspected; both turns reply to the same question."""
    (second,) = [turn for turn in aggregator.turns if "suspected_gap" in turn.flags]
    first = aggregator.turns[second.ordinal - 2]
    assert words(aggregator, first) == "Yes."
    assert first.replies_to == second.replies_to is not None


def test_an_interrupted_turn_is_flagged(aggregator: ParsedSource) -> None:
    """P18: broken off with an em dash; a dash for a pause is no interruption."""
    broken = [turn for turn in aggregator.turns if "interrupted" in turn.flags]
    assert [words(aggregator, turn)[-6:] for turn in broken] == ["some —"]


def test_a_colon_in_prose_is_no_label(
    town_hall: ParsedSource, digest: ParsedSource, aggregator: ParsedSource
) -> None:
    """P19: questions, lists, titles and links with a colon."""
    labels = {turn.label for source in (town_hall, digest, aggregator) for turn in source.turns}
    assert labels == {"MR HOLLIN", "MINISTER QUILL", "QUESTION", "FOREIGN MINISTER BRANDT"}


def test_a_link_list_is_cut_off(aggregator: ParsedSource) -> None:
    """P20, P21: nobody said it, and nobody named in it becomes a speaker."""
    assert words(aggregator, aggregator.turns[-1]) == "Good to be with you."
    assert len(aggregator.documents) == 1
    named = {item.name for voice in aggregator.voices for item in voice.evidence if item.name}
    assert named == {"Ada M. Quill", "Lena Fjord"}


def test_page_furniture_is_no_field(aggregator: ParsedSource) -> None:
    """P22, P23: fields are told by shape, whatever their order."""
    (document,) = aggregator.documents
    assert document.title == "Minister Ada M. Quill With Lena Fjord of Marsh Radio"
    assert document.byline == "Ada M. Quill, Minister of Tides"
    assert (document.place, document.venue) == ("Lower Haven, Marshland", "Harbour Hotel")


def test_a_digest_is_several_documents(digest: ParsedSource) -> None:
    """P23, P26, P28: borders, fields by shape, a byline that is not the first speaker."""
    titles = [document.title for document in digest.documents]
    assert [title and title.split()[0] for title in titles] == [
        "Minister",
        "Minister",
        "Tide",
        "‘The",
    ]
    first, second, note, summary = digest.documents
    assert first.byline == "Ada M. Quill, Minister of Tides"
    assert (first.place, first.venue) == ("Lower Haven, Marshland", "Old Rope Hall")
    assert (second.place, second.venue) == ("Lower Haven, Marshland", None)
    assert (note.byline, summary.byline) == ("Office of the Spokesperson", None)
    assert digest.source.text[: note.end].endswith("Office, at")
    assert [turn.document_id for turn in digest.turns] == [
        first.document_id,
        first.document_id,
        second.document_id,
    ]


def test_a_date_without_year_takes_it_only_from_the_source(digest: ParsedSource) -> None:
    """P24: inferred, with the place of the evidence; else null."""
    for document in digest.documents:
        assert (document.date, document.date_status) == (date(2032, 2, 7), "inferred")
        assert document.date_raw == "7 Feb"
        assert document.date_start is not None
        evidence = digest.source.text[document.date_start : document.date_end]
        assert evidence == "February 7, 2032"
    alone = parsed(DIGEST.replace("February 7, 2032", "that day"))
    assert {(document.date, document.date_status) for document in alone.documents} == {
        (None, "missing")
    }
    assert alone.documents[0].date_raw == "7 Feb"
    contradicted = parsed(DIGEST.replace("I close with this.", "It was February 7, 2031."))
    assert {document.date for document in contradicted.documents} == {None}


def test_a_date_above_the_title_is_the_pages(aggregator: ParsedSource) -> None:
    """P25: when the page was put up, not when they spoke."""
    (document,) = aggregator.documents
    assert (document.date, document.date_status) == (date(2032, 3, 9), "page")
    assert (document.date_raw, document.date_start) == ("March 9, 2032", 0)


def test_a_speech_is_one_turn_of_many_paragraphs(digest: ParsedSource) -> None:
    """P27, P31: to the last word, and not beyond it."""
    speech = digest.turns[2]
    assert words(digest, speech).count("\n\n") == 2
    assert words(digest, speech).endswith("Thank you.")
    assert speech.role == "statement"


def test_first_names_are_nobodys_label(town_hall: ParsedSource, digest: ParsedSource) -> None:
    """P29: Tony and Ivo are called by name and are no voices."""
    labels = {voice.label for source in (town_hall, digest) for voice in source.voices}
    assert not labels & {"Tony", "Ivo", "Ada"}


def test_ids_and_order(town_hall: ParsedSource) -> None:
    """P32 and the ids: stable names from the bytes, ordinals from 1."""
    document_id = f"{town_hall.source.source_id}-1"
    assert [turn.ordinal for turn in town_hall.turns] == list(range(1, len(town_hall.turns) + 1))
    assert town_hall.turns[1].turn_id == f"{document_id}-t2"
    assert town_hall.turns[1].voice_id == f"{document_id}-minister-quill"
    assert {voice.voice_id: voice.turns for voice in town_hall.voices} == {
        f"{document_id}-mr-hollin": 7,
        f"{document_id}-minister-quill": 7,
        f"{document_id}-question": 3,
    }
    assert parsed(TOWN_HALL) == town_hall


def test_a_text_without_speaker_is_nobodys_and_can_be_found() -> None:
    source = parsed("A note on salt.\n\nIt is dear this year, and it will be dearer in the next.\n")
    assert len(source.documents) == 1
    (turn,) = source.turns
    assert (turn.label, turn.role, turn.replies_to) == (None, "statement", None)
    assert words(source, turn).startswith("A note on salt.\n\nIt is dear")
    assert [voice.label for voice in source.voices] == [None]
    assert source.documents[0].title is None
