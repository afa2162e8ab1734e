"""How errors look to a client: one table, and RFC 9457 bodies made from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from index.errors import (
    AdapterChanged,
    BadDateRange,
    BadRequest,
    Busy,
    CollectionError,
    DamagedIndex,
    DiskFailed,
    DiskFull,
    DuplicateSource,
    EmptySource,
    EncoderError,
    FormatMismatch,
    ModelChanged,
    ModelMismatch,
    ModelMissing,
    Moved,
    NotFound,
    NotReady,
    NotText,
    OnRecordError,
    QuestionError,
    QuestionTooLong,
    QuoteMismatch,
    ReaderChanged,
    RecordLost,
    SettingsError,
    SourceError,
    SourceTooLarge,
    StoreError,
    StoreLocked,
    StoreMissing,
    TextTooLong,
    TrainingError,
    UnknownFilter,
    UnsupportedFormat,
)

MEDIA_TYPE = "application/problem+json"

# Which process that is, and how to end it, is not for a client.
BEING_WRITTEN = "another process is writing to the index; send this again in a second"

FAILED = "The service failed; its log says where."

STOPPING = (
    "the service is being stopped and waited for this answer as long as it may; send the request "
    "again when it runs: what was to be put on record may be there already, and is not put twice"
)

# For the OpenAPI document: any route may answer with a problem.
RESPONSE: dict[str, Any] = {
    "description": "A problem (RFC 9457)",
    "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemBody"}}},
}

# A value is repeated in a message up to this length, so that nobody gets their megabyte back.
MAX_ECHO_CHARS = 80


@dataclass(frozen=True, slots=True)
class Problem:
    """What a class of errors is to a client: HTTP status, stable code, title."""

    status: int
    code: str
    title: str


PROBLEMS: Mapping[type[OnRecordError], Problem] = {
    OnRecordError: Problem(500, "internal_error", "Something went wrong"),
    SourceError: Problem(422, "bad_source", "This file cannot be put on record"),
    EmptySource: Problem(422, "empty_source", "The file has no text"),
    NotText: Problem(422, "not_text", "The file is not text in this encoding"),
    SourceTooLarge: Problem(413, "source_too_large", "The file is too large"),
    UnsupportedFormat: Problem(415, "unsupported_format", "No reader knows this kind of file"),
    DuplicateSource: Problem(409, "duplicate_source", "The same bytes are on record already"),
    StoreError: Problem(503, "store_unusable", "The index cannot be used"),
    StoreMissing: Problem(503, "store_missing", "There is no index"),
    StoreLocked: Problem(503, "store_locked", "Another process is writing to the index"),
    FormatMismatch: Problem(503, "format_mismatch", "The index has another format"),
    ModelMismatch: Problem(503, "model_mismatch", "The index was made with another model"),
    DamagedIndex: Problem(503, "damaged_index", "The index is damaged"),
    RecordLost: Problem(503, "record_lost", "The index is not the one that was acknowledged"),
    DiskFull: Problem(507, "disk_full", "There is no space left on the disk"),
    DiskFailed: Problem(503, "disk_failed", "The disk cannot be read or written"),
    EncoderError: Problem(503, "encoder_unusable", "The embedding model cannot be used"),
    ModelMissing: Problem(503, "model_missing", "The embedding model is missing"),
    ModelChanged: Problem(503, "model_changed", "The embedding model is not the pinned one"),
    AdapterChanged: Problem(503, "adapter_changed", "The adapter is not the one of its recipe"),
    ReaderChanged: Problem(503, "reader_changed", "The reader is not the one of its recipe"),
    TextTooLong: Problem(422, "text_too_long", "The text is too long for the embedding model"),
    QuestionError: Problem(422, "bad_question", "The question cannot be asked as it stands"),
    UnknownFilter: Problem(422, "unknown_filter", "A filter names what is not on record"),
    BadDateRange: Problem(422, "bad_date_range", "The dates are not a range"),
    QuestionTooLong: Problem(422, "question_length", "The question is empty or too long"),
    NotFound: Problem(404, "not_found", "This is not on record"),
    QuoteMismatch: Problem(500, "quote_mismatch", "A quote differs from its source"),
    CollectionError: Problem(500, "bad_collection", "An evaluation collection is wrong"),
    TrainingError: Problem(500, "training_failed", "There is too little to train on"),
    SettingsError: Problem(500, "bad_setting", "A setting has a wrong value"),
    NotReady: Problem(503, "not_ready", "The service is still loading"),
    Busy: Problem(503, "busy", "The service has too much to do"),
    Moved: Problem(503, "record_moved", "The record is being changed"),
    BadRequest: Problem(422, "bad_request", "The request cannot be taken as it stands"),
}

# What HTTP itself refuses, before any of our code runs.
HTTP_PROBLEMS: Mapping[int, Problem] = {
    400: Problem(400, "unreadable_request", "The request cannot be read"),
    404: Problem(404, "no_such_address", "There is nothing at this address"),
    405: Problem(405, "method_not_allowed", "This address does not take this method"),
    408: Problem(408, "body_too_slow", "The request did not come in time"),
    413: Problem(413, "body_too_large", "The request is too large"),
    422: Problem(422, "invalid_request", "The request does not fit the schema"),
    500: Problem(500, "internal_error", "Something went wrong"),
    503: Problem(503, "stopping", "The service is being stopped"),
}

# Who is not let in, by code.
ACCESS_PROBLEMS: Mapping[str, Problem] = {
    problem.code: problem
    for problem in (
        Problem(401, "key_missing", "This needs an API key"),
        Problem(401, "key_unknown", "This API key is not known"),
        Problem(403, "scope_missing", "This API key may not do that"),
        Problem(403, "origin_refused", "Pages of that site may not use this service"),
        Problem(421, "host_refused", "The request is addressed to another host"),
        Problem(429, "too_many_requests", "Too many requests"),
        Problem(422, "idempotency_key_wrong", "The Idempotency-Key cannot be used"),
        Problem(409, "idempotency_under_way", "The same change is being made"),
        Problem(422, "idempotency_mismatch", "The Idempotency-Key is another change's"),
    )
}

RETRY_AFTER_S: Mapping[str, int] = {
    "not_ready": 5,
    "store_locked": 1,
    "busy": 1,
    "record_moved": 1,
    "stopping": 5,
}
UNUSABLE_RETRY_AFTER_S = 60
"""For what an operator has to fix first."""


def problem_of(error: OnRecordError) -> Problem:
    """The row of the error's own class, or of its nearest base."""
    return next(PROBLEMS[base] for base in type(error).__mro__ if base in PROBLEMS)


