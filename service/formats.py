"""A whole transcript in the formats that other programs read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from index.errors import BadRequest, NotFound
from index.records import Document, Speaker, Turn
from index.storing.past import earlier_of, former_ids, newer_ids
from index.storing.rows import StoredSource
from index.storing.store import Store
from service import wording
from service.listing import ListedDocument

_MARKS = re.compile(r"([\\`*_\[\]<>|~])")
_LINE_MARKS = re.compile(r"^(\s*)([#+=-]|\d+[.)])", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Superseded:
    """When a document was replaced, and the ids of those that took its place."""

    replaced: str
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Transcript:
    """One document with its words and the person behind each turn.

    `superseded` is None for what is on record, and else tells that this is an earlier version.
    """

    listed: ListedDocument
    text: str
    turns: tuple[Turn, ...]
    people: Mapping[str, Speaker | None]
    superseded: Superseded | None = None

    @property
    def document(self) -> Document:
        """The document."""
        return self.listed.document

    @property
    def source(self) -> StoredSource:
        """The source that it stands in."""
        return self.listed.source

    def words(self, turn: Turn) -> str:
        """What is said in a turn."""
        return self.text[turn.start : turn.end]

    def speaker(self, turn: Turn) -> Speaker | None:
        """Who speaks in a turn, None where that is not decided."""
        return self.people.get(turn.voice_id)


def load_transcript(store: Store, document_id: str) -> Transcript:
    """Read one document whole, in one state of the store; an earlier version where it was replaced.

    :raises NotFound: No document has, or had, this id.
    """
    with store.snapshot():
        try:
            document = store.document(document_id)
        except NotFound:
            return _earlier(store, document_id)
        source = store.source_by_id(document.source_id)
        voices = store.resolved_voices([document_id])[document_id]
        share = store.confidences([document_id])[document_id]
        return Transcript(
            ListedDocument(document, source, voices, share),
            store.text(document.source_id),
            store.turns(document_id),
            {voice.voice.voice_id: voice.speaker for voice in voices},
        )


def _earlier(store: Store, document_id: str) -> Transcript:
    version = earlier_of(store, document_id)
    former = former_ids(store)
    people = {speaker.speaker_id: speaker for speaker in store.speakers()}

    def now(speaker: Speaker | None) -> Speaker | None:
        if speaker is None:
            return None
        return people.get(former.get(speaker.speaker_id, speaker.speaker_id), speaker)

    voices = tuple(replace(voice, speaker=now(voice.speaker)) for voice in version.voices)
    return Transcript(
        ListedDocument(version.document, version.source, voices),
        version.text,
        version.turns,
        {voice.voice.voice_id: voice.speaker for voice in voices},
        Superseded(version.replaced, newer_ids(store).get(document_id, ())),
    )


def as_text(transcript: Transcript) -> str:
    """Plain text: each turn under its label as printed."""
    return "\n\n".join(_said(transcript, turn) for turn in transcript.turns) + "\n"


def as_markdown(transcript: Transcript) -> str:
    """Markdown: what is known of the document, then each turn under who speaks."""
    document, source = transcript.document, transcript.source
    title = wording.title_words(document, source.name, transcript.listed.labels)
    facts = [
        wording.date_words(document),
        document.place,
        document.venue,
        document.byline,
        document.url,
        document.language and f"Language: {document.language}",
        f"{source.name}, SHA-256 {source.sha256}",
    ]
    parts = [f"# {markdown(title)}", "\n".join(f"- {markdown(fact)}" for fact in facts if fact)]
    for turn in transcript.turns:
        who = wording.speaker_words(turn.label, transcript.speaker(turn))
        label = "" if turn.label in (None, who) else f" ({markdown(turn.label or '')})"
        parts.append(f"**{markdown(who)}**{label}:\n\n{markdown(transcript.words(turn))}")
    return "\n\n".join(parts) + "\n"


def as_vtt(transcript: Transcript) -> str:
    """WebVTT: one cue per turn with its speaker as voice.

    :raises BadRequest: The turns have no times.
    """
    timed = [turn for turn in transcript.turns if turn.start_s is not None]
    if not timed or len(timed) < len(transcript.turns):
        raise BadRequest(
            f"{len(transcript.turns) - len(timed)} of {len(transcript.turns)} turns of "
            f"{transcript.document.document_id} have no time, so that they cannot be captions; "
            "ask for format=json, markdown or text"
        )
    return "\n\n".join(["WEBVTT", *_cues(transcript)]) + "\n"


WRITERS: Mapping[str, tuple[str, Callable[[Transcript], str]]] = {
    "markdown": ("text/markdown", as_markdown),
    "vtt": ("text/vtt", as_vtt),
    "text": ("text/plain", as_text),
}
"""Media type and writer of each format but JSON."""


def markdown(text: str) -> str:
    """Text that Markdown shows as it is."""
    return _LINE_MARKS.sub(r"\1\\\2", _MARKS.sub(r"\\\1", text))


def _said(transcript: Transcript, turn: Turn) -> str:
    words = transcript.words(turn)
    return words if turn.label is None else f"{turn.label}: {words}"


def _cues(transcript: Transcript) -> Iterator[str]:
    for turn in transcript.turns:
        start, end = _clock(turn.start_s or 0.0), _clock(turn.end_s or turn.start_s or 0.0)
        who = wording.speaker_words(turn.label, transcript.speaker(turn))
        # An empty line would end the cue.
        words = re.sub(r"\s*\n\s*", "\n", transcript.words(turn).strip())
        voice = "" if turn.label is None else f"<v {_cue(who)}>"
        yield f"{turn.turn_id}\n{start} --> {end}\n{voice}{_cue(words)}"


def _cue(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _clock(seconds: float) -> str:
    milliseconds = round(seconds * 1000)
    minutes, rest = divmod(milliseconds, 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{rest // 1000:02}.{rest % 1000:03}"
