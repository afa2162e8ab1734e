"""The record in memory: who speaks where, what replies to what, and what a filter lets through."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from index.build import Index, open_index
from index.records import Filters
from retrieval.catalogue import BoolArray, Catalogue
from retrieval.dates import DateRange
from tests.fakes import HashingEncoder

FIRST, LATER = date(2032, 3, 14), date(2033, 5, 2)
"""The days of `briefing.txt` and `later.txt`; `speech.txt` has none."""


def at(index: Index, catalogue: Catalogue, words: str) -> int:
    """The place of the one turn that begins so."""
    (place,) = [
        place for place in range(len(catalogue.turn_ids)) if said(index, catalogue, place, words)
    ]
    return place


def said(index: Index, catalogue: Catalogue, place: int, words: str) -> bool:
    turn = index.store.turn(catalogue.turn_ids[place])
    source_id = turn.document_id.rpartition("-")[0]
    return index.store.text(source_id)[turn.start :].startswith(words)


def names(index: Index, catalogue: Catalogue, turns: BoolArray) -> set[str]:
    """The sources of turns."""
    documents = catalogue.turn_document[turns]
    return {catalogue.document_names[catalogue.document_ids[place]] for place in documents}


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (FIRST, FIRST, {"briefing.txt"}),
        (LATER, LATER, {"later.txt"}),
        (FIRST, LATER, {"briefing.txt", "later.txt"}),
        (date(2032, 3, 15), date(2033, 5, 1), set()),
        (None, date(2032, 3, 13), set()),
        (None, FIRST, {"briefing.txt"}),
        (LATER, None, {"later.txt"}),
        (date(2033, 5, 3), None, set()),
        (None, None, {"briefing.txt", "later.txt"}),
    ],
)
def test_days_are_inclusive_and_what_has_no_day_is_of_none(
    index: Index,
    catalogue: Catalogue,
    first: date | None,
    last: date | None,
    expected: set[str],
) -> None:
    allowed = catalogue.allowed_turns(Filters(dates=((first, last),)))
    assert names(index, catalogue, allowed) == expected
    assert catalogue.has_words_of((first, last)) == bool(expected)
    if first or last:
        both = catalogue.allowed_turns(Filters(date_from=first, date_to=last))
        assert (both == allowed).all()
    rows = np.arange(len(catalogue.keys))
    within = catalogue.within(rows, [DateRange(first, last, True, 0, 1)])
    assert (within == allowed[catalogue.passage_turn]).all()


def test_several_ranges_are_any_of_them(index: Index, catalogue: Catalogue) -> None:
    both = Filters(dates=((FIRST, FIRST), (LATER, LATER)))
    assert names(index, catalogue, catalogue.allowed_turns(both)) == {"briefing.txt", "later.txt"}
    assert not catalogue.allowed_turns(Filters(dates=())).any()


def test_the_record_has_first_and_last_day_and_its_years(catalogue: Catalogue) -> None:
    assert catalogue.days == (FIRST.toordinal(), LATER.toordinal())
    assert catalogue.years == (2033, 2032)


def test_the_day_and_the_speaker_of_a_turn(index: Index, catalogue: Catalogue) -> None:
    opens = at(index, catalogue, "Good afternoon")
    speech = at(index, catalogue, "Pilots, thank you.")
    assert (catalogue.day_of(opens), catalogue.day_of(speech)) == (FIRST, None)
    marsh, tarn = catalogue.speaker_of(opens), catalogue.speaker_of(speech)
    assert marsh is not None
    assert tarn is not None
    assert (marsh.name, tarn.name) == ("Orla Marsh", "Ivo Tarn")
    assert catalogue.labels_of(np.array([opens, speech])) == ["MS. MARSH", "DIRECTOR TARN"]
    voices = catalogue.voices_of([tarn.speaker_id])
    assert len(voices) == 2
    assert catalogue.voices_of([tarn.speaker_id, tarn.speaker_id]) == voices
    assert catalogue.voices_of(["nobody"]) == ()


def test_what_replies_to_a_question_and_what_was_asked_before(
    index: Index, catalogue: Catalogue
) -> None:
    hulk = at(index, catalogue, "Will the Minister close")
    empty = at(index, catalogue, "By when will")
    depth = at(index, catalogue, "How deep is")
    aim = at(index, catalogue, "That is still our aim")
    metres = at(index, catalogue, "Nine metres")
    assert list(catalogue.replies(hulk)) == [aim]
    assert catalogue.replies_to[metres] == depth
    assert catalogue.earlier_questions(metres, 9) == [depth, empty, hulk]
    assert catalogue.earlier_questions(metres, 2) == [depth, empty]
    assert catalogue.earlier_questions(metres, 0) == []
    assert catalogue.earlier_questions(at(index, catalogue, "Good morning"), 9) == []
    # The first question of a document has none before it, whatever document stands before.
    rises = at(index, catalogue, "Yes. The toll rises")
    assert catalogue.earlier_questions(rises, 9) == [at(index, catalogue, "Does the toll for")]
    toll = at(index, catalogue, "And the toll for barges")
    assert [catalogue.labels_of(catalogue.replies(toll))] == [["MS. MARSH", "MR. TARN"]]


def test_a_question_is_of_who_answers_it_unless_it_is_asked_for(
    index: Index, catalogue: Catalogue
) -> None:
    metres = at(index, catalogue, "Nine metres")
    tarn = catalogue.speaker_of(metres)
    assert tarn is not None
    filters = Filters(voice_ids=catalogue.voices_of([tarn.speaker_id]))
    answered = np.flatnonzero(catalogue.allowed_turns(filters))
    own = np.flatnonzero(catalogue.allowed_turns(filters, own_voice=True))
    theirs = {metres, at(index, catalogue, "I would have"), at(index, catalogue, "Pilots, thank")}
    asked = {at(index, catalogue, "How deep is"), at(index, catalogue, "And the toll for")}
    assert set(own.tolist()) == theirs
    assert set(answered.tolist()) == theirs | asked
    assert not catalogue.allowed_turns(Filters(voice_ids=("nobody",))).any()


def test_roles_and_documents_are_conditions_too(index: Index, catalogue: Catalogue) -> None:
    questions = catalogue.allowed_turns(Filters(roles=("question",)))
    assert questions.sum() == 6
    assert (questions == catalogue.turn_is["question"]).all()
    both = catalogue.allowed_turns(Filters(roles=("question", "answer")))
    assert both.sum() > questions.sum()
    (later,) = [id_ for id_, name in catalogue.document_names.items() if name == "later.txt"]
    inside = catalogue.allowed_turns(Filters(document_ids=(later, "gone")))
    assert names(index, catalogue, inside) == {"later.txt"}
    assert not catalogue.allowed_turns(Filters(document_ids=())).any()
    narrow = Filters(roles=("question",), document_ids=(later,))
    assert catalogue.allowed_turns(narrow).sum() == 2


def test_keys_are_found_and_those_that_are_gone_left_out(catalogue: Catalogue) -> None:
    keys = catalogue.keys
    assert catalogue.rows([int(keys[2]), int(keys[0])]).tolist() == [2, 0]
    assert catalogue.rows([int(keys[-1]) + 1, int(keys[1]), -5]).tolist() == [1]
    assert catalogue.rows([]).tolist() == []
    assert catalogue.keys_of(np.ones(len(catalogue.turn_ids), dtype=bool)) is None
    one = np.zeros(len(catalogue.turn_ids), dtype=bool)
    one[int(catalogue.passage_turn[3])] = True
    of_one = catalogue.keys_of(one)
    assert of_one is not None
    assert int(keys[3]) in of_one
    turn = int(catalogue.passage_turn[3])
    assert catalogue.keys_of_turns(np.array([turn])).tolist() == (
        keys[catalogue.passage_turn == turn].tolist()
    )
    assert catalogue.keys_of_turns(np.array([], dtype=np.int64)).tolist() == []


def test_the_first_passage_of_a_turn_begins_it(catalogue: Catalogue) -> None:
    rows = np.arange(len(catalogue.keys))
    begins = catalogue.begins_turn(rows)
    for turn in range(len(catalogue.turn_ids)):
        passages = catalogue.passages_of(turn)
        assert begins[passages].tolist() == [True] + [False] * (len(passages) - 1)
        assert (np.diff(catalogue.passage_start[passages]) > 0).all()


def test_a_short_turn_of_another_voice_stands_right_before(
    index: Index, catalogue: Catalogue
) -> None:
    turns = np.zeros(len(catalogue.turn_ids), dtype=bool)
    answer = at(index, catalogue, "Nine metres")
    turns[answer] = True
    question = at(index, catalogue, "How deep is")
    length = int(catalogue.turn_end[question] - catalogue.turn_start[question])
    assert np.flatnonzero(catalogue.right_before(turns, length)).tolist() == [question]
    assert not catalogue.right_before(turns, length - 1).any()
    # Nothing stands before the first turn of a document.
    first = np.zeros(len(catalogue.turn_ids), dtype=bool)
    first[[at(index, catalogue, "Good afternoon"), at(index, catalogue, "Good morning")]] = True
    assert not catalogue.right_before(first, 10_000).any()


def test_who_mostly_asks(index: Index, catalogue: Catalogue) -> None:
    marsh = catalogue.speaker_of(at(index, catalogue, "Good morning"))
    asker = catalogue.speaker_of(at(index, catalogue, "How deep is"))
    assert marsh is not None
    assert asker is not None
    assert catalogue.mostly_asks([asker.speaker_id])
    assert not catalogue.mostly_asks([marsh.speaker_id])
    assert not catalogue.mostly_asks(["nobody"])
    asks = catalogue.turn_of_asker
    assert (asks == catalogue.turn_is["question"]).all()
    assert (catalogue.turn_is_anonymous == catalogue.turn_is["question"]).all()


def test_passages_are_spoken_by_speakers(index: Index, catalogue: Catalogue) -> None:
    metres = at(index, catalogue, "Nine metres")
    tarn = catalogue.speaker_of(metres)
    assert tarn is not None
    rows = np.arange(len(catalogue.keys))
    spoken = catalogue.spoken_by(rows, frozenset({tarn.speaker_id}))
    labels = {
        catalogue.labels_of(np.array([turn]))[0] for turn in catalogue.passage_turn[rows[spoken]]
    }
    assert labels == {"MR. TARN", "DIRECTOR TARN"}
    assert not catalogue.spoken_by(rows, frozenset()).any()


def test_titles_places_and_names_of_documents(catalogue: Catalogue) -> None:
    assert set(catalogue.document_names.values()) == {"briefing.txt", "later.txt", "speech.txt"}
    titled = dict(catalogue.document_titles.values())
    assert titled["Press Briefing by Harbour Spokeswoman Orla Marsh"] == LATER
    assert titled["Remarks by Ivo Tarn to the Pilots"] is None


def test_an_empty_record_has_nothing(tmp_path_factory: pytest.TempPathFactory) -> None:
    place = tmp_path_factory.mktemp("empty")
    with open_index(place / "data", HashingEncoder(), create=True) as index:
        catalogue = Catalogue(index.store)
        assert catalogue.days == (0, 0)
        assert catalogue.years == ()
        assert catalogue.rows([1, 2]).tolist() == []
        assert not catalogue.has_words_of((None, None))
        assert not catalogue.mostly_asks(["nobody"])


def test_who_asks_in_more_than_half_of_what_he_says_is_an_asker(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    def asker(questions: int, tells: int) -> bool:
        turns = ["JO BELL: Is lock {0} dry, and who says so?"] * questions
        turns += ["JO BELL: Lock {0} was wet in May."] * tells
        answer = "ADA QUILL: We looked at every lock of the river and found lock {0} dry in spring."
        text = "\n\n".join(
            f"{turn.format(number)}\n\n{answer.format(number)}" for number, turn in enumerate(turns)
        )
        place = tmp_path_factory.mktemp("asker")
        with open_index(place / "data", HashingEncoder(), create=True) as index:
            index.put("talk.txt", (text + "\n").encode())
            catalogue = Catalogue(index.store)
            bell = np.array([label == "JO BELL" for label in _labels(catalogue)])
            asked = catalogue.turn_is["question"] & bell
            assert (catalogue.turn_of_asker[bell] == (2 * asked.sum() > bell.sum())).all()
            assert not catalogue.turn_of_asker[~bell].any()
            return bool(catalogue.turn_of_asker[bell].all())

    assert asker(8, 0)
    assert not asker(0, 4)


def test_a_prompt_is_a_short_question_of_who_never_replies(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    told = "The wall was built in a hurry and nobody has looked at it since, so I ask. " * 3
    reply = "ADA QUILL: We looked at every lock of the river and found all of them dry in spring."
    text = "\n\n".join(
        (
            f"JO BELL: {told}When will it be mended?",
            reply,
            "JO BELL: Is it dry?",
            reply,
            "JO BELL: The wall is thin.",
            "CARL VENN: Who built it?",
            "ADA QUILL: Those who had the stones, in a summer when nobody else wanted them.",
            "JO BELL: I thank you.",
            "ADA QUILL: Who was there, Carl?",
            "CARL VENN: I was.",
        )
    )
    place = tmp_path_factory.mktemp("prompts")
    with open_index(place / "data", HashingEncoder(), create=True) as index:
        index.put("talk.txt", (text + "\n").encode())
        catalogue = Catalogue(index.store)
        prompts = [number for number in range(10) if catalogue.turn_is_prompt[number]]
        assert [number for number in range(10) if catalogue.turn_is["question"][number]] == [
            *(0, 2, 5),
            8,
        ]
        assert prompts == [2]


def _labels(catalogue: Catalogue) -> list[str]:
    return catalogue.labels_of(np.arange(len(catalogue.turn_ids)))
