"""Saved questions with their feeds, and speakers beside each other."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Path, Query, Request
from sqlalchemy import Connection
from starlette.responses import HTMLResponse, RedirectResponse, Response

from index.errors import NotFound, OnRecordError, QuestionTooLong
from index.storing.past import saved_questions
from index.storing.saved import SavedQuestion, forget, save
from index.storing.writes import Change, nothing_changed
from service import feed
from service.askform import AskForm, read_form
from service.comparing import compare
from service.console import Asked
from service.filters import FILTERS
from service.problems import echo
from service.questions import make_question
from service.responses import answer_body
from service.routes.pages import failure, labels_in, render
from service.routes.wiring import Loaded
from service.schemas import PersonBody
from service.schemas_requests import MAX_NAME_CHARS
from service.schemas_saved import (
    CompareBody,
    ComparedBody,
    CompareQuery,
    FeedQuery,
    RemovedSavedBody,
    SavedBody,
    SavedListBody,
    SavedRequest,
)
from service.state import State

router = APIRouter(prefix="/v1", tags=["saved"])
pages = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

_XML = "text/xml"
"""For clients that know no other kind of XML, openapi-python-client's among them."""

_FEED_RESPONSE: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "An Atom feed.",
        "content": {
            media_type: {"schema": {"type": "string", "maxLength": 10_000_000}}
            for media_type in (_XML, feed.MEDIA_TYPE)
        },
    }
}


@router.get("/saved")
def list_saved(state: Loaded) -> SavedListBody:
    """The questions that are kept, the newest first, each with the address of its feed."""
    return SavedListBody(items=[_body(saved) for saved in saved_questions(state.index.store)])


@router.post("/saved", status_code=201)
async def save_question(given: SavedRequest, request: Request, state: Loaded) -> SavedBody:
    """Keep a question; the same one again changes nothing."""
    if not given.question.strip():
        raise QuestionTooLong("the question is empty: only a question can be kept")
    make_question(given.asked(), state.settings)
    with state.ingest.admitted():
        fields = _fields(given.model_dump())
        return _body(await state.ingest.run(lambda: _keep(state, fields), request))


@router.delete("/saved/{saved_id}")
async def remove_saved(
    saved_id: Annotated[str, Path(max_length=MAX_NAME_CHARS)], request: Request, state: Loaded
) -> RemovedSavedBody:
    """Keep a question no longer."""
    with state.ingest.admitted():
        generation = await state.ingest.run(lambda: _forget(state, saved_id), request)
    return RemovedSavedBody(id=saved_id, generation=generation)


@router.get("/feed", response_class=Response, responses=_FEED_RESPONSE)
def question_feed(
    query: Annotated[FeedQuery, Query()], request: Request, state: Loaded
) -> Response:
    """The turns that mention a topic, those that came on record last first, as an Atom feed.

    It comes as `application/atom+xml`, as `text/xml` where only that is accepted.
    """
    question = make_question(query.asked(), state.settings)
    address = str(request.base_url).rstrip("/")
    with state.searcher.mentions(question) as mentions:
        entries = feed.newest(mentions, state.index.store)
    asked = _form(_fields(query.filters() | {"question": query.q}))
    links = {"self": str(request.url), "alternate": address + asked.link()}
    body = feed.as_atom(question.text, entries, address, links)
    accepted = request.headers.get("accept", "")
    plain = _XML in accepted and feed.MEDIA_TYPE not in accepted
    kind = _XML if plain else feed.MEDIA_TYPE
    return Response(body, media_type=kind, headers={"Vary": "Accept"})


@router.get("/compare")
def compare_speakers(query: Annotated[CompareQuery, Query()], state: Loaded) -> CompareBody:
    """What each of several speakers says about one thing, each asked alone."""
    asked = Asked(query.q, filters=query.filters() | {"speakers": []})
    question = make_question(asked, state.settings)
    return CompareBody(
        question=question.text,
        items=[
            ComparedBody(
                speaker=PersonBody(id=compared.speaker.speaker_id, name=compared.speaker.name),
                answer=answer_body(compared.answer),
            )
            for compared in compare(state.searcher, question, query.speakers)
        ],
    )


