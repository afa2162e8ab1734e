"""Long imitations of real kinds: turns as a reader sees them, and nobody in a wrong mouth."""

from __future__ import annotations

import pytest

from tests.index.imitations.catalogue import KINDS
from tests.index.imitations.kinds import Kind
from tests.index.imitations.measure import measured
from tests.index.imitations.sheets import imitation

_BAR = 0.93


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_long_transcript_of_a_kind(kind: Kind) -> None:
    found = measured(kind, imitation(kind))
    assert found.turns_right >= _BAR * found.turns, found.examples[:5]
    assert found.wrong <= 0.02 * found.sentences
