"""Which of many names may be spelt nearly like one, without comparing each with each.

Two spellings that are two slips apart have a form in common that is left when up to two letters
are taken out of each (symmetric deletion, Wolf Garbe's SymSpell). Seven hundred names alike, each
compared with each, took 9 s.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain, combinations
from typing import Generic, TypeVar

_SLIPS = 2
_LONGEST = 32
"""Longer names are compared for equality alone; they would have thousands of forms."""
MOST_ALIKE = 24
"""The most things that one name is compared with, so that the work stays in bounds."""

Named = TypeVar("Named")


class Nearness(Generic[Named]):
    """Things by their names, to be found by a name that is at most two slips away."""

    def __init__(self, named: Iterable[tuple[str, Named]] = ()) -> None:
        self._by_form: defaultdict[str, list[Named]] = defaultdict(list)
        for name, thing in named:
            self.add(name, thing)

    def add(self, name: str, thing: Named) -> None:
        """Take one more thing in."""
        for form in _forms(name):
            self._by_form[form].append(thing)

    def around(self, name: str) -> list[Named]:
        """All things whose name may be that near, and some others, in a fixed order.

        At most one more than `MOST_ALIKE`: the first of them.
        """
        near: dict[int, Named] = {}
        for thing in self._candidates(name):
            near[id(thing)] = thing
            if len(near) > MOST_ALIKE:
                break
        return list(near.values())

    def _candidates(self, name: str) -> Iterator[Named]:
        return chain.from_iterable(
            self._by_form[form] for form in sorted(_forms(name)) if form in self._by_form
        )


@lru_cache(maxsize=50_000)
def _forms(name: str) -> frozenset[str]:
    """What is left of a name when up to two letters are taken out."""
    if len(name) > _LONGEST:
        return frozenset({name})
    return frozenset(
        "".join(letters)
        for gone in range(min(_SLIPS, len(name)) + 1)
        for letters in combinations(name, len(name) - gone)
    )
