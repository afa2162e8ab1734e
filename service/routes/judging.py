"""The judging page: type a question, read the pooled passages, mark the words that answer.

Everything works without a script: marks are form fields, and each save is one POST.
"""

from __future__ import annotations

from typing import Annotated
from urllib.parse import parse_qsl, quote, urlsplit

from fastapi import APIRouter, Depends, Request
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, RedirectResponse, Response

from index.errors import BadRequest, CollectionError, NotFound, OnRecordError
from service import problems
from service.desk import Fields
from service.routes.pages import templates
from service.routes.wiring import Loaded
from service.state import State

# A pool of 100 passages with several marks each stays far below.
MOST_FIELDS = 10_000
FORM = "application/x-www-form-urlencoded"

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


async def _form(request: Request) -> dict[str, str]:
    """The fields of a form that this page has sent.

    :raises HTTPException: 403 for a form of another site, which the browser tells.
    :raises BadRequest: The body is no form.
    """
    origin = request.headers.get("origin", "")
    if origin and urlsplit(origin).netloc != request.headers.get("host", ""):
        raise HTTPException(403, "judgments are taken from this service's own page only")
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != FORM:
        raise BadRequest(f"expected a form ({FORM}), not {kind[:60]!r}")
    try:
        body = (await request.body()).decode("ascii")
        fields = parse_qsl(
            body, keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS
        )
    except ValueError as error:
        raise BadRequest(
            f"the form cannot be read ({type(error).__name__}): expected at most {MOST_FIELDS:,} "
            "fields in UTF-8"
        ) from error
    return dict(fields)


Form = Annotated[dict[str, str], Depends(_form)]


@router.api_route("/judge", methods=["GET", "HEAD"])
def questions_page(request: Request, state: Loaded) -> Response:
    """The questions with their state, and the form for a new one."""
    return _overview(state, {}, saved=request.query_params.get("saved", ""))


@router.post("/judge")
def add_question(form: Form, state: Loaded) -> Response:
    """Pool passages for a new question and go to them."""
    try:
        query_id = state.desk.add(form)
    except OnRecordError as error:
        return _overview(state, form, error)
    return _see_other(f"/judge/{quote(query_id)}")


@router.api_route("/judge/{query_id}", methods=["GET", "HEAD"])
def question_page(request: Request, query_id: str, state: Loaded) -> Response:
    """One question and its passages, with this judge's marks."""
    given = request.query_params
    return _question(state, query_id, saved=bool(given.get("saved")), added=given.get("added", ""))


@router.post("/judge/{query_id}")
def save_marks(query_id: str, form: Form, state: Loaded) -> Response:
    """Keep the marks, and get further passages; a finished question leads back to the list."""
    try:
        if form.get("action") in ("deeper", "add"):
            added = state.desk.more(query_id, form)
            return _see_other(f"/judge/{quote(query_id)}?added={added}")
        done = state.desk.save(query_id, form)
    except NotFound as error:
        return _failure(error)
    except OnRecordError as error:
        return _question(state, query_id, form, error)
    return _see_other(f"/judge?saved={quote(query_id)}" if done else f"/judge/{query_id}?saved=1")


def _overview(
    state: State, fields: Fields, error: OnRecordError | None = None, saved: str = ""
) -> Response:
    try:
        view = state.desk.overview()
    except OnRecordError as failure:
        return _failure(failure)
    return _render(
        "judge.html",
        error,
        view=view,
        fields=fields,
        saved=saved,
        most=state.settings.max_question_chars,
    )


def _question(
    state: State,
    query_id: str,
    fields: Fields | None = None,
    error: OnRecordError | None = None,
    *,
    saved: bool = False,
    added: str = "",
) -> Response:
    try:
        page = state.desk.question(query_id, fields)
    except OnRecordError as failure:
        return _failure(failure)
    words = "" if fields is None else fields.get("words", "")
    return _render("judge_question.html", error, page=page, saved=saved, added=added, words=words)


def _render(template: str, error: OnRecordError | None, **values: object) -> Response:
    status = 200 if error is None else problems.problem_of(error).status
    body = None if error is None else _body(error)
    return HTMLResponse(templates.get_template(template).render(error=body, **values), status)


def _failure(error: OnRecordError) -> Response:
    page = templates.get_template("failure.html").render(error=_body(error))
    return HTMLResponse(page, problems.problem_of(error).status)


def _body(error: OnRecordError) -> dict[str, object]:
    """A problem; who judges has started the service, and is told what is wrong with a file."""
    if isinstance(error, CollectionError):
        return problems.problem_body(problems.problem_of(error), str(error))
    return problems.error_body(error)


def _see_other(address: str) -> Response:
    return RedirectResponse(address, status_code=303)
