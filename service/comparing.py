"""What several speakers say about one thing, beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.errors import BadRequest
from index.records import Speaker
from retrieval.answer import Searcher
from retrieval.results import Answer, Question


@dataclass(frozen=True, slots=True)
class Compared:
    """One speaker's answer."""

    speaker: Speaker
    answer: Answer


def compare(searcher: Searcher, question: Question, names: Sequence[str]) -> list[Compared]:
    """Ask a question of each of these speakers alone.

    :raises UnknownFilter: One is not on record.
    :raises BadRequest: They are one and the same.
    """
    speakers = searcher.speakers(names)
    if len(speakers) < 2:
        raise BadRequest("these are one speaker; give two to five to compare")
    return [
        Compared(speaker, searcher.ask(replace(question, speakers=(speaker.speaker_id,))))
        for speaker in speakers
    ]