def http_problem(status: int) -> Problem:
    """The row of a bare HTTP status."""
    return HTTP_PROBLEMS.get(status) or Problem(status, f"http_{status}", "The request failed")


def headers_of(problem: Problem) -> dict[str, str]:
    """`Retry-After` with every 503: soon where trying again is the cure."""
    if problem.status != 503:
        return {}
    return {"Retry-After": str(RETRY_AFTER_S.get(problem.code, UNUSABLE_RETRY_AFTER_S))}


def problem_body(problem: Problem, detail: str, **more: object) -> dict[str, object]:
    """An RFC 9457 object; `more` are extension members such as `near` or `errors`."""
    return {
        "type": f"urn:onrecord:problem:{problem.code}",
        "title": problem.title,
        "status": problem.status,
        "code": problem.code,
        "detail": detail,
        **more,
    }


def error_body(error: OnRecordError) -> dict[str, object]:
    """The problem object of one of our own errors.

    A failure on our side (500) gives no detail away: its message may hold words of a transcript.
    """
    problem = problem_of(error)
    if problem.status == 500:
        return problem_body(problem, FAILED)
    if isinstance(error, StoreLocked):
        return problem_body(problem, BEING_WRITTEN)
    if isinstance(error, UnknownFilter):
        return problem_body(problem, str(error), near=list(error.near))
    if isinstance(error, NotText) and error.encoding:
        cure = f"name it (charset={error.encoding} in Content-Type), or save the file as UTF-8"
        return problem_body(problem, f"{error.what}: {cure}")
    return problem_body(problem, str(error))


def http_detail(status: int, detail: str) -> str:
    """What to tell about a bare HTTP status, with the cure where it is known."""
    if status == 404:
        return "there is nothing at this address; /openapi.json lists all there is"
    if status == 405:
        return "this address does not take this method; the header Allow lists those it takes"
    return detail


def validation_body(errors: Sequence[Mapping[str, Any]]) -> dict[str, object]:
    """The problem object of a request that does not fit the schema, one entry per field."""
    entries = [
        {"field": _field(error["loc"]), "message": _message(error), "type": str(error["type"])}
        for error in errors
    ]
    detail = "; ".join(f"{entry['field']}: {entry['message']}" for entry in entries)
    return problem_body(HTTP_PROBLEMS[422], detail, errors=entries)


def echo(value: object) -> str:
    """A value as a message may repeat it: quoted, and cut with its length named."""
    text = value if isinstance(value, str) else repr(value)
    if len(text) <= MAX_ECHO_CHARS:
        return repr(value)
    return f"{text[:MAX_ECHO_CHARS]!r}… ({len(text):,} characters)"


def _field(location: Sequence[object]) -> str:
    return ".".join(str(part) for part in location)


def _message(error: Mapping[str, Any]) -> str:
    kind = str(error["type"])
    if kind == "json_invalid":
        return f"the body is not JSON ({error.get('ctx', {}).get('error', 'syntax')}); send JSON"
    if kind == "extra_forbidden":
        return "there is no such field; leave it out or correct its name"
    if kind == "missing":
        return "this field is required; send it"
    if kind == "model_attributes_type":
        return "expected a JSON object; send one with Content-Type: application/json"
    return f"{error['msg']}, but it is {echo(error.get('input'))}"
