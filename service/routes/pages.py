"""The page: ask, read the quotes, open the transcript at the quoted place."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, RedirectResponse, Response

from index.errors import OnRecordError, QuestionError, UnknownFilter
from index.storing.past import newer_ids
from index.storing.store import Store
from retrieval.results import Answer, Quote
from service import problems, wording
from service.askform import ORDERS, AskForm, read_form
from service.facets import Facets, facets_of
from service.filters import box_of
from service.formats import load_transcript
from service.listing import labels_of
from service.pieces import pieces
from service.questions import make_question
from service.reference import lay_out
from service.routes.wiring import Loaded, Numbers
from service.state import State
from service.transcript import (
    Around,
    Neighbours,
    around,
    neighbours,
    parse_span,
    read_transcript,
    same_words,
)

FOLDER = Path(__file__).resolve().parent.parent / "page"
ASSETS: Mapping[str, str] = {
    "page.css": "text/css",
    "page.js": "text/javascript",
    "judge.css": "text/css",
    "judge.js": "text/javascript",
    "icon.svg": "image/svg+xml",
}

_INDENT = re.compile(r"\n\s+")

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


def _asset_address(name: str) -> str:
    """An asset's address with its hash, so that browsers may keep it for good."""
    digest = hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()[:12]
    return f"/page/{name}?v={digest}"


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        asset={name: _asset_address(name) for name in ASSETS},
        wording=wording,
        pieces=pieces,
    )
    return environment


templates = _environment()


@router.api_route("/", methods=["GET", "HEAD"])
def ask_page(request: Request, state: Loaded, metrics: Numbers) -> Response:
    """The form, and below it the answer when a question is given."""
    form = read_form(request.query_params)
    if not form.q.strip():
        return _page(request, state, form, None)
    try:
        answer = state.searcher.ask(make_question(form.asked(), state.settings))
    except OnRecordError as error:
        return _page(request, state, form, error)
    metrics.answers.labels(answer.status).inc()
    return _page(request, state, form, None, answer=answer)


@router.api_route("/d/{document_id}", methods=["GET", "HEAD"])
def transcript_page(request: Request, document_id: str, state: Loaded) -> Response:
    """One transcript; `?s={start}-{end}` marks a place, and `#s{start}-{end}` scrolls to it.

    A document that was replaced leads to the one that took its place, or, where the words that
    the link names were changed, is shown as an earlier version; so it is with `earlier=1`.
    """
    asked = request.query_params.get("s", "")
    form = read_form(request.query_params)
    came_from = request.query_params.get("from", "")
    try:
        store = state.index.store
        with store.snapshot():
            view = read_transcript(store, document_id, parse_span(asked))
            if view.superseded and not request.query_params.get("earlier"):
                newer = _newer_place(store, document_id, asked, form)
                if newer is not None:
                    return RedirectResponse(newer, 302)
            from_earlier = _was_here(store, came_from, document_id)
        mentioned = {} if view.superseded else _mentioned(state, form, document_id)
    except OnRecordError as error:
        return failure(error)
    return render(
        "transcript.html",
        view=view,
        lost=bool(asked) and view.marked is None,
        form=form,
        mentioned=mentioned,
        from_earlier=came_from if from_earlier else "",
    )


def _newer_place(store: Store, document_id: str, asked: str, form: AskForm) -> str | None:
    """The address of what took a document's place; None where the words asked for are not there."""
    transcript = load_transcript(store, document_id)
    if transcript.superseded is None or not transcript.superseded.by:
        return None
    query = {"from": document_id} | form.fields
    span = parse_span(asked)
    if span is None or not 0 <= span[0] < span[1] <= len(transcript.text):
        return f"/d/{transcript.superseded.by[0]}?{urlencode(query)}"
    place = same_words(store, transcript, span)
    if place is None:
        return None
    newer, start, end = place
    return f"/d/{newer}?{urlencode({'s': f'{start}-{end}'} | query)}#s{start}-{end}"


def _was_here(store: Store, earlier: str, document_id: str) -> bool:
    """Whether the document took the place of an earlier one."""
    return bool(earlier) and document_id in newer_ids(store).get(earlier, ())


