"""Questions that ask for a question, and those that ask for the answer to one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.build import open_index
from index.language.vocabulary import ASKING_ROLES, HOSTING_ROLES
from retrieval.answer import Searcher
from retrieval.askers import wanted_question
from retrieval.catalogue import Catalogue
from retrieval.question import read
from retrieval.results import Question
from tests.fakes import HashingEncoder

HALL = """Title: Town Hall with Harbour Minister Orla Marsh
Date: 2032-06-01

MODERATOR: Good evening. With us is Minister Marsh. The first question is from Wido, who mends nets.

QUESTION: Will the basin be deep enough for my boat in the spring?

MINISTER MARSH: It will, we dredge until April.

MODERATOR: Now one from Ketta, in the third row.

QUESTION: My mother waits for the ferry an hour each day. Must that be so?

MINISTER MARSH: It must not. The second ferry sails in May, and Ketta may hold me to it.

MODERATOR: And the seals, Minister?

MINISTER MARSH: The seals are well.
"""


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("who asked about the seals", "seals"),
        ("Who wanted to know whether the ferry sails?", "ferry sails"),
        ("what did Ketta want to know about the ferry", "Ketta ferry"),
        ("What did the Gull Post reporter ask about dredging?", "Gull Post dredging"),
        ("which guest raised the ferry?", "ferry"),
        ("what did reporters put to Marsh about the toll", "Marsh about the toll"),
        ("what was put to Marsh about the toll", "Marsh about the toll"),
        ("Wido's question", "Wido"),
        ("Wido's first question to Marsh", "Wido Marsh"),
        ("the reporters' questions about silt", "silt"),
        ("what was the question from Wido about the basin", "Wido about the basin"),
        ("Which questions were put about the toll?", "were about the toll"),
        ("did anybody ask about seals", "seals"),
    ],
)
def test_the_words_left_say_who_asked_and_about_what(text: str, topic: str) -> None:
    wanted = wanted_question(text)
    assert wanted is not None
    left = [word for word in wanted.topic.split() if word not in ("about", "the", "were")]
    assert left == [word for word in topic.split() if word not in ("about", "the", "were")]


@pytest.mark.parametrize("role", sorted(ASKING_ROLES | HOSTING_ROLES))
def test_a_role_that_labels_are_read_by_may_raise_something(role: str) -> None:
    wanted = wanted_question(f"which {role.lower()} raised the ferry?")
    assert wanted is not None
    assert wanted.topic == "ferry"


@pytest.mark.parametrize(
    "text",
    [
        "what did Marsh say when asked about the seals",
        "what was Marsh's answer when Ketta asked about the ferry",
        "how did Marsh react after a reporter asked about the toll",
        "what did Marsh do after Ketta asked about the ferry",
        "was Marsh asked to resign",
        "who raised the toll",
        "who asked the pilots to strike",
        "who asked for new tugs",
        "what did Marsh ask the assembly to do",
        "who asked Marsh for money",
        "which price did the yard ask",
        "what is the question of the toll about",
        "Marsh's answer to Ketta's question",
        "what did you want to know",
    ],
)
def test_an_answer_or_a_request_is_not_taken_for_a_question(text: str) -> None:
    assert wanted_question(text) is None


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    place: Path = tmp_path_factory.mktemp("hall")
    with open_index(place / "data", HashingEncoder(), create=True) as index:
        index.put("hall.txt", HALL.encode())
        yield Searcher(index)


def test_a_question_is_found_by_who_was_introduced(hall: Searcher) -> None:
    hits = hall.search(Question("what did Ketta want to know?", limit=2)).hits
    assert [HALL[hit.citation.start : hit.citation.end][:9] for hit in hits] == [
        "My mother",
        "Now one f",
    ]


def test_the_introduction_is_found_by_what_was_asked(hall: Searcher) -> None:
    hits = hall.search(Question("who asked whether the basin is deep enough", limit=2)).hits
    words = [HALL[hit.citation.start : hit.citation.end] for hit in hits]
    assert words[0].startswith("Will the basin")
    assert "from Wido" in words[1]


def test_of_the_one_who_was_asked_only_what_was_put_to_her_counts(hall: Searcher) -> None:
    catalogue = Catalogue(hall.index.store)
    reading = read(Question("who asked Marsh about the ferry"), catalogue)
    assert [speaker.name for speaker in reading.understood.speakers] == ["Orla Marsh"]
    assert reading.understood.asks_for_question
    first = hall.search(Question("who asked Marsh about the ferry")).hits[0]
    assert "ferry an hour" in HALL[first.citation.start : first.citation.end]


def test_one_who_mostly_answers_is_quoted_where_she_asks(hall: Searcher) -> None:
    catalogue = Catalogue(hall.index.store)
    reading = read(Question("what did Marsh ask about the ferry"), catalogue)
    assert not reading.understood.asks_for_question
