"""The shape of the record in memory: who speaks in which turn, what replies to what, when.

Filters and exchanges are looked up here, in numpy columns, so that no question waits for SQL. The
columns are derived from the store, and made again when its generation changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.cutting.stretches import stretch_keys
from index.records import Days, Filters, KeyArray, Role, Speaker
from index.storing.columns import ROLES
from index.storing.past import former_ids, newer_ids
from index.storing.remembered import Record, Remembered
from index.storing.store import Store
from retrieval.dates import DateRange
from retrieval.names import NameIndex

IntArray = NDArray[np.integer[Any]]
BoolArray = NDArray[np.bool_]

PROMPT = 240
"""Characters of a question, at most, in which hardly anything is told: some forty words."""

KEPT_SPEAKERS = 8
"""Filters by speaker whose turns are kept: one question needs the same several times."""


class Catalogue:
    """Columns of all passages, turns, voices and documents of one generation.

    A passage's *row* is its place in `keys`, a turn's its place in `turn_ids`.
    """

    def __init__(self, store: Store, remembered: Remembered | None = None) -> None:
        """Read it.

        :param remembered: What was read before, of which nothing is read again that is as it was;
            for one thread at a time.
        """
        with store.snapshot():
            self.generation = store.generation
            self.former_speakers = former_ids(store)
            self.newer_documents = newer_ids(store)
            self._load((remembered or Remembered()).read(store), store.speakers())

    def _load(self, record: Record, speakers: Iterable[Speaker]) -> None:
        passages, turns = record.passages, record.turns
        self.keys: KeyArray = passages.key
        self.passage_turn: IntArray = passages.turn
        self.passage_start: IntArray = passages.start
        self.passage_end: IntArray = passages.end
        self.turn_ids: Sequence[str] = turns.turn_ids
        self.turn_document: IntArray = turns.document
        self.turn_voice: IntArray = turns.voice
        self.turn_start: IntArray = turns.start
        self.turn_end: IntArray = turns.end
        self.document_ids: Sequence[str] = turns.document_ids
        self.replies_to: IntArray = turns.replies_to
        self.turn_is: dict[Role, BoolArray] = {
            role: turns.role == code for code, role in enumerate(ROLES)
        }
        self.turn_is_handover: BoolArray = turns.handover
        self.turn_of_asker: BoolArray = self._askers_turns(len(turns.voice_ids))
        self.turn_is_prompt: BoolArray = self._prompts(len(turns.voice_ids))
        self._document_at = {id_: at for at, id_ in enumerate(turns.document_ids)}
        self._voice_at = {id_: at for at, id_ in enumerate(turns.voice_ids)}
        self._days = self._document_days(record, turns.document_ids)
        self.document_names = {
            id_: record.sources[record.documents[id_].source_id].name for id_ in turns.document_ids
        }
        self.document_titles = {
            id_: (title, record.documents[id_].date)
            for id_ in turns.document_ids
            if (title := record.documents[id_].title)
        }
        self.document_places = {
            id_: place for id_ in turns.document_ids if (place := record.documents[id_].place)
        }
        self._order_passages()
        self._order_stretches()
        self._load_speakers(record, speakers)

    def _askers_turns(self, voices: int) -> BoolArray:
        """The turns of the voices of whose turns, handovers aside, more than half are questions.

        A voice belongs to one document: who asks in one may answer in another.
        """
        asked = self._counted(self.turn_is["question"], voices)
        spoken = self._counted(~self.turn_is_handover, voices)
        return np.asarray((asked * 2 > spoken)[self.turn_voice], dtype=bool)

    def _prompts(self, voices: int) -> BoolArray:
        """The short questions of voices who never reply: they tell nothing beside.

        "You had an offer, I read." A member who asks at the end of a speech tells something.
        """
        replies = self._counted(self.turn_is["answer"], voices) > 0
        short = self.turn_end - self.turn_start <= PROMPT
        return np.asarray(self.turn_is["question"] & short & ~replies[self.turn_voice], dtype=bool)

    def _counted(self, turns: BoolArray, voices: int) -> IntArray:
        """How many of these turns each voice has."""
        return np.bincount(self.turn_voice[turns], minlength=voices)

    @staticmethod
    def _document_days(record: Record, document_ids: Sequence[str]) -> IntArray:
        """Day numbers of all documents, 0 for a document without a date."""
        dates = (record.documents[id_].date for id_ in document_ids)
        return np.array([d.toordinal() if d else 0 for d in dates], dtype=np.int64)

    def _order_passages(self) -> None:
        """Index passages by turn, and turns by the question they reply to."""
        self._by_turn = np.argsort(self.passage_turn, kind="stable")
        count = len(self.turn_ids)
        self._turn_start = np.searchsorted(self.passage_turn[self._by_turn], np.arange(count + 1))
        self._by_question = np.argsort(self.replies_to, kind="stable")
        self._reply_start = np.searchsorted(
            self.replies_to[self._by_question], np.arange(count + 1)
        )

    def _order_stretches(self) -> None:
        """The stretches that each passage stands in, see `index/cutting/stretches.py`."""
        document = self.turn_document[self.passage_turn]
        starts = np.flatnonzero(np.diff(document, prepend=-1)).astype(np.int64)
        self._stretches = stretch_keys(self.keys, starts)
        self.stretch_count = len(np.unique(np.concatenate(self._stretches)))

    def _load_speakers(self, record: Record, speakers: Iterable[Speaker]) -> None:
        self.speakers: dict[str, Speaker] = {speaker.speaker_id: speaker for speaker in speakers}
        self.names = NameIndex(self.speakers.values())
        self.voice_ids = record.turns.voice_ids
        self._spoken: dict[tuple[str, ...], tuple[BoolArray, BoolArray]] = {}
        voices = [record.voices[voice_id] for voice_id in self.voice_ids]
        self._labels = [voice.printed for voice in voices]
        anonymous = np.array([voice.anonymous for voice in voices], dtype=bool)
        self.turn_is_anonymous: BoolArray = anonymous[self.turn_voice]
        self._voice_speaker: list[str | None] = [None] * len(voices)
        self._voices_of_speaker: dict[str, list[int]] = {}
        for voice_id, assignment in record.assignments.items():
            at = self._voice_at.get(voice_id)
            if at is not None:
                self._voice_speaker[at] = assignment.speaker_id
                if assignment.speaker_id is not None:
                    self._voices_of_speaker.setdefault(assignment.speaker_id, []).append(at)

    @property
    def days(self) -> tuple[int, int]:
        """First and last day number on record, (0, 0) when no document has a date."""
        dated = self._days[self._days > 0]
        return (int(dated.min()), int(dated.max())) if len(dated) else (0, 0)

    def rows(self, keys: Sequence[int] | KeyArray) -> KeyArray:
        """Rows of passage keys, in the order asked; keys that are gone are left out."""
        rows, there = self.places(keys)
        return rows[there]

    def places(self, keys: Sequence[int] | KeyArray) -> tuple[KeyArray, BoolArray]:
        """A row for each passage key, and whether it is that of the key: others are gone."""
        asked = np.asarray(keys, dtype=np.int64)
        if not len(self.keys):
            return np.zeros(len(asked), dtype=np.int64), np.zeros(len(asked), dtype=bool)
        at = np.minimum(np.searchsorted(self.keys, asked), len(self.keys) - 1)
        return np.asarray(at, dtype=np.int64), np.asarray(self.keys[at] == asked, dtype=bool)

    def passages_of(self, turn: int) -> IntArray:
        """Rows of the passages of one turn, in text order."""
        return self._by_turn[self._turn_start[turn] : self._turn_start[turn + 1]]

    def keys_of_turns(self, turns: IntArray) -> KeyArray:
        """Keys of all passages of these turns."""
        rows = [self.passages_of(int(turn)) for turn in turns]
        return self.keys[np.concatenate(rows)] if rows else np.empty(0, dtype=np.int64)

    def right_before(self, turns: BoolArray, max_characters: int) -> BoolArray:
        """The short turns of another voice that one of these turns follows."""
        before = np.zeros(len(turns), dtype=bool)
        same = self.turn_document[:-1] == self.turn_document[1:]
        other = self.turn_voice[:-1] != self.turn_voice[1:]
        short = (self.turn_end - self.turn_start)[:-1] <= max_characters
        before[:-1] = turns[1:] & same & other & short
        return before

    def begins_turn(self, rows: IntArray) -> BoolArray:
        """Whether each passage is the first of its turn."""
        turns = self.passage_turn[rows]
        return np.asarray(self.passage_start[rows] <= self.turn_start[turns], dtype=bool)

    def stretches_of(self, rows: IntArray) -> tuple[KeyArray, KeyArray]:
        """Keys of the earlier and the later stretch that each passage stands in."""
        earlier, later = self._stretches
        return earlier[rows], later[rows]

    def rows_in_stretches(self, keys: KeyArray) -> IntArray:
        """Rows of all passages that stand in any of these stretches."""
        earlier, later = self._stretches
        # Both are ascending, and a stretch begins where it is first the later of the two.
        begin = np.searchsorted(later, np.unique(keys), side="left")
        begin = begin[begin < len(later)]
        begin = begin[np.isin(later[begin], keys)]
        end = np.searchsorted(earlier, later[begin], side="right")
        rows = [np.arange(first, last) for first, last in zip(begin, end, strict=True)]
        return np.unique(np.concatenate(rows)) if rows else np.empty(0, dtype=np.int64)

    def labels_of(self, turns: IntArray) -> list[str]:
        """The label that each turn bears in its document."""
        return [self._labels[voice] for voice in self.turn_voice[turns]]

    def replies(self, turn: int) -> IntArray:
        """Rows of the turns that reply to a question turn, in text order."""
        return self._by_question[self._reply_start[turn] : self._reply_start[turn + 1]]

    def speaker_of(self, turn: int) -> Speaker | None:
        """Who speaks in a turn, None when that is not decided."""
        speaker_id = self._voice_speaker[self.turn_voice[turn]]
        return self.speakers[speaker_id] if speaker_id is not None else None

    def day_of(self, turn: int) -> date | None:
        """The day of a turn's document, None where it has none."""
        day = int(self._days[self.turn_document[turn]])
        return date.fromordinal(day) if day > 0 else None

    def voices_of(self, speaker_ids: Iterable[str]) -> tuple[str, ...]:
        """The voices that belong to any of these speakers."""
        places = {
            at for speaker_id in speaker_ids for at in self._voices_of_speaker.get(speaker_id, ())
        }
        return tuple(self.voice_ids[at] for at in sorted(places))

    def mostly_asks(self, speaker_ids: Iterable[str]) -> bool:
        """Whether most turns of these speakers are questions (a reporter, an interviewer)."""
        voices = [self._voice_at[voice] for voice in self.voices_of(speaker_ids)]
        if not voices:
            return False
        theirs = np.isin(self.turn_voice, voices)
        return bool(theirs.any()) and float(self.turn_is["question"][theirs].mean()) > 0.5

    def allowed_turns(self, filters: Filters, *, own_voice: bool = False) -> BoolArray:
        """Which turns a filter lets through, one truth value a turn.

        :param own_voice: Count a question turn by who asks it and not by who answers it.
        """
        allowed = np.ones(len(self.turn_ids), dtype=bool)
        if filters.roles is not None:
            allowed &= np.any([self.turn_is[role] for role in filters.roles], axis=0)
        if filters.voice_ids is not None:
            allowed &= self._turns_of_voices(filters.voice_ids, own_voice=own_voice)
        if filters.document_ids is not None:
            wanted = [self._document_at[d] for d in filters.document_ids if d in self._document_at]
            allowed &= np.isin(self.turn_document, wanted)
        if filters.date_from is not None or filters.date_to is not None:
            allowed &= self._on([(filters.date_from, filters.date_to)])[self.turn_document]
        if filters.dates is not None:
            allowed &= self._on(filters.dates)[self.turn_document]
        return allowed

    def posted_turns(self, filters: Filters) -> BoolArray:
        """Which turns the keyword index finds under a filter, one truth value a turn.

        It knows a turn by who speaks and by who replies, see `index/finding/entries.py`.
        """
        allowed = self.allowed_turns(replace(filters, voice_ids=None))
        if filters.voice_ids is not None:
            allowed &= np.logical_or(*self._spoken_and_answered(filters.voice_ids))
        return allowed

    def _on(self, ranges: Iterable[Days]) -> BoolArray:
        """Whether each document is of a day that any of the ranges covers."""
        covered = np.zeros(len(self._days), dtype=bool)
        for first, last in ranges:
            low = first.toordinal() if first else 1
            high = last.toordinal() if last else np.iinfo(np.int64).max
            covered |= (self._days >= low) & (self._days <= high)
        return covered

    def has_words_of(self, days: Days) -> bool:
        """Whether any document on record is of these days."""
        return bool(self._on([days]).any())

    @property
    def years(self) -> tuple[int, ...]:
        """The years of which anything is on record, newest first."""
        days = np.unique(self._days[self._days > 0])
        return tuple(sorted({date.fromordinal(int(day)).year for day in days}, reverse=True))

    def keys_of(self, turns: BoolArray) -> KeyArray | None:
        """Keys of the passages of these turns, ascending; None when they are all turns."""
        return None if turns.all() else self.keys[turns[self.passage_turn]]

    def _turns_of_voices(self, voice_ids: Sequence[str], *, own_voice: bool) -> BoolArray:
        theirs, answered = self._spoken_and_answered(voice_ids)
        return theirs if own_voice else np.where(self.turn_is["question"], answered, theirs)

    def _spoken_and_answered(self, voice_ids: Sequence[str]) -> tuple[BoolArray, BoolArray]:
        """The turns of these voices, and those that they reply to."""
        if (known := self._spoken.get(tuple(voice_ids))) is not None:
            return known
        speaks = np.zeros(len(self.voice_ids), dtype=bool)
        speaks[[self._voice_at[voice] for voice in voice_ids if voice in self._voice_at]] = True
        theirs = speaks[self.turn_voice]
        answered = np.zeros(len(self.turn_ids), dtype=bool)
        answered[self.replies_to[theirs & (self.replies_to >= 0)]] = True
        if len(self._spoken) >= KEPT_SPEAKERS:
            self._spoken.clear()
        self._spoken[tuple(voice_ids)] = theirs, answered
        return theirs, answered

    def earlier_questions(self, turn: int, count: int) -> list[int]:
        """The question turn that `turn` replies to and the ones before it, nearest first."""
        turns: list[int] = []
        question = int(self.replies_to[turn])
        at = question if question >= 0 else turn - 1
        while at >= 0 and len(turns) < count:
            if self.turn_document[at] != self.turn_document[turn]:
                break
            if self.turn_is["question"][at]:
                turns.append(at)
            at -= 1
        return turns if question >= 0 else []

    def within(self, rows: IntArray, ranges: Sequence[DateRange]) -> BoolArray:
        """Whether each passage's document is of a day that any of the ranges covers."""
        documents = self.turn_document[self.passage_turn[rows]]
        return self._on((days.first, days.last) for days in ranges)[documents]

    def spoken_by(self, rows: IntArray, speaker_ids: frozenset[str]) -> BoolArray:
        """Whether each passage is spoken by one of these speakers."""
        voices = self.turn_voice[self.passage_turn[rows]]
        return np.array([self._voice_speaker[voice] in speaker_ids for voice in voices], dtype=bool)
