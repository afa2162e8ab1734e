"""Cursors of lists: opaque to who holds them, good for the list that gave them alone."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Mapping
from dataclasses import asdict, replace

from index.errors import BadRequest
from retrieval.results import Question, SearchResult
from service.problems import echo

_MOST_DIGITS = 18  # of a key in the store


def make_cursor(kind: str, last_id: str) -> str:
    """An opaque cursor that goes on behind `last_id` in the list `kind`."""
    return base64.urlsafe_b64encode(f"{kind}:{last_id}".encode()).decode().rstrip("=")


def list_digest(wanted: Mapping[str, object]) -> str:
    """Tells the cursors of lists with different filters apart."""
    return hashlib.sha256(repr(sorted(wanted.items())).encode()).hexdigest()[:12]


def read_cursor(kind: str, cursor: str) -> str:
    """The id behind which a list goes on.

    :raises BadRequest: The cursor was not given out for this list.
    """
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        cursor_kind, _, last_id = (
            base64.b64decode(padded, altchars=b"-_", validate=True).decode().partition(":")
        )
    except (binascii.Error, ValueError) as error:
        raise _bad_cursor(kind, cursor) from error
    if cursor_kind != kind or not last_id:
        raise _bad_cursor(kind, cursor)
    return last_id


def hit_cursor(question: Question, found: SearchResult) -> str | None:
    """The cursor of the hits behind these; None at the end."""
    if found.last_key is None:
        return None
    return make_cursor(_hits_of(question), str(found.last_key))


def read_hit_cursor(question: Question, cursor: str) -> int:
    """The passage key behind which the hits of a question go on.

    :raises BadRequest: The cursor was not given out for this question and these filters.
    """
    kind = _hits_of(question)
    key = read_cursor(kind, cursor)
    if not key.isascii() or not key.isdecimal() or len(key) > _MOST_DIGITS:
        raise _bad_cursor(kind, cursor)
    return int(key)


def _hits_of(question: Question) -> str:
    return "hits " + list_digest(asdict(replace(question, limit=1)))


def _bad_cursor(kind: str, cursor: str) -> BadRequest:
    return BadRequest(
        f"cursor {echo(cursor)} was not given out for this list of {kind.partition(' ')[0]}; pass "
        "`next_cursor` of the page before, or leave it out to start again"
    )
