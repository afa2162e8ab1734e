"""The page on which files come on the record and go; everything works without a script."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from index.errors import OnRecordError
from service.routes.browsing import cut_part
from service.routes.documents import put_received, received
from service.routes.pages import failure, render
from service.routes.wiring import Loaded
from service.schemas_record import UploadBody
from service.state import State

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.get("/files")
def files_page(request: Request, state: Loaded) -> Response:
    """All files on record, with a form that sends others and a button that removes each."""
    try:
        return _page(request, state)
    except OnRecordError as error:
        return failure(error)


@router.post("/files")
async def send_files(request: Request, state: Loaded) -> Response:
    """Put the files of a form on record, and say what became of each."""
    try:
        with state.ingest.admitted():
            files = await received(request)
            body = await state.ingest.run(lambda: put_received(state, files), request)
    except OnRecordError as error:
        return failure(error)
    return _page(request, state, sent=body)


@router.post("/files/remove")
async def remove_file(request: Request, state: Loaded) -> Response:
    """Take a file off the record; asked once more unless `sure` is given."""
    async with request.form(max_files=0) as given:
        name, sure = str(given.get("name", "")), bool(given.get("sure"))
    try:
        if not sure:
            state.index.store.source(name)
            return render("remove.html", name=name)
        with state.ingest.admitted():
            await state.ingest.run(lambda: state.index.remove(name), request)
    except OnRecordError as error:
        return failure(error)
    return _page(request, state, removed=name)


def _page(
    request: Request, state: State, sent: UploadBody | None = None, removed: str = ""
) -> Response:
    shown, part = cut_part(request, state.index.store.sources())
    return render("files.html", items=shown, part=part, sent=sent, removed=removed)
