"""One file on its way to the store: read, parse, cut into passages."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

from index.cutting.passages import PassageBudget, make_passages
from index.encoding.encoder import Encoder
from index.parsing.taught import NOTHING_TAUGHT, Taught
from index.records import FloatMatrix, Metadata, ParsedSource, Passage, source_id
from index.storing.writes import PreparedSource

CUT = 16
"""Raised when parsing or cutting changes, so that indexing a file again is not free."""


@dataclass(frozen=True, slots=True)
class IncomingSource:
    """A file as it comes in: its name, its bytes, and what is known of them."""

    name: str
    data: bytes
    media_type: str | None = None
    metadata: Metadata | None = None
    encoding: str = "utf-8"
    origin: str | None = None
    taught: Taught = NOTHING_TAUGHT
    sha256: str = field(init=False)

    def __post_init__(self) -> None:
        """Hash the bytes, here and nowhere else on their way to the store."""
        object.__setattr__(self, "sha256", hashlib.sha256(self.data).hexdigest())

    @property
    def source_id(self) -> str:
        """The id that the source will have, see `index/records.py`."""
        return source_id(self.sha256)


@dataclass(frozen=True, slots=True)
class CutSource:
    """A file parsed and cut, ready for the encoder."""

    incoming: IncomingSource
    fingerprint: str
    parsed: ParsedSource
    passages: tuple[Passage, ...]

    def with_embeddings(self, embeddings: FloatMatrix) -> PreparedSource:
        """Ready for the store; one row per passage."""
        origin = self.incoming.origin
        return PreparedSource(self.parsed, self.passages, embeddings, self.fingerprint, origin)


def fingerprint(incoming: IncomingSource, budget: PassageBudget) -> str:
    """SHA-256 of all that decides a file's documents and passages."""
    decisive = {
        "sha256": incoming.sha256,
        "media_type": incoming.media_type,
        "metadata": None if incoming.metadata is None else _given(incoming.metadata),
        "encoding": incoming.encoding,
        "budget": asdict(budget),
        "cut": CUT,
        "taught": asdict(incoming.taught.of(incoming.name)),
    }
    return hashlib.sha256(json.dumps(decisive, sort_keys=True).encode()).hexdigest()


def _given(metadata: Metadata) -> dict[str, object]:
    """The fields of metadata; the later ones only where they are given, as before they could be."""
    later = ("speakers", "language")
    return {k: v for k, v in asdict(metadata).items() if v or k not in later}


def cut(incoming: IncomingSource, budget: PassageBudget, encoder: Encoder) -> CutSource:
    """Read, parse and cut one file.

    :raises SourceError: It cannot be read; the message says why and names the cure.
    """
    # 0.4 s that a question need not wait for.
    from index.parsing.transcript import parse  # noqa: PLC0415
    from index.readers import read_source, with_metadata  # noqa: PLC0415

    source = read_source(
        incoming.name,
        incoming.data,
        media_type=incoming.media_type,
        encoding=incoming.encoding,
        sha256=incoming.sha256,
    )
    if incoming.metadata is not None:
        source = with_metadata(source, incoming.metadata)
    parsed = parse(source, incoming.taught)
    passages = make_passages(parsed, budget, encoder.count, encoder.max_tokens)
    return CutSource(incoming, fingerprint(incoming, budget), parsed, passages)


def texts(cuts: Sequence[CutSource]) -> list[str]:
    """What the encoder sees of these files, in order."""
    return [passage.embedded for item in cuts for passage in item.passages]


def with_embeddings(items: Sequence[CutSource], embeddings: FloatMatrix) -> list[PreparedSource]:
    """Files ready for the store; `embeddings` has one row per passage of all of them, in order."""
    prepared = []
    first = 0
    for item in items:
        last = first + len(item.passages)
        prepared.append(item.with_embeddings(embeddings[first:last]))
        first = last
    return prepared
