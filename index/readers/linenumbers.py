"""The numbers of lines, as courts and commissions print them in the margin: nobody says them.

They begin again on each page, run through the whole text, or stand at every fifth line only.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

# "0006:10   A.   On the pier." gives the page, too.
_NUMBERED = re.compile(r"[ \t]{0,8}(?:\d{3,5}:(?=\d\d\s))?(\d{1,5})(?=\s|$)")
_LEAST_NUMBERED, _NUMBERED_SHARE, _IN_ORDER, _ONE_PAGE = 8, 0.6, 0.8, 20
_FIFTH = re.compile(r"[ \t]{0,8}(\d{1,2})(?=[ \t]+\S|[ \t]*$)")
_EVERY, _MOST_APART, _LAST = 5, 12, 60
"""A number at every fifth line; blank lines between are counted by some and not by others."""


def without_line_numbers(lines: Sequence[str]) -> list[str] | None:
    """The lines of a text that numbers them, without the numbers and what stands between pages.

    None for a text that does not.
    """
    return _each(lines) or _fifths(lines)


def _each(lines: Sequence[str]) -> list[str] | None:
    numbers = {
        at: int(match[1]) for at, line in enumerate(lines) if (match := _NUMBERED.match(line))
    }
    while len(numbers) > 1 and not _begins_count(*list(numbers.values())[:2]):
        del numbers[min(numbers)]
    written = sum(bool(line.strip()) for line in lines)
    if len(numbers) < _LEAST_NUMBERED or len(numbers) < _NUMBERED_SHARE * written:
        return None
    counted = list(numbers.values())
    steps = [after - before for before, after in pairwise(counted)]
    pages = 1 + sum(step < 0 for step in steps)
    ordered = sum(step == 1 for step in steps) + sum(after == 1 for after in counted[1:])
    if ordered < _IN_ORDER * len(steps) or (pages < 2 and len(numbers) < _ONE_PAGE):
        return None
    found = sorted(numbers)
    following = dict(zip(found, [*found[1:], -1], strict=True))
    # Where they run on over the pages no number is missing, and what has none is the page's.
    runs_on = pages == 1 and counted[-1] > 2 * _LAST
    spaced = _is_double_spaced(lines, found, numbers)
    kept: list[str] = []
    last = -1
    for at, line in enumerate(lines):
        if at in numbers:
            last = at
            kept.append(_NUMBERED.sub("", line, count=1))
        elif last < 0 or following[last] < 0:
            kept.append(line)
        elif not line.strip():
            # The margin counts blank lines, too: what has no number only spaces the others.
            if not (spaced or numbers[following[last]] < numbers[last]):
                kept.append(line)
        else:
            step = numbers.get(following[last], 0) - numbers[last]
            if step > int(runs_on):
                kept.append(line)
    return kept


def _is_double_spaced(
    lines: Sequence[str], found: Sequence[int], numbers: Mapping[int, int]
) -> bool:
    """Whether most lines of the count have a blank one below them that is not counted."""
    steps = [(a, b) for a, b in pairwise(found) if numbers[b] == numbers[a] + 1]
    apart = sum(b > a + 1 and not any(line.strip() for line in lines[a + 1 : b]) for a, b in steps)
    return 2 * apart > len(steps)


def _begins_count(number: int, following: int) -> bool:
    """Whether a number may be the first of the margin: the day of a date above them is none."""
    return number == 1 or following == number + 1


def _fifths(lines: Sequence[str]) -> list[str] | None:
    """The lines without numbers that count by fives, each a few lines below the one before."""
    numbers = [
        (at, int(match[1]))
        for at, line in enumerate(lines)
        if line[:1] in " \t0123456789" and (match := _FIFTH.match(line))
    ]
    fives = [(at, n) for at, n in numbers if n % _EVERY == 0 and 0 < n <= _LAST]
    if len(fives) < _LEAST_NUMBERED:
        return None
    steps = [(after[1] - before[1], after[0] - before[0]) for before, after in pairwise(fives)]
    on = sum(step == _EVERY and _EVERY <= apart <= _MOST_APART for step, apart in steps)
    again = sum(after[1] in (_EVERY, 2 * _EVERY) for _, after in pairwise(fives))
    if on < len(steps) // 2 or on + again < _IN_ORDER * len(steps):
        return None
    places = {at for at, _ in fives}
    return [
        _FIFTH.sub(lambda match: " " * len(match[0]), line, count=1) if at in places else line
        for at, line in enumerate(lines)
    ]
