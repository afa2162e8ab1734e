"""Questions: quotes that answer, and passages for programs that decide themselves."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.sse import format_sse_event
from starlette.responses import Response, StreamingResponse

from index.errors import NotFound, OnRecordError
from retrieval.results import Answer, Question
from service import exports, problems
from service.cursors import hit_cursor, read_hit_cursor
from service.metrics import Metrics
from service.problems import echo
from service.questions import make_question
from service.responses import answer_body, quote_body, search_body, understood_body
from service.responses_synthesis import synthesis_body
from service.routes.wiring import Loaded, Numbers
from service.schemas import AnswerBody, ProblemBody, SearchBody
from service.schemas_record import BatchBody, BatchItemBody, BatchRequest, ExportQuery
from service.schemas_requests import MAX_ASK, AskQuery, AskRequest, SearchRequest
from service.schemas_synthesis import SynthesisAnswerBody
from service.state import State

router = APIRouter(prefix="/v1", tags=["questions"])

EVENTS = "text/event-stream"
_EVENTS_RESPONSE: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "Events `understood`, `quote` (one each), `answer`, `done`; or `error`.",
        "content": {EVENTS: {"schema": {"type": "string", "maxLength": 10_000_000}}},
    }
}
_EXPORT_RESPONSE: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The quotes as citations.",
        "content": {
            media_type: {
                "schema": {"type": "array", "maxItems": MAX_ASK, "items": {"type": "object"}}
                if media_type.endswith("+json")
                else {"type": "string", "maxLength": 10_000_000}
            }
            for media_type, _ in exports.WRITERS.values()
        },
    }
}


@router.post("/ask")
def ask(request: AskRequest, state: Loaded, metrics: Numbers) -> AnswerBody:
    """Quote what answers the question, word for word, or say that nobody said that."""
    return answer_body(_answer(make_question(request.asked(), state.settings), state, metrics))


@router.get("/ask")
def ask_by_link(query: Annotated[AskQuery, Query()], state: Loaded, metrics: Numbers) -> AnswerBody:
    """The same as a link: `speakers` and `documents` may be repeated."""
    return answer_body(_answer(make_question(query.asked(), state.settings), state, metrics))


@router.post("/ask/batch")
def ask_batch(request: BatchRequest, state: Loaded, metrics: Numbers) -> BatchBody:
    """Several questions at once; one that cannot be asked stops no other."""
    answers = []
    for asked in request.questions:
        try:
            answer = _answer(make_question(asked.asked(), state.settings), state, metrics)
        except OnRecordError as error:
            body = ProblemBody.model_validate(problems.error_body(error))
            answers.append(BatchItemBody(answer=None, problem=body))
        else:
            answers.append(BatchItemBody(answer=answer_body(answer), problem=None))
    return BatchBody(answers=answers)


@router.post("/ask/events", response_class=StreamingResponse, responses=_EVENTS_RESPONSE)
def ask_events(request: AskRequest, state: Loaded, metrics: Numbers) -> Response:
    """The answer as server-sent events; what `/v1/ask` would refuse is an event `error`."""
    return _streamed(make_question(request.asked(), state.settings), state, metrics)


@router.get("/ask/events", response_class=StreamingResponse, responses=_EVENTS_RESPONSE)
def ask_events_by_link(
    query: Annotated[AskQuery, Query()], state: Loaded, metrics: Numbers
) -> Response:
    """The same as a link, as `EventSource` opens it."""
    return _streamed(make_question(query.asked(), state.settings), state, metrics)


@router.post("/ask/synthesis")
def ask_synthesis(request: AskRequest, state: Loaded, metrics: Numbers) -> SynthesisAnswerBody:
    """The answer, and a text over its quotes by the language model that is set up.

    Each sentence cites quotes of this answer, which the program puts in word for word. Without a
    model, or where it fails, the answer comes alone and `detail` says why.
    """
    answer = _answer(make_question(request.asked(), state.settings), state, metrics)
    written = state.synthesizer.write(answer)
    return SynthesisAnswerBody(answer=answer_body(answer), synthesis=synthesis_body(written))


@router.get("/ask/export", response_class=Response, responses=_EXPORT_RESPONSE)
def export_answer(
    query: Annotated[ExportQuery, Query()], request: Request, state: Loaded, metrics: Numbers
) -> Response:
    """The quotes that answer, as citations: Markdown, CSL-JSON, BibTeX or RIS."""
    answer = _answer(make_question(query.asked(), state.settings), state, metrics)
    if query.quote is not None:
        wanted = tuple(quote for quote in answer.quotes if quote.quote_id == query.quote)
        if not wanted:
            raise NotFound(
                f"no quote of this answer has the id {echo(query.quote)}; ask for more of them "
                "with limit, or leave it out"
            )
        answer = replace(answer, quotes=wanted)
    media_type, write = exports.WRITERS[query.format]
    return Response(
        write(answer, str(request.base_url).rstrip("/")),
        media_type=f"{media_type}; charset=utf-8",
    )


@router.post("/search")
def search(request: SearchRequest, state: Loaded) -> SearchBody:
    """The best passages, without a decision whether they answer; `cursor` goes on behind them."""
    question = make_question(request.asked(), state.settings)
    after = None if request.cursor is None else read_hit_cursor(question, request.cursor)
    found = state.searcher.search(question, after)
    return search_body(found, hit_cursor(question, found))


def _answer(question: Question, state: State, metrics: Metrics) -> Answer:
    answer = state.searcher.ask(question)
    metrics.answers.labels(answer.status).inc()
    return answer


def _streamed(question: Question, state: State, metrics: Metrics) -> Response:
    state.searcher  # noqa: B018 -- who is still loading gets a plain 503
    return StreamingResponse(_events(question, state, metrics), media_type=EVENTS)


def _events(question: Question, state: State, metrics: Metrics) -> Iterator[bytes]:
    """Each event holds what `/v1/ask` holds under the same name; `answer` all but the quotes."""
    try:
        answer = _answer(question, state, metrics)
    except OnRecordError as error:
        yield _event("error", json.dumps(problems.error_body(error)))
        return
    yield _event("understood", understood_body(answer.understood).model_dump_json())
    for quote in answer.quotes:
        yield _event("quote", quote_body(quote).model_dump_json())
    rest = answer_body(answer).model_dump_json(exclude={"quotes", "understood"})
    yield _event("answer", rest)
    done = {"quotes": len(answer.quotes), "generation": answer.generation}
    yield _event("done", json.dumps(done))


def _event(name: str, data: str) -> bytes:
    return format_sse_event(event=name, data_str=data)
