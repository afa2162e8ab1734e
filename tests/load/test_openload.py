"""More questions than can be answered: some are, the others are told so; see `openload.py`."""

from __future__ import annotations

import pytest

from tests.load import openload
from tests.load.openload import Measured, Phase


@pytest.fixture(scope="module")
def measured() -> Measured:
    return openload.measure(4)


def test_within_capacity_everybody_is_answered(measured: Measured) -> None:
    assert not measured.unloaded.failed
    assert not measured.busy.failed
    assert len(measured.busy.refused) <= measured.busy.sent / 20
    assert len(measured.busy.answered) > 10


def test_a_flood_leaves_the_service_at_work(measured: Measured) -> None:
    flooded = measured.flooded
    assert not flooded.failed
    assert flooded.refused
    assert len(flooded.answered) + len(flooded.refused) == flooded.sent
    assert flooded.goodput > measured.capacity / 3  # 0.9 is measured on a machine that is free


def test_after_the_flood_all_is_as_before(measured: Measured) -> None:
    assert not measured.after.failed
    assert len(measured.after.refused) <= measured.after.sent / 20


def test_figures_come_from_intended_moments() -> None:
    phase = Phase(4, 2.0, [0.1, 0.2, 0.3, 4.0], [0.01], [])
    assert phase.goodput == 2.0
    assert phase.quantile(0.5) == 0.3
    assert phase.quantile(0.99) == 4.0
