"""What every encoder does before a pass: refuse texts that are too long, and group by length."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from index.errors import TextTooLong


def check_lengths(
    texts: Sequence[str], pieces: Sequence[Sequence[int]], most: int, name: str
) -> None:
    """See that each text fits the model of this name.

    :raises TextTooLong: A text has more than `most` word pieces; nothing is cut silently.
    """
    for text, ids in zip(texts, pieces, strict=True):
        if len(ids) > most:
            raise TextTooLong(
                f"the text that begins {text[:60]!r} has {len(ids)} word pieces, and {name} takes "
                f"{most}: shorten or split it"
            )


def by_length(pieces: Sequence[Sequence[int]], most: int, aligned: int = 1) -> Iterator[list[int]]:
    """Places by falling length, in batches of at most `most` word pieces with padding.

    So padding is small and a batch fits the cache; a longer text is a batch of its own.

    :param aligned: Texts are padded to a multiple of this.
    """
    order = sorted(range(len(pieces)), key=lambda i: -len(pieces[i]))
    start = 0
    while start < len(order):
        padded = -(-len(pieces[order[start]]) // aligned) * aligned
        size = max(1, most // max(1, padded))
        yield order[start : start + size]
        start += size
