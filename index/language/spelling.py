"""How far apart two spellings of a name are."""

from __future__ import annotations

from rapidfuzz.distance import OSA


def distance(first: str, second: str, limit: int) -> int:
    """Letters inserted, dropped, changed or swapped with a neighbour to get from one to the other.

    The restricted Damerau-Levenshtein distance; `limit + 1` stands for anything beyond `limit`.
    """
    return OSA.distance(first, second, score_cutoff=limit)
