"""Whole transcripts, quotes in their context, and who mentions what."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from starlette.responses import JSONResponse, Response

from index.errors import BadRequest, NotFound
from index.records import TimeMark, time_span
from index.storing.store import Store
from service.console import Asked
from service.cursors import list_digest, make_cursor, read_cursor
from service.formats import WRITERS, Transcript, load_transcript
from service.problems import echo
from service.questions import make_question
from service.responses_record import context_body, mentions_body, part_body, transcript_body
from service.routes.wiring import Loaded
from service.schemas_record import (
    ContextQuery,
    MentionsBody,
    MentionsQuery,
    PartBody,
    PartQuery,
    QuoteContextBody,
    TranscriptBody,
    TranscriptQuery,
)
from service.schemas_requests import MAX_NAME_CHARS

router = APIRouter(prefix="/v1", tags=["record"])

_TRANSCRIPT_RESPONSE: dict[int | str, dict[str, Any]] = {
    200: {
        "model": TranscriptBody,
        "description": "The transcript in the format asked for.",
        "content": {
            media_type: {"schema": {"type": "string", "maxLength": 64 * 1024 * 1024}}
            for media_type, _ in WRITERS.values()
        },
    }
}


@router.get(
    "/transcripts/{document_id}", response_class=JSONResponse, responses=_TRANSCRIPT_RESPONSE
)
def get_transcript(
    document_id: Annotated[str, Path(max_length=MAX_NAME_CHARS)],
    query: Annotated[TranscriptQuery, Query()],
    state: Loaded,
) -> Response:
    """One document, whole, in one call: JSON with turns and text, Markdown, WebVTT or plain text.

    WebVTT needs times: a transcript without them is refused in that format.
    """
    transcript = load_transcript(state.index.store, document_id)
    if query.format == "json":
        body = transcript_body(transcript).model_dump_json()
        return Response(body, media_type="application/json")
    media_type, write = WRITERS[query.format]
    return Response(write(transcript), media_type=f"{media_type}; charset=utf-8")


@router.get("/transcripts/{document_id}/turns")
def get_turns(
    document_id: Annotated[str, Path(max_length=MAX_NAME_CHARS)],
    page: Annotated[PartQuery, Query()],
    state: Loaded,
) -> PartBody:
    """One document turn by turn, in pages."""
    transcript = load_transcript(state.index.store, document_id)
    turns = transcript.turns
    kind = f"turns of {document_id}"
    first = 0
    if page.cursor is not None:
        after = read_cursor(kind, page.cursor)
        first = next((i for i, turn in enumerate(turns, start=1) if turn.turn_id == after), 0)
    part = turns[first : first + page.limit]
    more = first + page.limit < len(turns)
    return part_body(transcript, part, make_cursor(kind, part[-1].turn_id) if more else None)


@router.get("/quotes/{quote_id}")
def get_quote(
    quote_id: Annotated[str, Path(max_length=MAX_NAME_CHARS)],
    query: Annotated[ContextQuery, Query()],
    state: Loaded,
) -> QuoteContextBody:
    """A quote or a hit by its id, read anew from its source, with the turns before and after."""
    store = state.index.store
    document_id, start, end = read_quote_id(quote_id)
    with store.snapshot():
        transcript = load_transcript(store, document_id)
        marks = () if transcript.superseded else _marks(store, transcript)
    turns = transcript.turns
    at = next((i for i, turn in enumerate(turns) if turn.start <= start and end <= turn.end), None)
    if at is None:
        raise NotFound(
            f"{echo(quote_id)} names no words of one turn of that document; ask again for a quote"
        )
    before, after = turns[max(0, at - query.before) : at], turns[at + 1 : at + 1 + query.after]
    times = time_span(marks, start, end)
    return context_body(transcript, (start, end), times, (before, turns[at], after))


@router.get("/mentions")
def list_mentions(query: Annotated[MentionsQuery, Query()], state: Loaded) -> MentionsBody:
    """Who mentions a topic, when and where: counted by speaker, month and document, and listed.

    A turn counts when each of the topic's words stands in it or in the question that it answers;
    a question counts for nobody.
    """
    asked = Asked(query.q, filters=query.filters())
    question = make_question(asked, state.settings)
    kind = "mentions " + list_digest(query.model_dump(exclude={"cursor", "limit"}))
    with state.searcher.mentions(question) as mentions:
        ordered = mentions.all if query.order == "date" else mentions.all[::-1]
        ids = [mentions.id_of(mention) for mention in ordered]
        first = 0
        if query.cursor is not None:
            after = read_cursor(kind, query.cursor)
            if after not in ids:
                raise BadRequest(
                    "the mention at the end of the last page is gone; leave the cursor out to "
                    "start again"
                )
            first = ids.index(after) + 1
        part = ordered[first : first + query.limit]
        more = first + query.limit < len(ordered)
        cursor = make_cursor(kind, ids[first + len(part) - 1]) if more else None
        return mentions_body(mentions, part, cursor)


def _marks(store: Store, transcript: Transcript) -> tuple[TimeMark, ...]:
    return store.source_text(transcript.document.source_id).time_marks


def read_quote_id(quote_id: str) -> tuple[str, int, int]:
    """Document and span of a quote's id.

    :raises NotFound: It is not the id of a quote.
    """
    document_id, _, rest = quote_id.rpartition("-")
    document_id, _, first = document_id.rpartition("-")
    if document_id and first.isdecimal() and rest.isdecimal() and int(first) < int(rest):
        return document_id, int(first), int(rest)
    raise NotFound(f"{echo(quote_id)} is not the id of a quote; answers have it as `id`")
