"""What `onrecord corrections` does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from index.storing.corrections import StoredCorrection
from index.storing.past import corrections_of
from retrieval.answer import Searcher
from service import righting
from service.console import Output, Table
from service.opening import opened_index, opened_store
from service.responses_people import correction_body
from service.schemas_people import RemovedCorrectionBody
from service.settings import Settings


def listed(settings: Settings) -> Output:
    """All corrections in order."""
    with opened_store(settings) as store:
        found = corrections_of(store)
    items = [correction_body(one).model_dump(mode="json") for one in found]
    empty = "Nothing has been put right yet."
    rows = tuple(
        (one.correction_id, _line(one).removeprefix(one.correction_id).strip()) for one in found
    )
    table = Table(("Id", "What is put right"), rows, whole=("Id",))
    return Output({"items": items}, tuple(map(_line, found)) or (empty,), table=table)


def give(settings: Settings, given: Mapping[str, Any]) -> Output:
    """Lay a correction on what is on record."""
    with opened_index(settings) as index:
        done = righting.add(index, Searcher(index), given)
    return Output(correction_body(done).model_dump(mode="json"), (_line(done),))


def remove(settings: Settings, correction_id: str) -> Output:
    """Take a correction off."""
    with opened_index(settings) as index:
        generation = righting.remove(index, correction_id)
    body = RemovedCorrectionBody(id=correction_id, generation=generation)
    return Output(body.model_dump(), (f"Correction {correction_id} counts no longer",))


def _line(one: StoredCorrection) -> str:
    waits = "" if one.applied else "  (waits: what it names is not on record)"
    given = f"  (from the file of {one.origin})" if one.origin else ""
    return f"{one.correction_id}  {righting.words(one.correction)}{waits}{given}"
