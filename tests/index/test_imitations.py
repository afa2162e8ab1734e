"""Long imitations of real kinds: turns as a reader sees them, and nobody in a wrong mouth."""

from __future__ import annotations

import pytest

from tests.index.imitations.air import AIR
from tests.index.imitations.assemblies import ASSEMBLIES
from tests.index.imitations.catalogue import KINDS
from tests.index.imitations.kinds import Kind
from tests.index.imitations.later import LATER
from tests.index.imitations.measure import measured
from tests.index.imitations.sheets import imitation
from tests.index.imitations.unseen import UNSEEN
from tests.index.imitations.world import HALLS

_BAR = 0.93


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_long_transcript_of_a_kind(kind: Kind) -> None:
    found = measured(kind, imitation(kind))
    assert found.turns_right >= _BAR * found.turns, found.examples[:5]
    assert found.wrong <= 0.02 * found.sentences


def test_kinds_that_were_written_after_the_code() -> None:
    """At first try 18 of 24 held, with 0.78 of all turns; what failed taught the rules of today."""
    shares = []
    for kind in UNSEEN:
        found = measured(kind, imitation(kind, 7))
        shares.append(found.turns_right / found.turns)
        assert found.wrong <= 0.02 * found.sentences, kind.name
    assert sum(shares) >= 0.98 * len(shares)


WORLD = (*HALLS, *ASSEMBLIES, *AIR)


@pytest.mark.parametrize("kind", WORLD, ids=lambda kind: kind.name)
def test_a_kind_as_it_lies_about_in_the_world(kind: Kind) -> None:
    """At first try 12 of 30 held: 0.74 of all turns, and 912 of 15,954 sentences were wrong."""
    found = measured(kind, imitation(kind, 3))
    assert found.turns_right >= 0.9 * found.turns, found.examples[:5]
    assert found.wrong <= 0.01 * found.sentences


def test_kinds_that_came_later() -> None:
    """At first try 11 of 15 held, 0.80 of all turns were right and 201 of 6,667 sentences wrong."""
    shares = []
    for kind in LATER:
        found = measured(kind, imitation(kind, 3))
        shares.append(found.turns_right / found.turns)
        assert found.wrong <= 0.01 * found.sentences, kind.name
    assert sum(shares) >= 0.92 * len(shares)
