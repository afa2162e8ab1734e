"""Putting sources on record, reading what is there, taking them off again."""

from __future__ import annotations

from email.message import Message
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response

from index.errors import BadRequest, NotFound
from index.live import PutResult
from index.readers import SUPPORTED
from index.records import Document
from index.rows import StoredSource
from index.store import Store
from service import listing
from service.problems import echo
from service.responses import document_item, source_body
from service.routes.wiring import Loaded, make_cursor, read_cursor
from service.schemas import (
    MAX_NAME_CHARS,
    DocumentListBody,
    PageQuery,
    PutBody,
    RemovedBody,
    SourceBody,
)
from service.settings import MAX_SOURCE_BYTES

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
        "description": "The file's bytes; a `charset` names an encoding other than UTF-8.",
        "content": {
            media_type: {"schema": {"type": "string", "maxLength": MAX_SOURCE_BYTES}}
            for media_type in sorted(set(SUPPORTED.values()))
        },
    }
}


@router.get("")
def list_documents(page: Annotated[PageQuery, Query()], state: Loaded) -> DocumentListBody:
    """All documents, by source name and place in the source."""
    store = state.index.store
    with store.snapshot():
        after = None if page.cursor is None else _still_there(store, page.cursor)
        found = store.documents(after=after, limit=page.limit + 1)
        part = listing.list_documents(store, found[: page.limit])
    more = len(found) > page.limit
    return DocumentListBody(
        items=[document_item(listed) for listed in part],
        next_cursor=make_cursor("documents", part[-1].document.document_id) if more else None,
    )


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
async def put_document(name: Name, request: Request, response: Response, state: Loaded) -> PutBody:
    """Put a source on record under this name, or replace the one that has it.

    The same bytes again change nothing. When the answer comes, its documents are durable and
    can be found.
    """
    _check_name(name)
    media_type, encoding = _content_type(request.headers.get("content-type", ""))
    index = state.index
    with state.ingest.admitted():
        data = await request.body()

        def put() -> PutBody:
            result = index.put(name, data, media_type=media_type, encoding=encoding)
            return _put_body(index.store, name, result)

        body = await state.ingest.run(put, request)
    if body.status == "added":
        response.status_code = 201
    return body


@router.delete("/{name:path}")
async def delete_document(name: Name, request: Request, state: Loaded) -> RemovedBody:
    """Take a source with all its documents off the record, by its name."""
    index = state.index
    with state.ingest.admitted():
        generation = await state.ingest.run(lambda: index.remove(name), request)
    return RemovedBody(source=name, generation=generation)


def find_documents(store: Store, name: str) -> tuple[StoredSource, list[Document]]:
    """The document with this id, or all documents of the source of this name.

    :raises NotFound: It is neither.
    """
    try:
        document = store.document(name)
        return store.source_by_id(document.source_id), [document]
    except NotFound:
        pass
    try:
        source = store.source(name)
    except NotFound as error:
        raise NotFound(
            f"{echo(name)} is neither the id of a document nor the name of a source on record; "
            "the list of documents has both"
        ) from error
    return source, [store.document(one) for one in store.document_ids_of(name)]


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


def _still_there(store: Store, cursor: str) -> str:
    document_id = read_cursor("documents", cursor)
    try:
        return store.document(document_id).document_id
    except NotFound as error:
        raise BadRequest(
            "the document at the end of the last page is gone; leave the cursor out to start again"
        ) from error


def _check_name(name: str) -> None:
    if any(not character.isprintable() for character in name) or name != name.strip():
        raise BadRequest(
            f"{echo(name)} cannot name a source: it has control characters or white space at an "
            "end; choose a printable name"
        )


def _content_type(header: str) -> tuple[str | None, str]:
    """Media type (null when the client does not know) and encoding of a body."""
    message = Message()
    message["content-type"] = header
    named = header.partition(";")[0].strip().lower()
    charset = message.get_param("charset")
    encoding = charset if isinstance(charset, str) and charset else "utf-8"
    return (None if named in _NO_MEDIA_TYPE else named), encoding
