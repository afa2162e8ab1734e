"""Questions: quotes that answer, and passages for programs that decide themselves."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from retrieval.results import Question
from service.metrics import Metrics
from service.questions import make_question
from service.responses import answer_body, search_body
from service.routes.wiring import Loaded, Numbers
from service.schemas import AnswerBody, AskQuery, AskRequest, SearchBody, SearchRequest
from service.state import State

router = APIRouter(prefix="/v1", tags=["questions"])


@router.post("/ask")
def ask(request: AskRequest, state: Loaded, metrics: Numbers) -> AnswerBody:
    """Quote what answers the question, word for word, or say that nobody said that."""
    question = make_question(
        request.question,
        state.settings,
        limit=request.limit,
        speakers=request.speakers,
        date_from=request.date_from,
        date_to=request.date_to,
        documents=request.documents,
        max_tokens=request.max_tokens,
        min_confidence=request.min_confidence,
    )
    return _answer(question, state, metrics)


@router.get("/ask")
def ask_by_link(query: Annotated[AskQuery, Query()], state: Loaded, metrics: Numbers) -> AnswerBody:
    """The same as a link: `speakers` and `documents` may be repeated."""
    question = make_question(
        query.q,
        state.settings,
        limit=query.limit,
        speakers=query.speakers,
        date_from=query.date_from,
        date_to=query.date_to,
        documents=query.documents,
        max_tokens=query.max_tokens,
        min_confidence=query.min_confidence,
    )
    return _answer(question, state, metrics)


@router.post("/search")
def search(request: SearchRequest, state: Loaded) -> SearchBody:
    """The best passages, without a decision whether they answer."""
    question = make_question(
        request.question,
        state.settings,
        limit=request.limit,
        speakers=request.speakers,
        date_from=request.date_from,
        date_to=request.date_to,
        documents=request.documents,
    )
    return search_body(state.searcher.search(question))


def _answer(question: Question, state: State, metrics: Metrics) -> AnswerBody:
    answer = state.searcher.ask(question)
    metrics.answers.labels(answer.status).inc()
    return answer_body(answer)
