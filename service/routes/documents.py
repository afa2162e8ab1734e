"""Putting sources on record, reading what is there, taking them off again."""

from __future__ import annotations

from collections.abc import Sequence
from email.message import Message
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from starlette.datastructures import UploadFile

from index.errors import BadRequest, NotFound
from index.language.tags import EXPECTED, language_tag
from index.live import PutResult
from index.parsing.taught import Taught, TaughtName
from index.readers import SUPPORTED
from index.records import Document, Metadata
from index.storing.past import newer_ids
from index.storing.rows import StoredSource
from index.storing.store import Store
from service import listing
from service.cursors import make_cursor, read_cursor
from service.documentlist import Wanted, documents_page
from service.problems import echo
from service.questions import read_day
from service.responses import document_item, source_body
from service.responses_record import upload_body
from service.routes.wiring import Loaded
from service.schemas import DocumentListBody, PutBody, RemovedBody, SourceBody
from service.schemas_record import DocumentsQuery, MetadataQuery, UploadBody
from service.schemas_requests import MAX_NAME_CHARS
from service.settings import MAX_SOURCE_BYTES
from service.state import State
from service.uploads import MAX_FILES, check_name, put_files

router = APIRouter(prefix="/v1/documents", tags=["documents"])

# What clients send when they do not know: the name's ending and the content decide then.
_NO_MEDIA_TYPE = ("", "application/octet-stream", "application/x-www-form-urlencoded")

Name = Annotated[
    str,
    Path(
        min_length=1,
        max_length=MAX_NAME_CHARS,
        description="A source's name; slashes and dots are part of it.",
    ),
]

_RAW_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "The file's bytes. A `Content-Type` that names a kind of file ("
        + ", ".join(sorted(set(SUPPORTED.values())))
        + ") wins over the name's ending; a `charset` names an encoding other than UTF-8.",
        "content": {
            "application/octet-stream": {
                "schema": {"type": "string", "format": "binary", "maxLength": MAX_SOURCE_BYTES}
            }
        },
    }
}


_UPLOAD_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "Files as parts of a form, a zip counting as its files. A zip may also be "
        "the body itself, with `Content-Type: application/zip`.",
        # One kind alone: for two, openapi-python-client writes code that cannot be imported.
        "content": {
            "multipart/form-data": {"schema": {"$ref": "#/components/schemas/FilesForm"}},
        },
    }
}


@router.get("")
def list_documents(page: Annotated[DocumentsQuery, Query()], state: Loaded) -> DocumentListBody:
    """Documents that meet all filters, by source and place in it, by date or by title."""
    wanted = Wanted(
        tuple(speaker.speaker_id for speaker in state.searcher.speakers(page.speakers)),
        read_day("date_from", page.date_from),
        read_day("date_to", page.date_to),
        page.title,
        page.sort,
    )
    kind = f"documents{wanted.digest}"
    store = state.index.store
    with store.snapshot():
        after = None if page.cursor is None else read_cursor(kind, page.cursor)
        part, more = documents_page(store, wanted, after, page.limit)
    return DocumentListBody(
        items=[document_item(listed) for listed in part],
        next_cursor=make_cursor(kind, part[-1].document.document_id) if more else None,
    )


@router.post("", openapi_extra=_UPLOAD_BODY)
async def put_documents(request: Request, state: Loaded) -> UploadBody:
    """Put files on record, each under its name, and tell what became of each.

    The body is a zip, or a form whose parts are files; a part that is a zip counts as its files. A
    file that is refused stops no other; `name.meta.json` beside a file holds its metadata.
    """
    with state.ingest.admitted():
        files = await received(request)
        return await state.ingest.run(lambda: put_received(state, files), request)


def put_received(state: State, files: Sequence[tuple[str, bytes]]) -> UploadBody:
    """Put what a request has sent on record."""
    index, most = state.index, state.settings.max_source_bytes
    return upload_body(list(put_files(index, files, most)), index.store.generation)


async def received(request: Request) -> list[tuple[str, bytes]]:
    """The files of a request: the body as one, or the parts of a form that are files.

    :raises BadRequest: It is a form without any file.
    """
    if not request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
        return [("", await request.body())]
    async with request.form(max_files=MAX_FILES, max_fields=MAX_FILES) as form:
        parts = [value for _, value in form.multi_items() if isinstance(value, UploadFile)]
        files = [(part.filename or "", await part.read()) for part in parts]
    files = [(name, data) for name, data in files if name or data]
    if not files:
        raise BadRequest("no file was sent; choose one or more, or a zip")
    return files


