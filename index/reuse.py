"""The embeddings of changed files: what the encoder has seen before keeps its vector.

Another parser or other metadata may cut a file anew, while most passages read as they did.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from index.encoding.encoder import Encoder, embed
from index.prepare import CutSource, texts
from index.records import FloatMatrix
from index.storing.store import Store


def embed_again(
    items: Sequence[CutSource],
    store: Store,
    encoder: Encoder,
    tell: Callable[[Sequence[int]], None] | None = None,
) -> FloatMatrix:
    """The unit vectors of the passages of these files, in order.

    :param tell: Is given the places of passages that are done, see `index/encoding/encoder.py`.
    """
    wanted = texts(items)
    with store.snapshot():
        keys = store.keys_by_text([item.incoming.name for item in items])
        old = [at for at, text in enumerate(wanted) if text in keys]
        kept = store.embeddings([keys[wanted[at]] for at in old])
    if not old:
        return embed(wanted, encoder, tell)
    known = set(old)
    new = [at for at in range(len(wanted)) if at not in known]

    def tell_new(places: Sequence[int]) -> None:
        if tell is not None:
            tell([new[place] for place in places])

    if tell is not None:
        tell(old)
    vectors = np.zeros((len(wanted), encoder.dim), dtype=np.float32)
    vectors[old] = kept
    vectors[new] = embed([wanted[at] for at in new], encoder, tell_new)
    return vectors
