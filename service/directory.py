"""Who and what is on record, gathered once per generation for lists and for the page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from index.records import Speaker, Turn, Voice
from index.rows import StoredSource
from index.store import Store


@dataclass(frozen=True, slots=True)
class ResolvedVoice:
    """A label of one document with the person behind it, null where that is undecided."""

    voice: Voice
    speaker: Speaker | None


@dataclass(frozen=True, slots=True)
class SpeakerEntry:
    """A speaker with the number of turns and of documents that hold them."""

    speaker: Speaker
    turns: int
    documents: int


@dataclass(frozen=True, slots=True)
class Directory:
    """Sources by id, resolved voices by document id, and all speakers ordered by id."""

    generation: int
    sources: Mapping[str, StoredSource]
    voices: Mapping[str, tuple[ResolvedVoice, ...]]
    speakers: tuple[SpeakerEntry, ...]

    def speaker_of(self, turn: Turn) -> Speaker | None:
        """Who speaks in a turn, null when that is undecided."""
        for resolved in self.voices.get(turn.document_id, ()):
            if resolved.voice.voice_id == turn.voice_id:
                return resolved.speaker
        return None

    def labels(self, document_id: str) -> tuple[str, ...]:
        """The labels of a document, those with the most turns first."""
        voices = (resolved.voice for resolved in self.voices.get(document_id, ()))
        ordered = sorted(voices, key=lambda voice: (-voice.turns, voice.label))
        return tuple(voice.label for voice in ordered)

    def speaker_names(self, limit: int) -> tuple[str, ...]:
        """Names of the `limit` speakers with the most turns, in alphabetical order."""
        named = [entry for entry in self.speakers if entry.speaker.name]
        named.sort(key=lambda entry: (-entry.turns, entry.speaker.speaker_id))
        return tuple(sorted(entry.speaker.name or "" for entry in named[:limit]))


def read_directory(store: Store) -> Directory:
    """Read the directory of the store as it stands."""
    with store.snapshot():
        return _gather(store)


def _gather(store: Store) -> Directory:
    people = {speaker.speaker_id: speaker for speaker in store.speakers()}
    behind = {item.voice_id: item.speaker_id for item in store.assignments()}
    voices: defaultdict[str, list[ResolvedVoice]] = defaultdict(list)
    turns: defaultdict[str, int] = defaultdict(int)
    documents: defaultdict[str, set[str]] = defaultdict(set)
    for voice in store.voices():
        speaker_id = behind.get(voice.voice_id)
        speaker = None if speaker_id is None else people.get(speaker_id)
        voices[voice.document_id].append(ResolvedVoice(voice, speaker))
        if speaker is not None:
            turns[speaker.speaker_id] += voice.turns
            documents[speaker.speaker_id].add(voice.document_id)
    entries = (SpeakerEntry(people[key], turns[key], len(documents[key])) for key in sorted(people))
    return Directory(
        generation=store.generation,
        sources={source.source_id: source for source in store.sources()},
        voices={key: tuple(value) for key, value in voices.items()},
        speakers=tuple(entries),
    )
