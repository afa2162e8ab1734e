"""What people put right about who speaks: listed, laid on, taken off."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Path, Request

from index.correctionsfile import make_correction
from index.errors import BadRequest, NotFound, SourceError
from index.records import Correction
from index.storing.corrections import correction_id_of
from index.storing.past import corrections_of
from service.formats import load_transcript
from service.problems import echo
from service.responses_people import correction_body
from service.routes.documents import find_documents
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
    index = state.index
    with state.ingest.admitted():

        def add() -> CorrectionBody:
            correction = checked(given, state)
            index.correct([correction])
            wanted = correction_id_of(correction)
            corrections = corrections_of(index.store)
            return correction_body(
                next(stored for stored in corrections if stored.correction_id == wanted)
            )

        return await state.ingest.run(add, request)


@router.delete("/{correction_id}")
async def remove_correction(
    correction_id: Annotated[str, Path(max_length=MAX_NAME_CHARS)], request: Request, state: Loaded
) -> RemovedCorrectionBody:
    """Take a correction off again, by its id; one that a folder's file gives comes back with it."""
    index = state.index
    with state.ingest.admitted():

        def remove() -> int:
            if correction_id not in {
                stored.correction_id for stored in corrections_of(index.store)
            }:
                raise NotFound(f"no correction has the id {echo(correction_id)}")
            return index.correct([], [correction_id])

        generation = await state.ingest.run(remove, request)
    return RemovedCorrectionBody(id=correction_id, generation=generation)


def checked(given: CorrectionRequest, state: State) -> Correction:
    """The correction with ids for what it names.

    :raises BadRequest: Its kind takes other fields, or it would change nothing.
    :raises UnknownFilter: A speaker is not on record; several are called so.
    :raises NotFound: A document or the turn is not on record.
    """
    try:
        wanted = make_correction(given.model_dump())
    except SourceError as error:
        raise BadRequest(str(error)) from error
    speaker, into = (
        None if person is None else _speaker(person, state)
        for person in (wanted.speaker, wanted.into)
    )
    if speaker is not None and speaker == into:
        raise BadRequest(f"{echo(given.speaker)} and {echo(given.into)} are one speaker already")
    store = state.index.store
    for name in wanted.documents:
        find_documents(store, name)
    if wanted.turn is not None and "#t" not in wanted.turn:
        turns = load_transcript(store, wanted.turn.rpartition("-t")[0]).turns
        if wanted.turn not in {turn.turn_id for turn in turns}:
            raise NotFound(f"no turn has the id {echo(wanted.turn)}")
    return replace(wanted, speaker=speaker, into=into)


def _speaker(named: str, state: State) -> str:
    speakers = state.searcher.speakers([named])
    if len(speakers) > 1:
        ids = ", ".join(speaker.speaker_id for speaker in speakers)
        raise BadRequest(f"{echo(named)} may be {ids}: give the id of one of them")
    return speakers[0].speaker_id
