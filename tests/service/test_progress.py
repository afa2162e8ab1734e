"""What a person sees while files are indexed."""

from __future__ import annotations

import logging
import time

import pytest

from index.build import IndexReport, Progress
from service.printing import report_lines
from service.progress import duration, shown_progress


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.4, "0 s"), (99, "99 s"), (100, "2 min"), (3_540, "59 min"), (4_800, "1 h 20 min")],
)
def test_a_time_is_told_as_people_say_it(seconds: float, words: str) -> None:
    assert duration(seconds) == words


def test_a_log_tells_how_far_it_is_and_how_long_it_takes(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.INFO)
    now = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    with shown_progress() as tell:
        for now[0], share in ((1.0, 0.1), (60.0, 0.25), (61.0, 0.3), (240.0, 1.0)):
            tell(Progress(12, 12, 1_500, 25.0, share))
    assert [record.getMessage() for record in caplog.records] == [
        # 60 s for a quarter: three more
        "25 %: 12 of 12 files read, 1,500 passages encoded, 25 a second, about 3 min left",
        "100 %: 12 of 12 files read, 1,500 passages encoded, 25 a second",
    ]


def test_the_summary_names_files_without_a_speaker() -> None:
    report = IndexReport(added=["a.txt", "b.txt"], speechless=["b.txt"])
    assert list(report_lines(report))[:2] == [
        "Files: 2 added",
        "Without a speaker, so that its words are nobody's: b.txt",
    ]
