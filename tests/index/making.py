"""Sources made by hand, so that tests of the store need no parser."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from index.encoding.encoder import embed
from index.records import (
    AskerHint,
    Assignment,
    Document,
    Metadata,
    NameEvidence,
    ParsedSource,
    Passage,
    Role,
    Source,
    Speaker,
    SpeakerRole,
    TimeMark,
    Turn,
    Voice,
    slug,
    span_id,
)
from index.storing.writes import PreparedSource
from tests.fakes import HashingEncoder

ENCODER = HashingEncoder(dim=64)

Speech = tuple[str, Role, str]

HARBOUR: Sequence[Speech] = (
    ("MS. OKORO", "statement", "The harbour opens on the first of June."),
    ("Q", "question", "Will the ferry to Selke run again?"),
    ("MS. OKORO", "answer", "The ferry runs from the ninth, twice a day."),
)


@dataclass(frozen=True, slots=True)
class Resolution:
    """Who is who, in the shape that the real resolver gives."""

    speakers: tuple[Speaker, ...]
    assignments: tuple[Assignment, ...]


def resolve_by_label(voices: Sequence[Voice]) -> Resolution:
    """One speaker for each label, seen as long as a voice has it."""
    speakers = {}
    for voice in sorted(voices, key=lambda one: one.voice_id):
        role = SpeakerRole("spokeswoman", voice.date, voice.date)
        speakers[slug(voice.printed)] = Speaker(
            slug(voice.printed), voice.printed.title(), (voice.printed,), (role,)
        )
    return Resolution(
        tuple(speakers.values()),
        tuple(Assignment(one.voice_id, slug(one.printed), "label", ("seen",)) for one in voices),
    )


def parsed(
    name: str,
    speeches: Sequence[Speech] = HARBOUR,
    *,
    title: str | None = None,
    day: date | None = None,
) -> ParsedSource:
    """One document; each answer replies to the question before it. Lines are `LABEL: words`."""
    text = "".join(f"{label}: {words}\n" for label, _, words in speeches)
    sha256 = hashlib.sha256(f"{title} {day} {text}".encode()).hexdigest()
    source = Source(
        source_id=sha256[:16],
        name=name,
        sha256=sha256,
        media_type="text/plain",
        text=text,
        time_marks=(TimeMark(0, 10, 0.5, 2.25),),
        metadata=Metadata(title=title, place="Corran"),
    )
    document = Document(
        document_id=f"{source.source_id}-1",
        source_id=source.source_id,
        ordinal=1,
        start=0,
        end=len(text),
        title=title,
        date=day,
        date_status="missing" if day is None else "given",
        date_raw=None,
        date_start=None,
        date_end=None,
        place="Corran",
        venue=None,
        byline=None,
        url=None,
    )
    turns = _turns(document, speeches)
    return ParsedSource(source, (document,), turns, _voices(document, turns))


def _turns(document: Document, speeches: Sequence[Speech]) -> tuple[Turn, ...]:
    turns: list[Turn] = []
    at = 0
    asked: str | None = None
    for ordinal, (label, role, words) in enumerate(speeches, start=1):
        turn_id = f"{document.document_id}-t{ordinal}"
        start = at + len(label) + 2
        turn = Turn(
            turn_id=turn_id,
            document_id=document.document_id,
            voice_id=f"{document.document_id}-{slug(label)}",
            ordinal=ordinal,
            label=label,
            label_start=at,
            start=start,
            end=start + len(words),
            role=role,
            replies_to=asked if role == "answer" else None,
            flags=("via_interpreter", "phonetic") if ordinal == 1 else (),
            asker_hint=AskerHint("Ida Brandt", 3, 9) if role == "question" else None,
            start_s=0.5 if ordinal == 1 else None,
            end_s=2.25 if ordinal == 1 else None,
        )
        asked = turn_id if role == "question" else asked
        turns.append(turn)
        at = turn.end + 1
    return tuple(turns)


def _voices(document: Document, turns: Sequence[Turn]) -> tuple[Voice, ...]:
    labels = dict.fromkeys(turn.printed for turn in turns)
    return tuple(
        Voice(
            voice_id=f"{document.document_id}-{slug(label)}",
            document_id=document.document_id,
            label=label,
            anonymous=label == "Q",
            turns=sum(turn.printed == label for turn in turns),
            date=document.date,
            evidence=(NameEvidence("label", label.title(), None, 0, len(label)),),
        )
        for label in labels
    )


def prepared(
    source: ParsedSource, *, fingerprint: str = "f", origin: str | None = None
) -> PreparedSource:
    """A source with one passage for each turn."""
    passages = tuple(
        Passage(
            passage_id=span_id(turn.document_id, turn.start, turn.end),
            document_id=turn.document_id,
            turn_id=turn.turn_id,
            start=turn.start,
            end=turn.end,
            tokens=len(source.source.text[turn.start : turn.end].split()),
            embedded=f"{turn.label}: {source.source.text[turn.start : turn.end]}",
        )
        for turn in source.turns
    )
    embeddings = embed([one.embedded for one in passages], ENCODER)
    return PreparedSource(source, passages, embeddings, fingerprint, origin)


def renamed(source: ParsedSource, name: str) -> ParsedSource:
    """The same bytes under another name."""
    return replace(source, source=replace(source.source, name=name))
