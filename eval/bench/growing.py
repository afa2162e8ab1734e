"""A large record made of a small one: all its sources again and again, with other words.

    python -m eval.bench.growing SMALL LARGE PASSAGES

To encode a million passages takes hours. So each copy keeps the place of every turn and passage,
some of its words change places with others as long and about as frequent, and its vectors are
those of the small record with noise, all drawn from one seed.
"""

from __future__ import annotations

import hashlib
import logging
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from index.build import Index, open_index
from index.encoding.encoder import load_encoder
from index.prepare import CutSource, IncomingSource, cut
from index.records import FloatMatrix, ParsedSource, source_id

SEED = 20260101
NOISE = 0.45
"""Length of the noise that makes one vector into another: their cosine is 0.91."""
BLOCK = 8
"""So many words, neighbours in length and frequency, change places among themselves."""
CHANGED = 0.25
"""The share of such blocks that change in a copy."""
_WORD = re.compile(r"\b[a-z]{5,}\b")

log = logging.getLogger(__name__)


def grow(small: Index, large: Index, passages: int) -> None:
    """Write copies of the small record's sources into the large one until it has so many passages.

    The first copy is the record itself. Copies that are there already are gone on from.
    """
    items = list(_sources(small))
    vectors = _vectors(small, items)
    words = _by_likeness(items)
    first = len({stored.name.split("/")[0] for stored in large.store.sources()})
    room = passages - large.store.counts().passages
    for number in range(first, sys.maxsize):
        if room <= 0:
            return
        drawn = np.random.default_rng((SEED, number))
        swapped = _swapped(words, drawn) if number else {}
        noisy = noised(vectors, drawn) if number else vectors
        sizes = np.cumsum([len(item.passages) for item in items])
        count = int(np.searchsorted(sizes, room)) + 1
        copies = [_copied(item, number, swapped) for item in items[:count]]
        rows = sum(len(item.passages) for item in copies)
        large.write(copies, noisy[:rows])
        room -= rows
        log.info("copy %d: %d passages, %d to go", number, rows, max(room, 0))


def noised(vectors: FloatMatrix, drawn: np.random.Generator) -> FloatMatrix:
    """Unit vectors beside these, float32 `(n, dim)`; the cosine with each is about 0.91."""
    noise = drawn.standard_normal(vectors.shape, dtype=np.float32)
    noise *= np.float32(NOISE / vectors.shape[1] ** 0.5)
    noise += vectors
    noise /= np.linalg.norm(noise, axis=1, keepdims=True)
    return noise


def _sources(small: Index) -> Iterator[CutSource]:
    for stored in small.store.sources():
        data = small.store.text(stored.source_id).encode("utf-8")
        yield cut(IncomingSource(stored.name, data), small.budget, small.encoder)


def _vectors(small: Index, items: Sequence[CutSource]) -> FloatMatrix:
    """The vectors on record of these files' passages, those that are cut otherwise encoded."""
    return small.embed(items)


def _by_likeness(items: Sequence[CutSource]) -> list[str]:
    """All words, by length and, of one length, by how often they are said."""
    counted: Counter[str] = Counter()
    for item in items:
        counted.update(_WORD.findall(item.parsed.source.text))
    return sorted(counted, key=lambda word: (len(word), -counted[word], word))


def _swapped(words: Sequence[str], drawn: np.random.Generator) -> dict[str, str]:
    """Which word stands in place of which, each as long as the other."""
    swapped: dict[str, str] = {}
    for start in range(0, len(words), BLOCK):
        block = words[start : start + BLOCK]
        if drawn.random() >= CHANGED or len(block[0]) != len(block[-1]):
            continue
        swapped |= zip(block, (block[at] for at in drawn.permutation(len(block))), strict=True)
    return swapped


def _copied(item: CutSource, number: int, swapped: Mapping[str, str]) -> CutSource:
    """The same file under another name, with other words at the same places."""

    def told(text: str) -> str:
        return _WORD.sub(lambda match: swapped.get(match[0], match[0]), text)

    source = item.parsed.source
    text = told(source.text) + f"\n\nCopy {number}.\n"
    incoming = IncomingSource(f"{number:03d}/{source.name}", text.encode("utf-8"))
    old, new = source.source_id, source_id(incoming.sha256)

    def renamed(id_: str) -> str:
        return new + id_.removeprefix(old)

    copied = replace(source, source_id=new, name=incoming.name, sha256=incoming.sha256, text=text)
    parsed = ParsedSource(
        copied,
        tuple(
            replace(one, document_id=renamed(one.document_id), source_id=new)
            for one in item.parsed.documents
        ),
        tuple(
            replace(
                one,
                turn_id=renamed(one.turn_id),
                document_id=renamed(one.document_id),
                voice_id=renamed(one.voice_id),
                replies_to=None if one.replies_to is None else renamed(one.replies_to),
            )
            for one in item.parsed.turns
        ),
        tuple(
            replace(one, voice_id=renamed(one.voice_id), document_id=renamed(one.document_id))
            for one in item.parsed.voices
        ),
    )
    passages = tuple(
        replace(
            one,
            passage_id=renamed(one.passage_id),
            document_id=renamed(one.document_id),
            turn_id=renamed(one.turn_id),
            embedded=told(one.embedded),
        )
        for one in item.passages
    )
    fingerprint = hashlib.sha256(f"copy {number} of {item.fingerprint}".encode()).hexdigest()
    return CutSource(incoming, fingerprint, parsed, passages)


def main(small: str, large: str, passages: str) -> None:
    """Grow the record of one folder into that of another."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    encoder = load_encoder()
    with (
        open_index(Path(small), encoder) as given,
        open_index(Path(large), encoder, create=True) as grown,
    ):
        grow(given, grown, int(passages))


if __name__ == "__main__":
    main(*sys.argv[1:])
