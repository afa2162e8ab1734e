"""From a source to its documents, turns and voices: the whole parse of one file."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from index import records
from index.language.lines import Line, text_lines, trim
from index.language.vocabulary import is_anonymous
from index.parsing.alike import with_alike
from index.parsing.chats import chat_marks
from index.parsing.chevrons import with_chevrons
from index.parsing.circles import with_circles
from index.parsing.cockpit import with_recorder
from index.parsing.conversations import with_names
from index.parsing.emphasised import with_emphasised, with_headings
from index.parsing.exchanges import find_parts
from index.parsing.header import front_matter, front_speakers
from index.parsing.heads import Head, find_heads, with_given
from index.parsing.hints import asker_hints
from index.parsing.inlined import with_inlined
from index.parsing.inserts import with_inserts
from index.parsing.labels import Mark, label_marks
from index.parsing.learned import with_learned
from index.parsing.mails import mail_marks
from index.parsing.meetings import beside_timed, timed_marks
from index.parsing.names import First, find_evidence
from index.parsing.numbered import with_codes, with_numbered
from index.parsing.replies import with_bare_replies
from index.parsing.scripts import with_scripts
from index.parsing.stacked import with_lines_below, with_parties
from index.parsing.taught import NOTHING_TAUGHT, Taught, taught_marks, with_taught
from index.parsing.turns import Speech, cut_turns
from index.parsing.unexplained import with_unexplained
from index.parsing.unmarked import above_labels, unmarked_speech
from index.records import (
    Document,
    Metadata,
    NameEvidence,
    ParsedSource,
    Source,
    Turn,
    Voice,
    time_span,
    turn_id,
    voice_id,
)

T = TypeVar("T")
# A written notice between transcripts is shorter: the longest of the digests' has 1,500 characters.
_NOTICE = 2_000


def parse(source: Source, taught: Taught = NOTHING_TAUGHT) -> ParsedSource:
    """Find documents, turns and voices; words without any label are turns of nobody.

    Turns are in text order, disjoint, and hold words only.

    :param taught: What the owner of the archive taught of its labels.
    """
    taught = taught.of(source.name)
    text = source.text
    lines = text_lines(text)
    taught = taught.with_speakers((*(source.metadata.speakers or ()), *front_speakers(lines)))
    marks, heads = _captions(source) if source.labels else _printed(source, lines, taught)
    unmarked = not source.labels and not marks
    documents: list[Document] = []
    turns: list[Turn] = []
    voices: list[Voice] = []
    line_starts = [line.start for line in lines]
    mark_starts = [mark.start for mark in marks]
    for ordinal, head in enumerate(heads, 1):
        document_id = records.document_id(source.source_id, ordinal)
        own_lines = _between(lines, line_starts, head.start, head.stop)
        own_marks = _between(marks, mark_starts, head.body, head.stop)
        speech = cut_turns(text, own_lines, own_marks, head.stop)
        if unmarked or _unheard(source, head, own_marks):
            speech = unmarked_speech([line for line in own_lines if line.start >= head.body])
        elif not source.labels:
            above = [line for line in own_lines if line.start < head.body]
            speech = above_labels(above) + speech
        given = source.metadata if len(heads) == 1 else _of_all(source.metadata)
        documents.append(
            _document(source.source_id, ordinal, with_given(head, given), own_lines, speech)
        )
        own_turns = _turns(source, document_id, speech)
        turns += own_turns
        own_voices = _voices(text, documents[-1], head, speech, own_turns)
        voices += [_named(voice, taught, own_turns) for voice in own_voices]
    return ParsedSource(source, tuple(documents), tuple(turns), tuple(voices))


def _of_all(given: Metadata) -> Metadata:
    """What is given with a file and holds for each of the documents in it."""
    return Metadata(url=given.url, language=given.language)


def _unheard(source: Source, head: Head, marks: Sequence[Mark]) -> bool:
    """Whether a document among others has so many words without any label that they are kept."""
    return not marks and not source.labels and head.stop - head.body > _NOTICE


def _between(items: Sequence[T], starts: list[int], start: int, stop: int) -> Sequence[T]:
    """The items that begin in `start:stop`, by their sorted starts."""
    return items[bisect_left(starts, start) : bisect_left(starts, stop)]


def _named(voice: Voice, taught: Taught, turns: Sequence[Turn]) -> Voice:
    """The voice with the person whom the owner says that its label means."""
    person = taught.person(voice.printed) if voice.label else None
    if person is None:
        return voice
    start = next(turn.label_start for turn in turns if turn.voice_id == voice.voice_id)
    told = NameEvidence("given", person, None, start, start + len(voice.printed))
    return replace(voice, anonymous=False, evidence=(told,))


def _printed(
    source: Source, lines: Sequence[Line], taught: Taught
) -> tuple[list[Mark], list[Head]]:
    """Labels and heads as a text prints them; what stands in YAML above it is no label."""
    whole = lines
    lines = lines[front_matter(lines) :]
    chat = chat_marks(lines) or mail_marks(lines)
    if chat:
        return chat, find_heads(source.text, whole, chat, source.metadata.title)
    marks = with_learned(lines, with_names(source.text, lines, label_marks(lines)))
    marks = with_scripts(lines, with_chevrons(lines, with_alike(lines, marks)))
    marks = with_circles(lines, marks)
    timed = timed_marks(source.text, lines)
    if _has_times(source.text, timed, marks):
        marks = beside_timed(source.text, timed, marks)
    marks = with_inlined(lines, with_recorder(lines, marks))
    marks = with_codes(
        lines, with_numbered(lines, with_parties(lines, with_lines_below(lines, marks)))
    )
    marks = with_taught(marks, taught_marks(lines, taught.forms)) if taught.forms else marks
    marks = with_headings(lines, with_emphasised(lines, with_inserts(lines, marks)))
    marks = with_bare_replies(lines, with_unexplained(lines, marks))
    return marks, find_heads(source.text, whole, marks, source.metadata.title)


def _has_times(text: str, timed: Sequence[Mark], marks: Sequence[Mark]) -> bool:
    """Whether labels with times tell a document's voices: "Kl. 13:00" above each label does not.

    Nor do they where the same labels and others stand without times: `[05:58:30] ADA QUILL: …`.
    """
    labelled = [mark for mark in timed if mark.label]
    starts = {mark.start for mark in marks if mark.known}
    if len(labelled) < len(starts) and all(mark.start in starts for mark in labelled):
        return False
    begins = {mark.ends_before for mark in marks}
    above = sum(trim(text, mark.after, len(text))[0] in begins for mark in labelled)
    return 2 * len(labelled) > len(marks) and 2 * above <= len(labelled)


def _captions(source: Source) -> tuple[list[Mark], list[Head]]:
    """Labels that the format marks; captions have no head, all their text is spoken."""
    marks = [
        Mark(label.text, label.start, label.start, until=label.end, known=bool(label.text))
        for label in source.labels
    ]
    return marks, [Head(start=0, body=0, stop=len(source.text))]


def _document(
    source_id: str, ordinal: int, head: Head, lines: Sequence[Line], speech: Sequence[Speech]
) -> Document:
    end = speech[-1].end if speech else (lines[-1].end if lines else head.stop)
    known = head.metadata
    return Document(
        document_id=records.document_id(source_id, ordinal),
        source_id=source_id,
        ordinal=ordinal,
        start=min(head.start, end),
        end=end,
        title=known.title,
        date=head.date,
        date_status=head.date_status,
        date_raw=head.date_raw,
        date_start=head.date_span[0] if head.date_span else None,
        date_end=head.date_span[1] if head.date_span else None,
        place=known.place,
        venue=known.venue,
        byline=known.byline,
        url=known.url,
        language=known.language,
    )


def _turns(source: Source, document_id: str, speech: Sequence[Speech]) -> list[Turn]:
    parts = find_parts(source.text, speech)
    hints = asker_hints(source.text, speech)
    ends = [mark.end for mark in source.time_marks]
    numbered = []
    for number, (spoken, part, hint) in enumerate(zip(speech, parts, hints, strict=True)):
        touched = source.time_marks[
            bisect_left(ends, spoken.start) : bisect_left(ends, spoken.end) + 1
        ]
        times = time_span(touched, spoken.start, spoken.end)
        numbered.append(
            Turn(
                turn_id=turn_id(document_id, number + 1),
                document_id=document_id,
                voice_id=voice_id(document_id, spoken.label),
                ordinal=number + 1,
                label=spoken.label,
                label_start=spoken.start if spoken.label is None else spoken.mark.start,
                start=spoken.start,
                end=spoken.end,
                role=part.role,
                replies_to=(
                    None if part.replies_to is None else turn_id(document_id, part.replies_to + 1)
                ),
                flags=(*spoken.flags, "handover") if part.handover else spoken.flags,
                asker_hint=hint,
                start_s=times[0] if times else spoken.mark.start_s,
                end_s=times[1] if times else None,
            )
        )
    return numbered


def _voices(
    text: str, document: Document, head: Head, speech: Sequence[Speech], turns: Sequence[Turn]
) -> list[Voice]:
    firsts: dict[str, First] = {}
    for spoken in speech:
        if spoken.label is not None:
            behind = text[spoken.mark.start + len(spoken.label) : spoken.mark.after]
            beside = behind if any(sign.isalnum() for sign in behind) else ""
            first = firsts.setdefault(spoken.key, First(spoken.mark.start, spoken.start, beside))
            if beside and not first.beside:
                firsts[spoken.key] = first._replace(beside=beside)
    evidence = find_evidence(text, head, firsts)
    labels: dict[str, Counter[str | None]] = {}
    keys: dict[str, str] = {}
    for spoken, turn in zip(speech, turns, strict=True):
        labels.setdefault(turn.voice_id, Counter())[turn.label] += 1
        keys.setdefault(turn.voice_id, spoken.key)
    return [
        Voice(
            voice_id=voice,
            document_id=document.document_id,
            label=min(counts, key=lambda label: (-counts[label], label or "")),
            anonymous=not keys[voice] or is_anonymous(keys[voice]),
            turns=counts.total(),
            date=document.date,
            evidence=evidence.get(keys[voice], ()),
        )
        for voice, counts in labels.items()
    ]
