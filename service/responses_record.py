"""From the record to the bodies of transcripts, contexts, mentions and uploads."""

from __future__ import annotations

from collections.abc import Sequence

from index.records import Turn, span_id
from retrieval.mentions import Mention, Mentions
from service import problems
from service.formats import Transcript
from service.responses import (
    document_body,
    document_ref,
    hit_body,
    speaker_body,
    time_body,
    understood_body,
    via_interpreter,
)
from service.responses_people import superseded_body
from service.schemas import LocationBody, ProblemBody
from service.schemas_record import (
    DocumentMentionsBody,
    MentionsBody,
    MonthMentionsBody,
    PartBody,
    QuoteContextBody,
    SpeakerMentionsBody,
    TranscriptBody,
    TranscriptTurnBody,
    UploadBody,
    UploadedBody,
)
from service.uploads import Uploaded

MAX_FACETS = 100


def transcript_body(transcript: Transcript) -> TranscriptBody:
    """One document, whole."""
    document = transcript.document
    return TranscriptBody(
        **document_body(transcript.listed).model_dump(),
        sha256=transcript.source.sha256,
        media_type=transcript.source.media_type,
        text=transcript.text[document.start : document.end],
        transcript=[_turn_body(transcript, turn) for turn in transcript.turns],
        superseded=superseded_body(transcript.superseded),
    )


def part_body(transcript: Transcript, turns: Sequence[Turn], next_cursor: str | None) -> PartBody:
    """One document with some of its turns."""
    return PartBody(
        **document_body(transcript.listed).model_dump(),
        sha256=transcript.source.sha256,
        transcript=[_turn_body(transcript, turn) for turn in turns],
        superseded=superseded_body(transcript.superseded),
        next_cursor=next_cursor,
    )


def context_body(
    transcript: Transcript,
    span: tuple[int, int],
    times: tuple[float, float] | None,
    around: tuple[Sequence[Turn], Turn, Sequence[Turn]],
) -> QuoteContextBody:
    """Words at a span of a source with the turns around them."""
    start, end = span
    before, turn, after = around
    document = transcript.document
    return QuoteContextBody(
        id=span_id(document.document_id, start, end),
        quote=transcript.text[start:end],
        speaker=speaker_body(turn.label, transcript.speaker(turn)),
        document=document_ref(document, transcript.source.name, transcript.source.sha256),
        location=LocationBody(start=start, end=end),
        time=time_body(times),
        url=_url(transcript, start, end),
        before=[_turn_body(transcript, other) for other in before],
        turn=_turn_body(transcript, turn),
        superseded=superseded_body(transcript.superseded),
        after=[_turn_body(transcript, other) for other in after],
    )


def mentions_body(
    mentions: Mentions, items: Sequence[Mention], next_cursor: str | None
) -> MentionsBody:
    """Mentions with who, when and where; `items` are those of this page."""
    speakers = mentions.by_speaker()[:MAX_FACETS]
    months = mentions.by_month()
    documents = [
        (mentions.hit(mention, 1), count) for mention, count in mentions.by_document()[:MAX_FACETS]
    ]
    return MentionsBody(
        understood=understood_body(mentions.understood),
        terms=list(mentions.terms),
        total=len(mentions.all),
        undated=sum(mention.day is None for mention in mentions.all),
        speakers=[
            SpeakerMentionsBody(
                speaker=speaker_body(voice.best.label or None, voice.best.speaker),
                count=voice.count,
                first=voice.first,
                last=voice.last,
                best=hit_body(mentions.hit(voice.best, rank)),
            )
            for rank, voice in enumerate(speakers, start=1)
        ],
        months=[MonthMentionsBody(month=month, count=count) for month, count in months],
        documents=[
            DocumentMentionsBody(
                document=document_ref(
                    hit.citation.document, hit.citation.source_name, hit.citation.sha256
                ),
                count=count,
            )
            for hit, count in documents
        ],
        items=[
            hit_body(mentions.hit(mention, rank)) for rank, mention in enumerate(items, start=1)
        ],
        next_cursor=next_cursor,
        generation=mentions.generation,
    )


def upload_body(files: Sequence[Uploaded], generation: int) -> UploadBody:
    """What became of each file."""
    items = [_uploaded_body(file) for file in files]
    statuses = [item.status for item in items]
    return UploadBody(
        items=items,
        added=statuses.count("added"),
        replaced=statuses.count("replaced"),
        unchanged=statuses.count("unchanged"),
        refused=statuses.count("refused"),
        generation=generation,
    )


def _uploaded_body(uploaded: Uploaded) -> UploadedBody:
    refused = None if uploaded.error is None else problems.error_body(uploaded.error)
    return UploadedBody(
        source=uploaded.name,
        status="refused" if uploaded.result is None else uploaded.result.status,
        documents=0 if uploaded.result is None else len(uploaded.result.documents),
        notices=[] if uploaded.result is None else list(uploaded.result.notices),
        problem=None if refused is None else ProblemBody.model_validate(refused),
    )


def _turn_body(transcript: Transcript, turn: Turn) -> TranscriptTurnBody:
    times = None if turn.start_s is None or turn.end_s is None else (turn.start_s, turn.end_s)
    return TranscriptTurnBody(
        id=turn.turn_id,
        ordinal=turn.ordinal,
        speaker=speaker_body(turn.label, transcript.speaker(turn)),
        via_interpreter=via_interpreter(turn),
        role=turn.role,
        replies_to=turn.replies_to,
        text=transcript.words(turn),
        location=LocationBody(start=turn.start, end=turn.end),
        time=time_body(times),
        flags=list(turn.flags),
        url=_url(transcript, turn.start, turn.end),
    )


def _url(transcript: Transcript, start: int, end: int) -> str:
    return f"/d/{transcript.document.document_id}#s{start}-{end}"
