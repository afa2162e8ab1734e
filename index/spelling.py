"""How far apart two spellings of a name are."""

from __future__ import annotations


def distance(first: str, second: str, limit: int) -> int:
    """Letters inserted, dropped, changed or swapped with a neighbour to get from one to the other.

    The restricted Damerau-Levenshtein distance; `limit + 1` stands for anything beyond `limit`.
    """
    if first == second:
        return 0
    if abs(len(first) - len(second)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(second) + 1))
    for i, letter in enumerate(first, 1):
        now = [i]
        for j, other in enumerate(second, 1):
            cost = min(row[j] + 1, now[j - 1] + 1, row[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == second[j - 2] and first[i - 2] == other:
                cost = min(cost, before[j - 2] + 1)
            now.append(cost)
        if min(now) > limit:
            return limit + 1
        before, row = row, now
    return min(row[-1], limit + 1)
