"""Who is on record, and their turns."""

from __future__ import annotations

from bisect import bisect_right
from typing import Annotated

from fastapi import APIRouter, Path, Query

from service.responses import speaker_item, turn_body
from service.routes.wiring import Loaded, make_cursor, read_cursor
from service.schemas import SpeakerListBody, TurnBody
from service.schemas_requests import MAX_NAME_CHARS, PageQuery

router = APIRouter(prefix="/v1", tags=["speakers"])


@router.get("/speakers")
def list_speakers(page: Annotated[PageQuery, Query()], state: Loaded) -> SpeakerListBody:
    """All speakers, ordered by id, with the number of their turns and documents."""
    entries = state.index.store.speaker_totals()
    first = 0
    if page.cursor is not None:
        after = read_cursor("speakers", page.cursor)
        first = bisect_right(entries, after, key=lambda entry: entry.speaker.speaker_id)
    part = entries[first : first + page.limit]
    more = first + page.limit < len(entries)
    return SpeakerListBody(
        items=[speaker_item(entry) for entry in part],
        next_cursor=make_cursor("speakers", part[-1].speaker.speaker_id) if more else None,
    )


@router.get("/turns/{turn_id}")
def get_turn(turn_id: Annotated[str, Path(max_length=MAX_NAME_CHARS)], state: Loaded) -> TurnBody:
    """One turn, whole, with the document it stands in."""
    store = state.index.store
    with store.snapshot():
        turn = store.turn(turn_id)
        document = store.document(turn.document_id)
        source = store.source_by_id(document.source_id)
        text = store.text(document.source_id)
        voices = store.resolved_voices([turn.document_id])[turn.document_id]
    speaker = next(one.speaker for one in voices if one.voice.voice_id == turn.voice_id)
    return turn_body(turn, text, document, source, speaker)
