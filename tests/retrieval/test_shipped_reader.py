"""The bundled reader: complete, small, with its recipe, and able to read."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

import pytest

from index.encoding.encoder import DEFAULT_MODEL_SHA256
from retrieval.reader import SHIPPED, WEIGHTS, Reader, load_reader
from retrieval.reading.form import Exchange
from retrieval.reading.weights import RECIPE

pytestmark = pytest.mark.model

MOST_BYTES = 25 * 1024 * 1024
SHA256 = re.compile(r"[0-9a-f]{64}")


@pytest.fixture(scope="module")
def reader() -> Reader:
    found = load_reader()
    assert found is not None
    return found


@pytest.fixture(scope="module")
def recipe() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SHIPPED / RECIPE).read_text(encoding="utf-8"))
    return found


def test_it_is_whole_and_small(reader: Reader, recipe: dict[str, Any]) -> None:
    weights = (SHIPPED / WEIGHTS).read_bytes()
    assert reader.sha256 == recipe["sha256"] == hashlib.sha256(weights).hexdigest()
    assert recipe["base_sha256"] == DEFAULT_MODEL_SHA256
    assert sum(path.stat().st_size for path in SHIPPED.rglob("*") if path.is_file()) <= MOST_BYTES


def test_its_recipe_says_from_what_and_how_each_part_was_made(recipe: dict[str, Any]) -> None:
    before, taught = recipe["mean_of"]
    assert recipe["counts"] == [2, 1]
    assert taught["begin"] == before["sha256"]
    assert SHA256.fullmatch(taught["teacher"]["sha256"])
    assert taught["teacher"]["licence"] == "Apache-2.0"
    parts = [*before["mean_of"], taught]
    assert len({part["sha256"] for part in parts}) == len(parts) == 4
    for part in parts:
        assert part["sets"]
        for name, about in [*part["sets"].items(), ("transcripts", part["transcripts"])]:
            assert SHA256.fullmatch(about["sha256"]), name
            assert about["licence"], name
        assert part["base_licence"]
        assert isinstance(part["seed"], int)
        assert part["machine"]["processor"]
        assert part["minutes"] > 0


ANSWERED = [
    (
        "will the swimming hall be shut down",
        Exchange(
            "MAYOR QUILL",
            "Mayor, are you going to close the baths in Ferrow Street?",
            ("The simple answer is no.", "Nobody has asked us to, and the roof is paid for."),
        ),
        Exchange(
            "MAYOR QUILL",
            "Mayor, are you going to close the baths in Ferrow Street?",
            ("I have not seen the report yet.", "When I have, I will speak about it."),
        ),
    ),
    (
        "how much will a crossing cost from spring on",
        Exchange(
            "MS. DAHL",
            "And the fares for the ferry?",
            ("They rise to eleven crowns in April.", "Children go free, as before."),
        ),
        Exchange(
            "MS. DAHL",
            "And the crew of the ferry?",
            ("We take on eleven men in April.", "Two of them are from the island."),
        ),
    ),
    (
        "why was the bridge closed to lorries",
        Exchange(
            "MR. OSTREM",
            "",
            ("We found a crack in the third pier in May.", "It can carry cars, and nothing more."),
        ),
        Exchange(
            "MR. OSTREM",
            "",
            ("Lorries go round by the quarry road.", "It takes them ten minutes longer."),
        ),
    ),
    (
        "who pays for the new school roof",
        Exchange(
            "MS. HALE",
            "Is there money for the roof of the school?",
            ("The county does, down to the last nail.",),
        ),
        Exchange(
            "MS. HALE",
            "When will the roof of the school be done?",
            ("By the end of the summer holidays.",),
        ),
    ),
    (
        "did the minister say when the inquiry ends",
        Exchange(
            "MINISTER VOSS",
            "How long will the judges go on?",
            ("They hand in their findings on the second of November.",),
        ),
        Exchange(
            "MINISTER VOSS",
            "What are the judges looking at?",
            ("They are looking at the floods of the second of November.",),
        ),
    ),
]
"""A question, an exchange that answers it, and one beside it that does not."""


LEAST_RIGHT = 4
"""The shipped reader orders four of the five, the first by -0.5 log-odds not, the third by 0.1."""


def test_most_exchanges_that_answer_stand_above_the_one_beside_them(reader: Reader) -> None:
    read = [reader.read(question, [right, wrong]) for question, right, wrong in ANSWERED]
    assert sum(right.answers > wrong.answers for right, wrong in read) >= LEAST_RIGHT
    for (_, right, _), (told, _) in zip(ANSWERED, read, strict=True):
        assert len(told.sentences) == len(right.sentences)


PUT_OFF = [
    (
        "is the harbour master going to resign",
        ("No.", "I was appointed for four years and I will serve them."),
        ("I will not comment on personal matters today.",),
    ),
    (
        "will taxes go up next year",
        ("Yes, by two per cent.", "We put it in the budget in March."),
        ("We will have more to say about the budget in due course.",),
    ),
    (
        "did the company know about the leak",
        ("We knew from the Tuesday on.", "An inspector had rung us."),
        ("That is a matter for the courts, and I would refer you to them.",),
    ),
    (
        "are soldiers being sent to the island",
        ("Two companies left this morning.",),
        ("I do not want to get ahead of the operation.",),
    ),
    (
        "has the hospital run out of beds",
        ("It is; the last bed went at noon.",),
        ("Let me take that question and come back to you.",),
    ),
]
"""A question, a reply and one that puts it off, written after the bundled reader was trained."""


@pytest.mark.parametrize(("question", "reply", "put_off"), PUT_OFF)
def test_a_reply_stands_above_one_that_puts_the_question_off(
    reader: Reader, question: str, reply: tuple[str, ...], put_off: tuple[str, ...]
) -> None:
    asked = [Exchange("MS. ORDWAY", f"So, {question}?", said) for said in (reply, put_off)]
    answers, evades = reader.read(question, asked)
    assert answers.answers > evades.answers
