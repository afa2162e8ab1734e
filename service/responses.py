"""From the house's records to the bodies of the HTTP contract; the command line prints the same."""

from __future__ import annotations

from collections.abc import Sequence

from index.records import Document, Speaker, Turn
from index.storing.rows import Counts, StoredSource
from retrieval.results import Answer, Citation, Hit, Quote, Refusal, SearchResult, Understood
from service.listing import ListedDocument
from service.schemas import (
    AnswerBody,
    AskedBody,
    ContextBody,
    CountsBody,
    DaysBody,
    DocumentBody,
    DocumentItemBody,
    DocumentRefBody,
    HitBody,
    LocationBody,
    PersonBody,
    QuoteBody,
    ReasonBody,
    SearchBody,
    SourceBody,
    SpanBody,
    SpeakerBody,
    TimeBody,
    TurnRefBody,
    UnderstoodBody,
)
from service.wording import permalink, reason_words


def answer_body(answer: Answer) -> AnswerBody:
    """The body of `/v1/ask`."""
    return AnswerBody(
        status=answer.status,
        question=answer.question,
        understood=understood_body(answer.understood),
        quotes=[quote_body(quote) for quote in answer.quotes],
        nearest=[quote_body(quote) for quote in answer.nearest],
        confidence=round(answer.confidence, 4),
        reason=None if answer.reason is None else reason_body(answer.reason),
        left_out=answer.left_out,
        shortened=answer.shortened,
        generation=answer.generation,
        took_ms=round(answer.took_ms, 2),
    )


def search_body(result: SearchResult, next_cursor: str | None) -> SearchBody:
    """The body of `/v1/search`."""
    return SearchBody(
        hits=[hit_body(hit) for hit in result.hits],
        next_cursor=next_cursor,
        generation=result.generation,
        took_ms=round(result.took_ms, 2),
    )


def understood_body(understood: Understood) -> UnderstoodBody:
    """How a question was read."""
    return UnderstoodBody(
        speakers=[
            PersonBody(id=speaker.speaker_id, name=speaker.name) for speaker in understood.speakers
        ],
        date_from=understood.date_from,
        date_to=understood.date_to,
        topic=understood.topic,
        dates=[
            DaysBody.model_validate({"from": first, "to": last}) for first, last in understood.dates
        ],
        unplaced=understood.unplaced,
    )


def reason_body(reason: Refusal) -> ReasonBody:
    """Why there is no answer, in the same words everywhere."""
    return ReasonBody(code=reason.code, text=reason_words(reason))


def quote_body(quote: Quote) -> QuoteBody:
    """One quote with everything a citation needs."""
    citation = quote.citation
    return QuoteBody(
        id=quote.quote_id,
        quote=quote.text,
        highlights=[SpanBody(start=start, end=end) for start, end in quote.highlights],
        speaker=speaker_body(citation.turn.label, citation.speaker),
        via_interpreter=via_interpreter(citation.turn),
        document=document_ref(citation.document, citation.source_name, citation.sha256),
        turn=_turn_ref(citation.turn),
        location=LocationBody(start=citation.start, end=citation.end),
        time=time_body(citation.time),
        context=_context(citation),
        rank=quote.rank,
        score=quote.score,
        confidence=round(quote.confidence, 4),
        url=permalink(citation),
        flags=list(quote.flags),
    )


def hit_body(hit: Hit) -> HitBody:
    """One hit; the shared fields are those of a quote."""
    citation = hit.citation
    return HitBody(
        passage_id=hit.passage_id,
        text=hit.text,
        speaker=speaker_body(citation.turn.label, citation.speaker),
        via_interpreter=via_interpreter(citation.turn),
        document=document_ref(citation.document, citation.source_name, citation.sha256),
        turn=_turn_ref(citation.turn),
        location=LocationBody(start=citation.start, end=citation.end),
        context=_context(citation),
        rank=hit.rank,
        score=hit.score,
        url=permalink(citation),
    )


def speaker_body(label: str | None, speaker: Speaker | None) -> SpeakerBody:
    """A label as printed, None where none is, with the person behind it where that is decided."""
    if speaker is None:
        return SpeakerBody(id=None, name=None, label=label)
    return SpeakerBody(id=speaker.speaker_id, name=speaker.name, label=label)


def via_interpreter(turn: Turn) -> bool:
    """Whether the words of a turn are an interpreter's."""
    return "via_interpreter" in turn.flags


def document_item(listed: ListedDocument) -> DocumentItemBody:
    """One document of the list."""
    document = listed.document
    return DocumentItemBody(
        id=document.document_id,
        source=listed.source.name,
        title=document.title,
        date=document.date,
        date_status=document.date_status,
        turns=listed.turns,
        confidence=listed.confidence,
        speakers=[
            speaker_body(voice.voice.label, voice.speaker)
            for voice in listed.voices
            if voice.voice.label is not None
        ],
    )


def document_body(listed: ListedDocument) -> DocumentBody:
    """One document with all that its source says of it."""
    document = listed.document
    return DocumentBody(
        **document_item(listed).model_dump(),
        start=document.start,
        end=document.end,
        date_raw=document.date_raw,
        place=document.place,
        venue=document.venue,
        byline=document.byline,
        url=document.url,
        language=document.language,
    )


def source_body(source: StoredSource, documents: Sequence[ListedDocument]) -> SourceBody:
    """A source with some or all of its documents."""
    return SourceBody(
        source=source.name,
        sha256=source.sha256,
        media_type=source.media_type,
        documents=[document_body(listed) for listed in documents],
    )


def counts_body(counts: Counts) -> CountsBody:
    """How much is on record."""
    return CountsBody(
        sources=counts.sources,
        documents=counts.documents,
        turns=counts.turns,
        passages=counts.passages,
        speakers=counts.speakers,
    )


def document_ref(document: Document, source: str, sha256: str) -> DocumentRefBody:
    """The document that words stand in."""
    return DocumentRefBody(
        id=document.document_id,
        title=document.title,
        date=document.date,
        date_status=document.date_status,
        place=document.place,
        source=source,
        sha256=sha256,
    )


def _turn_ref(turn: Turn) -> TurnRefBody:
    return TurnRefBody(id=turn.turn_id, ordinal=turn.ordinal)


def time_body(times: tuple[float, float] | None) -> TimeBody | None:
    """When words were spoken, None where the source does not say."""
    return None if times is None else TimeBody(start_s=times[0], end_s=times[1])


def _context(citation: Citation) -> ContextBody | None:
    asked = citation.context
    if asked is None:
        return None
    question = AskedBody(speaker=asked.label, quote=asked.text, start=asked.start, end=asked.end)
    return ContextBody(question=question)
