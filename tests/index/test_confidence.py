"""How far a parse can be relied on, from what stands under labels."""

from __future__ import annotations

import pytest

from index.storing.confidence import LOW, confidence


@pytest.mark.parametrize(
    ("spoken", "labelled", "longest", "labels", "share"),
    [
        (1000, 1000, 400, 3, 1.0),
        (1000, 250, 400, 3, 0.25),
        (0, 0, 0, 0, 0.0),
        (50_000, 50_000, 48_000, 3, 0.5),  # 48,000 of 50,000 in one mouth: labels were missed
        (50_000, 50_000, 50_000, 1, 1.0),  # one speech of one person
    ],
)
def test_the_share(spoken: int, labelled: int, longest: int, labels: int, share: float) -> None:
    assert confidence(spoken, labelled, longest, labels) == share


def test_half_in_doubt_is_low() -> None:
    assert confidence(100, 50, 30, 2) < LOW
