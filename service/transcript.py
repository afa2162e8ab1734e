"""A transcript as the page shows it: turns in paragraphs, the quoted place marked."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.language.sentences import paragraph_spans, sentence_spans
from index.records import Document, Speaker, Turn
from index.storing.rows import StoredSource
from index.storing.store import Store
from retrieval.hits import MAX_CHARACTERS
from service.formats import Superseded, Transcript, load_transcript
from service.pieces import Piece, Span, pieces

# A permalink `#s{start}-{end}` must find its place also where no script runs: quotes and hits are
# runs of whole sentences, so each run up to the length of a hit gets an anchor where it begins.
ANCHORED_CHARACTERS = MAX_CHARACTERS
SHOWN_AROUND = 1_200
"""Characters of a turn that a quote opens to on either side; more stands in the transcript."""
# Runs of many very short sentences make more anchors than text: 32 kB of "No. " gave 71 MB.
MOST_ANCHORS = 60_000

_SPAN = re.compile(r"(\d{1,9})-(\d{1,9})")


@dataclass(frozen=True, slots=True)
class TurnView:
    """One turn with the person behind it; each paragraph is a tuple of pieces."""

    turn: Turn
    speaker: Speaker | None
    paragraphs: tuple[tuple[Piece, ...], ...]
    anchored: bool


@dataclass(frozen=True, slots=True)
class TranscriptView:
    """One document: `marked` is the quoted span, None for none or for one that is not here.

    `unspoken` holds the text of a document in which nobody speaks, `confidence` the share of its
    words whose speaker is marked, which is low for a doubtful one.
    """

    document: Document
    source: StoredSource
    labels: tuple[str, ...]
    turns: tuple[TurnView, ...]
    marked: Span | None
    unspoken: tuple[str, ...]
    superseded: Superseded | None
    confidence: float
    is_doubtful: bool


def read_transcript(store: Store, document_id: str, marked: Span | None) -> TranscriptView:
    """Read one document, or an earlier version, and lay it out.

    :raises NotFound: No document has, or had, this id.
    """
    transcript = load_transcript(store, document_id)
    document, text, turns = transcript.document, transcript.text, transcript.turns
    if marked is not None and not _inside(marked, document):
        marked = None
    sentences = [sentence_spans(text, turn.start, turn.end) for turn in turns]
    most = max(1, MOST_ANCHORS // max(1, sum(map(len, sentences))))
    return TranscriptView(
        document=document,
        source=transcript.source,
        labels=transcript.listed.labels,
        turns=tuple(
            _turn_view(text, turn, spans, transcript.speaker(turn), marked, most)
            for turn, spans in zip(turns, sentences, strict=True)
        ),
        marked=marked,
        unspoken=() if turns else _plain_paragraphs(text, document),
        superseded=transcript.superseded,
        confidence=transcript.listed.confidence,
        is_doubtful=transcript.listed.is_doubtful,
    )


def same_words(store: Store, transcript: Transcript, span: Span) -> tuple[str, int, int] | None:
    """Where the words of an earlier version stand in the one that took its place.

    Of several places the one that is nearest. None where the words were changed.
    """
    words = transcript.text[span[0] : span[1]]
    for document_id in transcript.superseded.by if transcript.superseded and words.strip() else ():
        newer = load_transcript(store, document_id)
        turns = [(turn.start, turn.end) for turn in newer.turns]
        places = [
            at.start()
            for at in re.finditer(re.escape(words), newer.text)
            if any(start <= at.start() and at.end() <= end for start, end in turns)
        ]
        if places:
            start = min(places, key=lambda at: abs(at - span[0]))
            return document_id, start, start + len(words)
    return None


@dataclass(frozen=True, slots=True)
class Around:
    """The words of a turn around a quote; `cut` where the turn is longer still on that side."""

    before: str
    after: str
    cut_before: bool
    cut_after: bool


def around(text: str, turn: Turn, start: int, end: int) -> Around:
    """What is said before and after a quote in its turn, up to `SHOWN_AROUND` characters each."""
    first, last = max(turn.start, start - SHOWN_AROUND), min(turn.end, end + SHOWN_AROUND)
    before, after = text[first:start], text[end:last]
    if first > turn.start:  # from the first whole word on
        before = before.partition(" ")[2]
    if last < turn.end:
        after = after.rpartition(" ")[0]
    return Around(before, after, first > turn.start, last < turn.end)


@dataclass(frozen=True, slots=True)
class Neighbours:
    """One mention among those of a transcript: its number, and the turns of its neighbours."""

    number: int
    before: int | None
    after: int | None


def neighbours(ordinals: Sequence[int]) -> dict[int, Neighbours]:
    """Each of these turns, in order, with the one before and the one after."""
    before = (None, *ordinals[:-1])
    after = (*ordinals[1:], None)
    return {
        ordinal: Neighbours(number, before[number - 1], after[number - 1])
        for number, ordinal in enumerate(ordinals, start=1)
    }


def parse_span(value: str) -> Span | None:
    """The span of a permalink, such as `24651-25008`; None for anything else."""
    match = _SPAN.fullmatch(value)
    if match is None:
        return None
    start, end = int(match[1]), int(match[2])
    return (start, end) if start < end else None


def _turn_view(
    text: str,
    turn: Turn,
    sentences: Sequence[Span],
    speaker: Speaker | None,
    marked: Span | None,
    most: int,
) -> TurnView:
    marks = () if marked is None else (marked,)
    whole = (turn.start, turn.end)
    taken = {whole, *marks}
    # No anchor cuts the mark in two: whoever has a mark has arrived.
    anchors = [
        run
        for run in _runs(sentences, most)
        if run not in taken and not any(start < run[0] < end for start, end in marks)
    ]
    begin = [start for start, _ in anchors]
    parts = tuple(
        pieces(
            text, start, end, marks, anchors[bisect_left(begin, start) : bisect_left(begin, end)]
        )
        for start, end in paragraph_spans(text, *whole)
    )
    return TurnView(turn, speaker, parts, anchored=marked != whole)


def _runs(sentences: Sequence[Span], most: int) -> Iterator[Span]:
    """All runs of whole sentences up to `ANCHORED_CHARACTERS`; a longer sentence by itself.

    :param most: So many sentences a run has at most.
    """
    for first, (start, end) in enumerate(sentences):
        yield start, end
        for _, last in sentences[first + 1 : first + most]:
            if last - start > ANCHORED_CHARACTERS:
                break
            yield start, last


def _inside(span: Span, document: Document) -> bool:
    return document.start <= span[0] < span[1] <= document.end


def _plain_paragraphs(text: str, document: Document) -> tuple[str, ...]:
    spans = paragraph_spans(text, document.start, document.end)
    return tuple(text[start:end] for start, end in spans)
