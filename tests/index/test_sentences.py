from __future__ import annotations

import csv
from itertools import groupby
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.language.lines import trim
from index.language.sentences import WINDOW, paragraph_spans, sentence_spans
from index.parsing.transcript import parse
from index.readers import read_source


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text, 0, len(text))]


def paragraphs(text: str) -> list[str]:
    return [text[start:end] for start, end in paragraph_spans(text, 0, len(text))]


@pytest.mark.parametrize(
    "whole",
    [
        "I met Mr. Quill, Mrs. Adeyemi and Dr. Sund at No. 9 Quay St. yesterday.",
        "Ines J. Farrow and K. L. Brandt spoke of the U.S. Navy.",
        "At 3 p.m. Eastern it had risen by 1.2 percent.",
        "Some goods, e.g. grain, wait for Gov. Hale and Sen. Ruiz.",
        "We thought -- I thought -- that it was over.",
        "It may take, well... some time.",
        "I’d say – (laughter) – that we are ready.",
        "See Quay v. Harbour Board on that.",
    ],
)
def test_one_sentence_stays_whole(whole: str) -> None:
    assert sentences(whole) == [whole]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The boats sail. The toll goes.", ["The boats sail.", "The toll goes."]),
        ("He left the U.S. The talks ended.", ["He left the U.S.", "The talks ended."]),
        ("It ends at 5 p.m. Then we eat.", ["It ends at 5 p.m.", "Then we eat."]),
        ("Is it so? “Yes.” Good!", ["Is it so?", "“Yes.”", "Good!"]),
        ("(He nods.)  Two blanks.", ["(He nods.)", "Two blanks."]),
        ("We wait… Then we go.", ["We wait…", "Then we go."]),
        ("¿Cómo está? ¡Muy bien! Gracias.", ["¿Cómo está?", "¡Muy bien!", "Gracias."]),
        ("Well.\u00a0 After no-break spaces.", ["Well.", "After no-break spaces."]),
        # nupunkt knows these from legal text as abbreviations; in speech they end a sentence.
        ("I would say no. We pay.", ["I would say no.", "We pay."]),
        ("No. We will. Thanks. Bye.", ["No.", "We will.", "Thanks.", "Bye."]),
        ("That was last month. “Fine,” I said.", ["That was last month.", "“Fine,” I said."]),
        ("(Laughter.) Now to the toll.", ["(Laughter.)", "Now to the toll."]),
    ],
)
def test_sentences_end_where_speech_does(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_a_paragraph_ends_a_sentence_without_a_stop() -> None:
    assert sentences("The toll --\n\nIt goes") == ["The toll --", "It goes"]
    assert sentences("The toll --\r\n\r\nit goes") == ["The toll --", "it goes"]
    assert sentences("The toll --\nIt goes") == ["The toll --", "It goes"]
    assert sentences("The toll\u2029it goes") == ["The toll", "it goes"]


def test_a_wrapped_line_ends_nothing() -> None:
    wrapped = (
        "The harbour board has met and will meet again, and so will Mr.\n"
        "Quill. Nobody pays before the board has heard from the town of\n"
        "Marrow and its people.\n"
        "The next meeting is open."
    )
    assert sentences(wrapped) == [
        "The harbour board has met and will meet again, and so will Mr.\nQuill.",
        "Nobody pays before the board has heard from the town of\nMarrow and its people.",
        "The next meeting is open.",
    ]
    assert len(paragraphs(wrapped)) == 2


def test_long_lines_are_paragraphs_each() -> None:
    line = "The board met for a long while and heard everybody who wished to speak of tolls, " * 3
    assert paragraphs(f"{line}\nAnd then\n{line}") == [line.strip(), "And then", line.strip()]


def test_a_paragraph_longer_than_the_window_is_cut_at_sentences_only() -> None:
    text = "The ferry sails to Marrow and back. " * (3 * WINDOW // 36)
    assert set(sentences(text)) == {"The ferry sails to Marrow and back."}


def test_only_the_asked_part_is_looked_at() -> None:
    text = "One here. Two there. Three beyond."
    assert sentence_spans(text, 10, 20) == [(10, 20)]
    assert sentence_spans(text, 9, 10) == []


@given(st.text(alphabet='aB.?! \n\r\t\u00a0\u200b\u2029\x0c"(”1-', max_size=120), st.data())
def test_sentences_cover_all_that_is_not_white_in_order(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    place = start
    for first, last in sentence_spans(text, start, end):
        between = trim(text, place, first)
        assert between[0] == between[1]
        assert place <= first < last <= end
        assert trim(text, first, last) == (first, last)
        place = last
    rest = trim(text, place, end)
    assert rest[0] == rest[1]


@pytest.mark.shared
def test_judged_spans_begin_and_end_at_sentence_borders(shared: Path) -> None:
    """The spans were marked by hand from sentence border to sentence border."""
    with (shared / "collections/press-dev/qrels.tsv").open(encoding="utf-8") as file:
        judged = list(csv.DictReader(file, delimiter="\t"))
    agreed = 0
    for document, rows in groupby(judged, key=lambda row: row["doc_id"]):
        data = (shared / "corpora/white-house-briefings" / document).read_bytes()
        parsed = parse(read_source(document, data))
        for row in rows:
            start, end = int(row["start"]), int(row["end"])
            turn = next(turn for turn in parsed.turns if turn.start <= start < turn.end)
            spans = sentence_spans(parsed.source.text, turn.start, turn.end)
            agreed += (start in {first for first, _ in spans}) + (
                end in {last for _, last in spans}
            )
    # All 288 when this was written.
    assert agreed / (2 * len(judged)) > 0.99
