"""Corrections of who speaks: listed, added, removed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.responses import HTMLResponse, Response

from index.errors import OnRecordError
from index.storing.corrections import StoredCorrection
from index.storing.past import corrections_of
from service import righting
from service.problems import error_body, problem_of
from service.responses_people import correction_body
from service.routes.pages import failure, render
from service.routes.wiring import Loaded
from service.schemas_people import (
    CorrectionBody,
    CorrectionListBody,
    CorrectionRequest,
    RemovedCorrectionBody,
)
from service.schemas_requests import MAX_NAME_CHARS
from service.state import State

router = APIRouter(prefix="/v1/corrections", tags=["corrections"])
pages = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.get("")
def list_corrections(state: Loaded) -> CorrectionListBody:
    """All corrections, in the order in which they count, and whether each of them does."""
    corrections = corrections_of(state.index.store)
    return CorrectionListBody(items=[correction_body(stored) for stored in corrections])


@router.post("", status_code=201)
async def add_correction(
    given: CorrectionRequest, request: Request, state: Loaded
) -> CorrectionBody:
    """Put something right about who speaks; it counts from now on, for what comes later, too."""
    with state.ingest.admitted():

        def work() -> StoredCorrection:
            return righting.add(state.index, state.searcher, given.model_dump())

        return correction_body(await state.ingest.run(work, request))


@router.delete("/{correction_id}")
async def remove_correction(
    correction_id: Annotated[str, Path(max_length=MAX_NAME_CHARS)], request: Request, state: Loaded
) -> RemovedCorrectionBody:
    """Take a correction off again, by its id; one that a folder's file gives comes back with it."""
    with state.ingest.admitted():

        def work() -> int:
            return righting.remove(state.index, correction_id)

        generation = await state.ingest.run(work, request)
    return RemovedCorrectionBody(id=correction_id, generation=generation)


_FIELDS = ("kind", "speaker", "name", "into", "turn")


@pages.get("/corrections")
def corrections_page(request: Request, state: Loaded) -> Response:
    """All corrections, and a form for each kind; `speaker` and `turn` of the address fill them."""
    given = {name: request.query_params.get(name, "") for name in ("speaker", "turn")}
    return _page(state, given)


@pages.post("/corrections")
async def correct_from_page(request: Request, state: Loaded) -> Response:
    """Add the correction of one of the page's forms; a wrong one is shown again with the reason."""
    async with request.form(max_files=0) as form:
        given = {name: str(form.get(name, "")).strip() for name in (*_FIELDS, "document")}
    try:
        chosen = state.choices().document_id(given["document"]) if given["document"] else ""
        fields = {name: given[name] for name in _FIELDS if given[name]}
        values = {**fields, "documents": [chosen] if chosen else []}
        with state.ingest.admitted():
            done = await state.ingest.run(
                lambda: righting.add(state.index, state.searcher, values), request
            )
    except OnRecordError as error:
        return _page(state, given, error=error)
    return _page(state, {}, said=f"Put right: {righting.words(done.correction)}.")


@pages.post("/corrections/remove")
async def remove_from_page(request: Request, state: Loaded) -> Response:
    """Take a correction off again."""
    async with request.form(max_files=0) as form:
        correction_id = str(form.get("id", ""))
    try:
        with state.ingest.admitted():
            await state.ingest.run(lambda: righting.remove(state.index, correction_id), request)
    except OnRecordError as error:
        return failure(error)
    return _page(state, {}, said="The correction counts no longer.")


def _page(
    state: State, given: Mapping[str, str], *, said: str = "", error: OnRecordError | None = None
) -> Response:
    """The page; `given` fills the forms again, that of its kind where something was wrong."""
    try:
        found = corrections_of(state.index.store)
        offered = {"speakers": state.speaker_names(), "choices": state.choices()}
    except OnRecordError as failed:
        return failure(failed)
    return render(
        "corrections.html",
        status=200 if error is None else problem_of(error).status,
        items=[(one, righting.words(one.correction)) for one in found],
        given={name: given.get(name, "") for name in (*_FIELDS, "document")},
        said=said,
        error=None if error is None else error_body(error),
        **offered,
    )
