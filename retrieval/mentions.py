"""Who mentions a topic, when and where: every turn that has its words, counted.

A mention is decided by words alone, so that a count can be checked by reading: each term of the
topic stands in the turn or in the question that the turn answers. Questions are no mentions.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

import numpy as np

from index.finding.derived import Findable
from index.records import Speaker, span_id, time_span
from retrieval.catalogue import BoolArray, Catalogue
from retrieval.question import Reading
from retrieval.results import Citation, Hit, Understood
from retrieval.texts import Texts


@dataclass(frozen=True, slots=True)
class Mention:
    """One turn that mentions the topic, by its place in the catalogue.

    `passage` is the row of its passage with the most of the topic; `score` is its BM25.
    """

    turn: int
    passage: int
    score: float
    document_id: str
    day: date | None
    speaker: Speaker | None
    label: str

    @property
    def voice(self) -> tuple[str | None, str]:
        """Who speaks: the person, else the label as printed."""
        return (None, self.label) if self.speaker is None else (self.speaker.speaker_id, "")


@dataclass(frozen=True, slots=True)
class SpeakerMentions:
    """The mentions of one voice: how many, from when to when, and the best of them."""

    count: int
    first: date | None
    last: date | None
    best: Mention


class Mentions:
    """All mentions of one topic, in order of date and text, undated ones last."""

    def __init__(
        self, reading: Reading, findable: Findable, catalogue: Catalogue, texts: Texts
    ) -> None:
        self._catalogue = catalogue
        self._texts = texts
        self._findable = findable
        self.understood: Understood = reading.understood
        self.generation = catalogue.generation
        has_topic = reading.understood.has_topic and reading.unknown_speaker is None
        topic = reading.understood.topic if has_topic else ""
        self.terms = tuple(findable.keywords.terms(topic))
        self.all = self._found(reading) if self.terms else []

    def _found(self, reading: Reading) -> list[Mention]:
        shape = self._catalogue
        mentioned, best = self._by_words()
        allowed = shape.allowed_turns(reading.filters, own_voice=True)
        kept = mentioned & allowed & ~shape.turn_is["question"]
        mentions = [self._mention(int(turn), best) for turn in np.flatnonzero(kept)]
        return sorted(mentions, key=lambda mention: (mention.day or date.max, mention.turn))

    def _by_words(self) -> tuple[BoolArray, dict[int, tuple[float, int]]]:
        """Which turns have all terms; and the best score and passage of each turn that has any."""
        shape = self._catalogue
        everywhere = np.ones(len(shape.turn_ids), dtype=bool)
        replying = shape.replies_to >= 0
        scores: Counter[int] = Counter()
        for term in self.terms:
            hits = self._findable.keywords.search(
                term, max(len(shape.keys), 1), fields={"words": 1.0}
            )
            # The keyword index may know passages that this state of the store does not.
            by_key = {hit.passage_key: hit.score for hit in hits}
            rows = shape.rows(list(by_key))
            scores.update({int(row): by_key[int(shape.keys[row])] for row in rows})
            here = np.zeros(len(shape.turn_ids), dtype=bool)
            here[shape.passage_turn[rows]] = True
            asked = np.zeros_like(here)
            asked[replying] = here[shape.replies_to[replying]]
            everywhere &= here | asked
        best: dict[int, tuple[float, int]] = {}
        for row, score in scores.items():
            turn = int(shape.passage_turn[row])
            best[turn] = max(best.get(turn, (0.0, 0)), (score, -row))
        return everywhere, best

    def _mention(self, turn: int, best: dict[int, tuple[float, int]]) -> Mention:
        shape = self._catalogue
        # Of a turn whose question alone has the words, the beginning is its answer.
        score, row = best.get(turn, (0.0, -int(shape.passages_of(turn)[0])))
        (label,) = shape.labels_of(np.array([turn]))
        document_id = self._texts.document_id_of(turn)
        speaker = shape.speaker_of(turn)
        return Mention(turn, -row, score, document_id, shape.day_of(turn), speaker, label or "")

    def by_speaker(self) -> list[SpeakerMentions]:
        """The mentions of each voice, those with the most first."""
        groups: dict[tuple[str | None, str], list[Mention]] = {}
        for mention in self.all:
            groups.setdefault(mention.voice, []).append(mention)
        by_voice = []
        for theirs in groups.values():
            days = [mention.day for mention in theirs if mention.day is not None]
            best = max(theirs, key=lambda mention: (mention.score, -mention.turn))
            by_voice.append(
                SpeakerMentions(len(theirs), min(days, default=None), max(days, default=None), best)
            )
        return sorted(by_voice, key=lambda group: (-group.count, group.best.turn))

    def by_month(self) -> list[tuple[str, int]]:
        """How many mentions each month has, in order; those without a date are left out."""
        days = [mention.day for mention in self.all if mention.day is not None]
        return sorted(Counter(f"{day:%Y-%m}" for day in days).items())

    def by_document(self) -> list[tuple[Mention, int]]:
        """A mention of each document with how many there are in it, the most first."""
        firsts: dict[str, Mention] = {}
        counts: Counter[str] = Counter()
        for mention in self.all:
            firsts.setdefault(mention.document_id, mention)
            counts[mention.document_id] += 1
        return [(firsts[document_id], count) for document_id, count in counts.most_common()]

    def id_of(self, mention: Mention) -> str:
        """The id of a mention's turn."""
        return self._catalogue.turn_ids[mention.turn]

    def ordinal_of(self, mention: Mention) -> int:
        """The place of a mention's turn in its document, from 1."""
        return self._texts.turn(self.id_of(mention)).ordinal

    def hit(self, mention: Mention, rank: int) -> Hit:
        """The words of a mention with all that a citation needs."""
        shape = self._catalogue
        start = int(shape.passage_start[mention.passage])
        end = int(shape.passage_end[mention.passage])
        document_id = mention.document_id
        source = self._texts.source(document_id)
        citation = Citation(
            turn=self._texts.turn(shape.turn_ids[mention.turn]),
            document=self._texts.document(document_id),
            source_name=source.name,
            sha256=source.sha256,
            speaker=mention.speaker,
            start=start,
            end=end,
            time=time_span(source.time_marks, start, end),
            context=None,
        )
        words = source.text[start:end]
        return Hit(span_id(document_id, start, end), words, citation, rank, mention.score)
