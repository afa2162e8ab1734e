"""From the record to the bodies of speakers, turns and corrections."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from index.records import Turn
from index.storing.corrections import StoredCorrection
from index.storing.people import SpeakerTotals
from service.formats import Superseded, Transcript
from service.responses import document_ref, speaker_body, time_body, via_interpreter
from service.schemas import LocationBody
from service.schemas_people import CorrectionBody, SpeakerItemBody, SupersededBody, TurnBody


def speaker_item(totals: SpeakerTotals, former: Sequence[str] = ()) -> SpeakerItemBody:
    """One speaker.

    :param former: The ids that this speaker had once.
    """
    return SpeakerItemBody(
        id=totals.speaker.speaker_id,
        name=totals.speaker.name,
        labels=list(totals.speaker.labels),
        turns=totals.turns,
        documents=totals.documents,
        former_ids=list(former),
    )


def superseded_body(superseded: Superseded | None) -> SupersededBody | None:
    """That words are of an earlier version; None for what is on record."""
    if superseded is None:
        return None
    return SupersededBody(
        replaced=datetime.fromisoformat(superseded.replaced), by=list(superseded.by)
    )


def turn_body(transcript: Transcript, turn: Turn) -> TurnBody:
    """One turn, whole."""
    times = None if turn.start_s is None or turn.end_s is None else (turn.start_s, turn.end_s)
    document, source = transcript.document, transcript.source
    return TurnBody(
        id=turn.turn_id,
        ordinal=turn.ordinal,
        speaker=speaker_body(turn.label, transcript.speaker(turn)),
        via_interpreter=via_interpreter(turn),
        role=turn.role,
        replies_to=turn.replies_to,
        text=transcript.words(turn),
        document=document_ref(document, source.name, source.sha256),
        location=LocationBody(start=turn.start, end=turn.end),
        time=time_body(times),
        flags=list(turn.flags),
        url=f"/d/{document.document_id}#s{turn.start}-{turn.end}",
        superseded=superseded_body(transcript.superseded),
    )


def correction_body(stored: StoredCorrection) -> CorrectionBody:
    """One correction."""
    said = stored.correction
    return CorrectionBody(
        id=stored.correction_id,
        kind=said.kind,
        speaker=said.speaker,
        name=said.name,
        into=said.into,
        documents=list(said.documents),
        turn=said.turn,
        applied=stored.applied,
        given_by=stored.origin,
    )


def former_of(former: Mapping[str, str]) -> dict[str, list[str]]:
    """The former ids of each speaker who has any, in order."""
    former_ids: dict[str, list[str]] = {}
    for old, now in sorted(former.items()):
        former_ids.setdefault(now, []).append(old)
    return former_ids
