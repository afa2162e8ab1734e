"""Who is on record, and their turns."""

from __future__ import annotations

from bisect import bisect_right
from typing import Annotated

from fastapi import APIRouter, Path, Query

from index.errors import NotFound
from index.storing.past import former_ids
from service.cursors import make_cursor, read_cursor
from service.formats import load_transcript
from service.problems import echo
from service.responses_people import former_of, speaker_item, turn_body
from service.routes.wiring import Loaded
from service.schemas_people import SpeakerItemBody, SpeakerListBody, TurnBody
from service.schemas_requests import MAX_NAME_CHARS, PageQuery

router = APIRouter(prefix="/v1", tags=["speakers"])

Id = Annotated[str, Path(max_length=MAX_NAME_CHARS)]


@router.get("/speakers")
def list_speakers(page: Annotated[PageQuery, Query()], state: Loaded) -> SpeakerListBody:
    """All speakers, ordered by id, with the number of their turns and documents."""
    store = state.index.store
    with store.snapshot():
        entries, former = store.speaker_totals(), former_of(former_ids(store))
    first = 0
    if page.cursor is not None:
        after = read_cursor("speakers", page.cursor)
        first = bisect_right(entries, after, key=lambda entry: entry.speaker.speaker_id)
    part = entries[first : first + page.limit]
    more = first + page.limit < len(entries)
    return SpeakerListBody(
        items=[speaker_item(entry, former.get(entry.speaker.speaker_id, ())) for entry in part],
        next_cursor=make_cursor("speakers", part[-1].speaker.speaker_id) if more else None,
    )


@router.get("/speakers/{speaker_id}")
def get_speaker(speaker_id: Id, state: Loaded) -> SpeakerItemBody:
    """One speaker, by an id that is or once was this speaker's."""
    store = state.index.store
    with store.snapshot():
        former = former_ids(store)
        wanted = former.get(speaker_id, speaker_id)
        for entry in store.speaker_totals():
            if entry.speaker.speaker_id == wanted:
                return speaker_item(entry, former_of(former).get(wanted, ()))
    raise NotFound(f"no speaker has the id {echo(speaker_id)}; /v1/speakers lists all")


@router.get("/turns/{turn_id}")
def get_turn(turn_id: Id, state: Loaded) -> TurnBody:
    """One turn, whole, with the document it stands in; also one of an earlier version."""
    store = state.index.store
    missing = NotFound(f"no turn has the id {echo(turn_id)}")
    try:
        with store.snapshot():
            transcript = load_transcript(store, turn_id.rpartition("-t")[0])
    except NotFound as error:
        raise missing from error
    for turn in transcript.turns:
        if turn.turn_id == turn_id:
            return turn_body(transcript, turn)
    raise missing
