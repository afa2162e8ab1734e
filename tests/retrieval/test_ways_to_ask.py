"""A hundred and twenty ways to ask, written by somebody who had not seen how they are read.

`ways_to_ask.tsv` has a question, the surnames of those whose words are wanted, and what a search
should look for. Not all are read as they should be; fewer than today must not be.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from index.build import open_index
from retrieval.catalogue import Catalogue
from retrieval.question import read
from retrieval.results import Question
from tests.fakes import HashingEncoder

TABLE = Path(__file__).parent / "ways_to_ask.tsv"
SURNAMES = ("corran", "hallam", "ketterick", "oszlan", "vaughtry")
LEAST = 86
RECORD = """\
Press Briefing
Ketta
March 2, 2032

Q Who pays the toll?

MINISTER CORRAN: Ilsabet Corran pays it, as everybody does.

DEPUTY MINISTER HALLAM: The barrier is shut.

FOREIGN MINISTER OSZLAN: Nobody asked us.

DR. VAUGHTRY: The snow reserves are low.

MR. KETTERICK: The port is open.
"""


@pytest.fixture(scope="module")
def rows() -> list[list[str]]:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line.strip()]


def test_most_ways_to_ask_are_read(rows: list[list[str]], tmp_path: Path) -> None:
    with open_index(tmp_path / "data", HashingEncoder(), create=True) as index:
        index.put("briefing.txt", RECORD.encode())
        catalogue = Catalogue(index.store)

        def terms(text: str) -> set[str]:
            return set(index.keywords.terms(text))

        def is_read(question: str, wanted: str, topic: str) -> bool:
            understood = read(Question(question), catalogue).understood
            asked = {
                name
                for name in SURNAMES
                for speaker in understood.speakers
                if name in speaker.speaker_id
            }
            looked_for, expected = terms(understood.topic), terms(topic)
            close = expected <= looked_for and len(looked_for - expected) <= 1
            return asked == set(filter(None, wanted.split(","))) and close

        assert len(rows) == 120
        assert sum(is_read(*row) for row in rows) >= LEAST