@router.get("/{name:path}")
def get_document(name: Name, state: Loaded) -> SourceBody:
    """One document by its id, or all documents of a source by its name."""
    with state.index.store.snapshot():
        source, documents = find_documents(state.index.store, name)
        return source_body(source, listing.list_documents(state.index.store, documents, [source]))


@router.put(
    "/{name:path}",
    openapi_extra=_RAW_BODY,
    responses={201: {"model": PutBody, "description": "The source is new on record."}},
)
async def put_document(
    name: Name,
    request: Request,
    response: Response,
    given: Annotated[MetadataQuery, Query()],
    state: Loaded,
) -> PutBody:
    """Put a source on record under this name, or replace the one that has it.

    The same bytes with the same metadata again change nothing. When the answer comes, its
    documents are durable and can be found.
    """
    check_name(name)
    read_day("date", given.date)
    _check_language(given.language)
    told = given.model_dump(exclude={"speakers"})
    known = {field: value for field, value in told.items() if value is not None}
    metadata = Metadata(**known) if known else None
    taught = _taught(given.speakers)
    media_type, encoding = _content_type(request.headers.get("content-type", ""))
    index = state.index
    with state.ingest.admitted():
        data = await request.body()

        def put() -> PutBody:
            result = index.put(
                name,
                data,
                media_type=media_type,
                encoding=encoding,
                metadata=metadata,
                taught=taught,
            )
            return _put_body(index.store, name, result)

        body = await state.ingest.run(put, request)
    if body.status == "added":
        response.status_code = 201
    return body


def _check_language(given: str | None) -> None:
    """See that a language that was given is a tag.

    :raises BadRequest: It is none.
    """
    if given is not None and language_tag(given) is None:
        raise BadRequest(f"language is {echo(given)}, but must be {EXPECTED}")


def _taught(speakers: Sequence[str]) -> Taught:
    """Who is meant by labels, from `LABEL=Name`.

    :raises BadRequest: One is not of this form.
    """
    pairs = [one.partition("=") for one in speakers]
    if wrong := [one for one in pairs if not (one[0].strip() and one[2].strip())]:
        raise BadRequest(
            f"speakers is {echo(''.join(wrong[0]))}, but must be a label and a name such as "
            "MR HOLT=Bela Holt"
        )
    return Taught(names=tuple(TaughtName(label.strip(), n.strip()) for label, _, n in pairs))


@router.delete("/{name:path}")
async def delete_document(name: Name, request: Request, state: Loaded) -> RemovedBody:
    """Take a source with all its documents off the record, by its name."""
    index = state.index
    with state.ingest.admitted():
        generation = await state.ingest.run(lambda: index.remove(name), request)
    return RemovedBody(source=name, generation=generation)


def find_documents(store: Store, name: str) -> tuple[StoredSource, list[Document]]:
    """The document with this id, or all documents of the source of this name.

    A document that was replaced means those that took its place.

    :raises NotFound: It is neither.
    """
    try:
        document = store.document(name)
        return store.source_by_id(document.source_id), [document]
    except NotFound:
        pass
    if newer := newer_ids(store).get(name):
        documents = [store.document(document_id) for document_id in newer]
        return store.source_by_id(documents[0].source_id), documents
    try:
        source = store.source(name)
    except NotFound as error:
        raise NotFound(
            f"{echo(name)} is neither the id of a document nor the name of a source on record; "
            "the list of documents has both"
        ) from error
    return source, [store.document(document_id) for document_id in store.document_ids_of(name)]


def _put_body(store: Store, name: str, result: PutResult) -> PutBody:
    with store.snapshot():
        source = store.source(name)
        body = source_body(source, listing.list_documents(store, result.documents, [source]))
    return PutBody(
        **body.model_dump(),
        status=result.status,
        generation=result.generation,
        notices=list(result.notices),
    )


def _content_type(header: str) -> tuple[str | None, str]:
    """Media type (None when the client does not know) and encoding of a body."""
    message = Message()
    message["content-type"] = header
    named = header.partition(";")[0].strip().lower()
    charset = message.get_param("charset")
    encoding = charset if isinstance(charset, str) and charset else "utf-8"
    return (None if named in _NO_MEDIA_TYPE else named), encoding