@router.get("/docs")
def docs_page(request: Request) -> Response:
    """The contract for people, made from what `/openapi.json` publishes; without any script."""
    schema = request.app.openapi()
    values = {"reference": lay_out(schema), "version": schema["info"]["version"]}
    page = templates.get_template("docs.html").render(**values)
    return HTMLResponse(_INDENT.sub("\n", page))  # a sixth of it is white space between its rows


@router.api_route("/page/{name}", methods=["GET", "HEAD"])
def asset(name: str) -> Response:
    """The page's own style, script and icon."""
    if name not in ASSETS:
        raise HTTPException(404)
    headers = {"Cache-Control": "public, max-age=31536000, immutable"}
    return Response((FOLDER / name).read_bytes(), media_type=ASSETS[name], headers=headers)


def _page(
    request: Request,
    state: State,
    form: AskForm,
    error: OnRecordError | None,
    answer: Answer | None = None,
) -> Response:
    status = 200 if error is None else problems.problem_of(error).status
    if answer is not None and form.order:
        answer = replace(answer, quotes=by_day(answer.quotes, newest=form.order == "-date"))
    loading = not state.ready
    return render(
        "ask.html",
        status=503 if loading else status,
        form=form,
        most=state.settings.max_question_chars,
        error=None if error is None else problems.error_body(error),
        suggestions=_suggestions(form, error),
        answer=answer,
        labels=labels_in(state, answer),
        around=_around(state, answer),
        orders=ORDERS,
        feed=form.feed(),
        address=str(request.base_url).rstrip("/"),
        loading=loading,
        doing=state.doing,
        facets=_facets(state, form, answer),
        counts=None if loading else state.index.store.counts(),
        speakers=() if loading else state.speaker_names(),
    )


def by_day(quotes: Sequence[Quote], *, newest: bool) -> tuple[Quote, ...]:
    """Quotes by the day of their documents; undated ones last, those of one day as they were."""

    def order(quote: Quote) -> tuple[bool, int]:
        day = quote.citation.document.date
        return day is None, 0 if day is None else day.toordinal() * (-1 if newest else 1)

    return tuple(sorted(quotes, key=order))


def _around(state: State, answer: Answer | None) -> dict[str, Around]:
    """What stands before and after each quote in its turn, for those that are not all of it."""
    if answer is None:
        return {}
    store, surroundings = state.index.store, {}
    with store.snapshot():
        for quote in answer.quotes:
            citation = quote.citation
            turn = citation.turn
            if (turn.start, turn.end) != (citation.start, citation.end):
                text = store.text(citation.document.source_id)
                surroundings[quote.quote_id] = around(text, turn, citation.start, citation.end)
    return surroundings


def _mentioned(state: State, form: AskForm, document_id: str) -> dict[int, Neighbours]:
    """The turns of a document that mention what the form asks for, each with its neighbours."""
    if not form.q.strip():
        return {}
    inside = form.within(document=document_id)
    try:
        with state.searcher.mentions(make_question(inside.asked(), state.settings)) as mentions:
            return neighbours([mentions.ordinal_of(mention) for mention in mentions.all])
    except QuestionError:
        return {}  # An address that somebody has changed still shows the transcript.


def _facets(state: State, form: AskForm, answer: Answer | None) -> Facets | None:
    if answer is None:
        return None
    with state.searcher.mentions(make_question(form.asked(), state.settings)) as mentions:
        return facets_of(mentions, form, state.index.store)


def labels_in(state: State, answer: Answer | None) -> dict[str, tuple[str, ...]]:
    """Who speaks in the documents of an answer, for those without a title of their own."""
    if answer is None:
        return {}
    shown = [quote.citation.document.document_id for quote in (*answer.quotes, *answer.nearest)]
    voices = state.index.store.resolved_voices(shown)
    return {document_id: labels_of(theirs) for document_id, theirs in voices.items()}


def _suggestions(form: AskForm, error: OnRecordError | None) -> list[tuple[str, str]]:
    """Near misses of a filter, each with the address that asks with it."""
    if not isinstance(error, UnknownFilter):
        return []
    box = box_of(error.field)
    return [(name, form.link(**{box: name})) for name in error.near] if box else []


def failure(error: OnRecordError) -> Response:
    """A page that says what is wrong."""
    body = problems.error_body(error)
    return render("failure.html", status=problems.problem_of(error).status, error=body)


def render(template: str, *, status: int = 200, **values: object) -> Response:
    """A template as a page."""
    return HTMLResponse(templates.get_template(template).render(**values), status_code=status)
