"""The real transcripts beside the project: counts, borders and labels, by offsets only."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from index.parsing.transcript import parse
from index.readers import read_source
from index.records import ParsedSource, Turn

pytestmark = pytest.mark.shared

TOWN_HALL, DIGEST, AGGREGATOR = "000_9024ce6a", "001_7cb106c3", "002_6329a5d8"


def load(path: Path) -> ParsedSource:
    return parse(read_source(path.name, path.read_bytes()))


@pytest.fixture(scope="module")
def state(shared: Path) -> dict[str, ParsedSource]:
    folder = shared / "transcripts" / "state-department"
    return {path.name[:12]: load(path) for path in sorted(folder.glob("*.txt"))}


@pytest.fixture(scope="module")
def briefings(shared: Path) -> dict[str, ParsedSource]:
    """The hundred briefings that questions were judged on."""
    names = (shared / "collections" / "press-dev" / "documents.txt").read_text().split()
    folder = shared / "corpora" / "white-house-briefings"
    return {name: load(folder / name) for name in names}


def at_line(source: ParsedSource, number: int) -> int:
    """Where line `number` of the file begins, counted from 1."""
    start = 0
    for _ in range(number - 1):
        start = source.source.text.index("\n", start) + 1
    return start


def turn_at(source: ParsedSource, number: int) -> Turn:
    """The turn whose label stands at the start of a line."""
    (turn,) = [turn for turn in source.turns if turn.label_start == at_line(source, number)]
    return turn


def test_counts(state: dict[str, ParsedSource]) -> None:
    assert {name: len(source.documents) for name, source in state.items()} == {
        TOWN_HALL: 1,
        DIGEST: 7,
        AGGREGATOR: 1,
    }
    assert {name: len(source.turns) for name, source in state.items()} == {
        TOWN_HALL: 61,
        DIGEST: 3,
        AGGREGATOR: 30,
    }
    labels = Counter(turn.label for source in state.values() for turn in source.turns)
    assert labels == {
        "SECRETARY BLINKEN": 45,
        "MR BUISINE": 27,
        "QUESTION": 21,
        "FOREIGN MINISTER LAVROV": 1,
    }
    silent = [
        document.document_id
        for source in state.values()
        for document in source.documents
        if all(turn.document_id != document.document_id for turn in source.turns)
    ]
    assert len(silent) == 5


def test_banner_and_footer_of_the_town_hall(state: dict[str, ParsedSource]) -> None:
    source = state[TOWN_HALL]
    (document,) = source.documents
    assert document.start == at_line(source, 11)
    assert document.end == source.turns[-1].end == at_line(source, 178) - 1
    assert (document.title, document.date, document.place) == (None, None, None)
    assert (document.date_status, document.date_raw) == ("missing", None)


def test_interpreters_notes_of_the_town_hall(state: dict[str, ParsedSource]) -> None:
    source = state[TOWN_HALL]
    without = [turn for turn in source.turns if "via_interpreter" not in turn.flags]
    assert [turn.label_start for turn in without] == [at_line(source, 47)]
    assert all(source.source.text[turn.start] != "(" for turn in source.turns)
    assert source.source.text[turn_at(source, 17).start :].startswith("Indeed")


def test_hints_of_the_town_hall(state: dict[str, ParsedSource]) -> None:
    source = state[TOWN_HALL]
    hints = {
        line: hint.name
        for line in (39, 55, 83, 89, 109, 119, 125)
        if (hint := turn_at(source, line).asker_hint)
    }
    assert hints == {39: "Fatima", 55: "Lea", 83: "Laura", 89: "Jean", 109: "Safwan", 119: "Illian"}


def test_marks_of_the_town_hall(state: dict[str, ParsedSource]) -> None:
    source = state[TOWN_HALL]
    assert {"phonetic", "inaudible"} <= set(turn_at(source, 107).flags)
    relayed = turn_at(source, 143)
    assert (relayed.label, relayed.role) == ("MR BUISINE", "question")
    assert turn_at(source, 145).replies_to == relayed.turn_id
    assert (turn_at(source, 145).start, turn_at(source, 145).end) == (24651, 25008)


def test_roles_of_the_town_hall(state: dict[str, ParsedSource]) -> None:
    source = state[TOWN_HALL]
    by_id = {turn.turn_id: turn for turn in source.turns}
    for line in (39, 55, 83, 89, 109, 119, 125):
        # The introduction is a statement, the answer replies to the question.
        asked = turn_at(source, line)
        assert by_id[source.turns[asked.ordinal].replies_to or ""] is asked
    for line in (37, 53, 81, 87, 107, 117, 177):
        assert turn_at(source, line).role == "statement"
    answers = [turn for turn in source.turns if turn.label == "SECRETARY BLINKEN"]
    assert {turn.role for turn in answers} == {"answer"}


def test_borders_of_the_digest(state: dict[str, ParsedSource]) -> None:
    source = state[DIGEST]
    assert [document.start for document in source.documents] == [
        at_line(source, line) for line in (1, 33, 69, 79, 91, 97, 103)
    ]
    ends = [turn.end for turn in source.turns]
    assert ends == [at_line(source, line) - 1 for line in (20, 32, 68)]
    assert {document.date for document in source.documents} == {date(2021, 12, 2)}
    assert {document.date_status for document in source.documents} == {"inferred"}
    assert {document.date_raw for document in source.documents} == {"2 Dec"}
    evidence = {document.date_start for document in source.documents}
    assert all(start is not None and start > at_line(source, 75) for start in evidence)


def test_fields_of_the_digest(state: dict[str, ParsedSource]) -> None:
    source = state[DIGEST]
    first, second, *others = source.documents
    for document in (first, second):
        assert document.byline == source.source.text[at_line(source, 5) : at_line(source, 6) - 1]
        assert (document.place, document.venue) == ("Stockholm, Sweden", "Scandinavian XPO")
    assert {(document.place, document.venue) for document in others} == {(None, None)}
    assert [document.byline is None for document in others] == [False, False, True, True, False]
    assert source.turns[0].label == "FOREIGN MINISTER LAVROV"
    assert "via_interpreter" in source.turns[0].flags


def test_fields_of_the_aggregator(state: dict[str, ParsedSource]) -> None:
    source = state[AGGREGATOR]
    (document,) = source.documents
    assert document.title == source.source.text[at_line(source, 6) : at_line(source, 7) - 1]
    assert (document.date, document.date_status) == (date(2021, 10, 21), "page")
    assert (document.place, document.venue) == ("Mexico City, Mexico", "Sofitel Hotel")
    assert document.end == source.turns[-1].end == at_line(source, 93) - 1


def test_turns_of_the_aggregator(state: dict[str, ParsedSource]) -> None:
    source = state[AGGREGATOR]
    gaps = [turn.label_start for turn in source.turns if "suspected_gap" in turn.flags]
    assert gaps == [at_line(source, 61), at_line(source, 80)]
    broken = [turn.label_start for turn in source.turns if "interrupted" in turn.flags]
    assert broken == [at_line(source, 22), at_line(source, 32)]
    assert turn_at(source, 58).replies_to == turn_at(source, 61).replies_to
    assert "inaudible" in turn_at(source, 56).flags
    names = {item.name for voice in source.voices for item in voice.evidence if item.name}
    assert names == {"Antony J. Blinken", "Alejandro Dominguez"}


def test_every_judged_span_lies_in_one_turn_of_its_speaker(
    shared: Path, briefings: dict[str, ParsedSource]
) -> None:
    rows = (shared / "collections" / "press-dev" / "qrels.tsv").read_text().splitlines()[1:]
    for row in rows:
        _, name, start, end, _, speaker = row.split("\t")
        own = [
            turn
            for turn in briefings[name].turns
            if turn.start <= int(start) and int(end) <= turn.end
        ]
        assert [turn.label for turn in own] == [speaker], row
        assert own[0].role != "question", row


def test_briefings_hold_only_speech(briefings: dict[str, ParsedSource]) -> None:
    for source in briefings.values():
        (document,) = source.documents
        text = source.source.text
        assert (document.date_status, str(document.date)) == ("given", source.source.name[:10])
        assert document.title
        behind = text[document.end :].strip()
        assert not behind or behind.startswith(("END", "(")), source.source.name
        for turn in source.turns:
            spoken = text[turn.start : turn.end]
            assert spoken == spoken.strip()
            assert "URL:" not in spoken
            assert "\nEND" not in spoken


def test_roles_in_briefings(briefings: dict[str, ParsedSource]) -> None:
    turns = [turn for source in briefings.values() for turn in source.turns]
    asked = [turn for turn in turns if turn.label == "Q"]
    assert {turn.role for turn in asked} == {"question"}
    # One briefing appends another one, whose questioners have names.
    others = {turn.label for turn in turns if turn.role == "question"} - {"Q"}
    assert others <= {"THE PRESS", "Ray Henry", "Richard Faussett"}
    by_id = {turn.turn_id: turn for turn in turns}
    for turn in turns:
        if turn.replies_to:
            assert by_id[turn.replies_to].role == "question"
            assert by_id[turn.replies_to].ordinal < turn.ordinal
    answers = [turn for turn in turns if turn.role == "answer"]
    assert all(turn.replies_to for turn in answers)
    assert len(answers) > 0.45 * len(turns)
