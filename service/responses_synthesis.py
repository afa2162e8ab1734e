"""A text over an answer's quotes as the contract gives it."""

from __future__ import annotations

from service.schemas_synthesis import DroppedBody, InsertedBody, SentenceBody, SynthesisBody
from service.synthesis import DROPS, Synthesis, inserted


def synthesis_body(written: Synthesis) -> SynthesisBody:
    """One text with the quotes it cites."""
    return SynthesisBody(
        status=written.status,
        detail=written.detail,
        model=written.model,
        sentences=[
            SentenceBody(
                text=one.words,
                cites=[InsertedBody(id=q.quote_id, quote=inserted(q)) for q in one.quotes],
            )
            for one in written.sentences
        ],
        dropped=DroppedBody(**{why: written.dropped.get(why, 0) for why in DROPS}),
    )
