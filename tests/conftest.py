"""Fixtures for every room; what needs `../shared` says so and never skips in silence."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# No test reads a wall clock, so hypothesis must not: it fails what takes long on a busy machine.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")

PROJECT = Path(__file__).resolve().parent.parent
SHARED = PROJECT.parent / "shared"


def pytest_configure(config: pytest.Config) -> None:
    """Take SIGINT even where the shell that started the tests in its background ignores it."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_report_header(config: pytest.Config) -> str:
    """Say at the top whether the shared transcripts stand beside the project."""
    state = "present" if SHARED.is_dir() else "absent: tests marked `shared` are not run"
    return f"../shared: {state}"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip `shared` tests, with the reason, where the folder is absent; in CI that is an error."""
    if SHARED.is_dir():
        return
    if os.environ.get("REQUIRE_SHARED"):
        raise pytest.UsageError(f"REQUIRE_SHARED is set, but there is no folder {SHARED}")
    for item in items:
        if item.get_closest_marker("shared"):
            item.add_marker(pytest.mark.skip(reason="needs ../shared beside the project"))


@pytest.fixture(scope="session")
def project() -> Path:
    """The project's root folder."""
    return PROJECT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder `../shared`; only for tests marked `shared`."""
    assert SHARED.is_dir(), "a test that uses this fixture carries the marker `shared`"
    return SHARED


@pytest.fixture(scope="session")
def sample_folder() -> Path:
    """The project's own sample transcripts."""
    return PROJECT / "transcripts" / "sample"
