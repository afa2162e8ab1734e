"""A peer's answers as a system that is scored as every other is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from eval.collections.collection import Query
from eval.peers.contract import PeerAnswer
from eval.peers.measuring import Measured
from eval.running.found import Found, Outcome
from eval.running.outside import Places
from eval.running.systems import DEPTH, QUOTES


@dataclass(frozen=True)
class PeerRun:
    """What a peer answered; it never refuses.

    Hits whose words do not stand in their document, and hits in another document than the one
    that was asked for, are left out of the ranking; the report counts them.
    """

    name: str
    answers: Mapping[tuple[str, str | None], PeerAnswer]
    places: Places = field(repr=False)

    def outcome(self, query: Query, *, inside: bool = False) -> Outcome:
        """The ranking of this question and the milliseconds that it took."""
        document = query.document if inside else None
        answer = self.answers[query.query_id, document]
        hits = self._found(answer)[:DEPTH]
        best = hits[0].score if hits else 0.0
        return Outcome(query.query_id, hits, hits[:QUOTES], None, best, answer.ms)

    def _found(self, answer: PeerAnswer) -> tuple[Found, ...]:
        return tuple(
            self.places.span(hit.document, hit.start, hit.end, hit.score)
            for hit in answer.hits
            if hit.start is not None and hit.end is not None
            if answer.document in (None, hit.document)
        )


def peer_run(measured: Measured, places: Places) -> PeerRun:
    """A configuration's answers, ready to be asked for by question."""
    answers = {(answer.query_id, answer.document): answer for answer in measured.answered.answers}
    return PeerRun(measured.configuration.name, answers, places)


def left_out(measured: Measured) -> tuple[int, int]:
    """How many hits have no place, and how many stand in another document than was asked for."""
    hits = [(answer.document, hit) for answer in measured.answered.answers for hit in answer.hits]
    unplaced = sum(hit.start is None for _, hit in hits)
    return unplaced, sum(asked not in (None, hit.document) for asked, hit in hits)