@pages.get("/saved")
def saved_page(state: Loaded) -> Response:
    """The questions that are kept, each with its answer and its feed."""
    try:
        questions = saved_questions(state.index.store)
    except OnRecordError as error:
        return failure(error)
    items = [(saved, _form(saved.fields), feed_address(saved.fields)) for saved in questions]
    return render("saved.html", items=items)


@pages.post("/saved")
async def save_from_page(request: Request, state: Loaded) -> Response:
    """Keep the question of the page's form."""
    async with request.form(max_files=0) as given:
        form = read_form({name: str(value) for name, value in given.items()})
    try:
        make_question(form.asked(), state.settings)
        fields = fields_of(form)
        with state.ingest.admitted():
            await state.ingest.run(lambda: _keep(state, fields), request)
    except OnRecordError as error:
        return failure(error)
    return RedirectResponse("/saved", 303)


@pages.post("/saved/remove")
async def remove_from_page(request: Request, state: Loaded) -> Response:
    """Keep a question no longer."""
    async with request.form(max_files=0) as given:
        saved_id = str(given.get("id", ""))
    try:
        with state.ingest.admitted():
            await state.ingest.run(lambda: _forget(state, saved_id), request)
    except OnRecordError as error:
        return failure(error)
    return RedirectResponse("/saved", 303)


@pages.get("/compare")
def compare_page(request: Request, state: Loaded) -> Response:
    """Several speakers' answers in columns."""
    form = read_form(request.query_params)
    given = request.query_params
    listed = (*given.getlist("speaker"), *given.getlist("speakers"))
    names = [name.strip() for name in listed if name.strip()]
    if not form.q.strip() or len(names) < 2:
        offered = state.speaker_names()
        return render("compare.html", form=form, names=names, items=(), speakers=offered, labels={})
    try:
        question = make_question(form.within(speaker="").asked(), state.settings)
        items = compare(state.searcher, question, names[:5])
    except OnRecordError as error:
        return failure(error)
    labels: dict[str, tuple[str, ...]] = {}
    for item in items:
        labels |= labels_in(state, item.answer)
    return render(
        "compare.html",
        form=form,
        names=[item.speaker.name or name for item, name in zip(items, names, strict=False)],
        items=items,
        speakers=state.speaker_names(),
        labels=labels,
        address=str(request.base_url).rstrip("/"),
    )


def fields_of(form: AskForm) -> dict[str, Any]:
    """A form's question as it is kept."""
    asked = form.asked()
    return _fields({"question": asked.question.strip(), **asked.filters})


def feed_address(fields: Mapping[str, Any]) -> str:
    """The address of the feed of a question that is kept."""
    pairs = {"q": fields["question"], **{k: v for k, v in fields.items() if k != "question"}}
    return "/v1/feed?" + urlencode(pairs, doseq=True)


_KEPT = ("question", *(filter_.name for filter_ in FILTERS))


def _fields(given: Mapping[str, Any]) -> dict[str, Any]:
    return {name: given[name] for name in _KEPT if given.get(name)}


def _form(fields: Mapping[str, Any]) -> AskForm:
    """The page's form for a question that is kept; the page asks for one of each filter."""
    boxes = {}
    for filter_ in FILTERS:
        value = fields.get(filter_.name, "")
        boxes[filter_.box] = value if isinstance(value, str) else next(iter(value), "")
    return AskForm(fields["question"], boxes)


def _keep(state: State, fields: Mapping[str, Any]) -> SavedQuestion:
    kept: list[SavedQuestion] = []

    def work(connection: Connection) -> Change:
        kept.append(save(connection, fields))
        return nothing_changed(connection)

    state.index.transact(work)
    return kept[0]


def _forget(state: State, saved_id: str) -> int:
    def work(connection: Connection) -> Change:
        if not forget(connection, saved_id):
            raise NotFound(f"no saved question has the id {echo(saved_id)}")
        return nothing_changed(connection)

    return state.index.transact(work)


def _body(saved: SavedQuestion) -> SavedBody:
    filters = {name: value for name, value in saved.fields.items() if name != "question"}
    return SavedBody(
        id=saved.saved_id,
        question=saved.fields["question"],
        created=datetime.fromisoformat(saved.created),
        feed=feed_address(saved.fields),
        **filters,
    )
