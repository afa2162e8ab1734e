"""Every reader and the parser over changed files: one of our own errors, or slices in order.

The long form, 100,000 files and 2,000 that grow: `python -m tests.security.filefuzz 100000 2000`.
"""

from __future__ import annotations

import sys
import time
import traceback
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field

from index.cutting.passages import PassageBudget
from index.errors import SourceError
from index.language.nearness import _forms
from index.persons.speakers import resolve
from index.prepare import CutSource, IncomingSource, cut
from index.readers.docx import DOCX
from index.readers.html import HTML
from index.readers.odt import ODT
from index.readers.pdf import PDF
from index.readers.rtf import RTF
from service.logs import set_up_logs
from tests.fakes import HashingEncoder
from tests.index.test_transcript_properties import check
from tests.security.mutations import grown, mutated

MOST_S = 2.0
"""Processor time for one changed file; they have at most some 100 kB."""
GROWN_BYTES = 40_000
MOST_GROWTH = 2.9
ALWAYS_ENOUGH_S = 0.8
_ENCODER = HashingEncoder(dim=16)
_PRINTED = ("text/plain", "text/markdown", HTML, DOCX, ODT, RTF, PDF)
"""Kinds in which a label stands in the text before its words."""


@dataclass
class Report:
    """How many files were read, how many refused with which error, and what was wrong."""

    files: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    turns: int = 0
    slowest_s: float = 0.0
    failures: Counter[str] = field(default_factory=Counter)
    numbers: dict[str, int] = field(default_factory=dict)

    def add(self, kind: str, number: int) -> None:
        self.failures[kind] += 1
        self.numbers.setdefault(kind, number)

    def __str__(self) -> str:
        told = "".join(
            f"\n{count} x {kind} (first: {self.numbers[kind]})"
            for kind, count in self.failures.items()
        )
        return (
            f"{self.files:,} files, {self.refused.total():,} refused, {self.turns:,} turns read, "
            f"{self.failures.total()} failures, slowest {self.slowest_s:.2f} s{told}"
        )


def _where(error: BaseException) -> str:
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} at {last.filename.rpartition('/')[2]}:{last.lineno}"


def look(cutting: CutSource) -> None:
    """What must hold for any file that is read; an `AssertionError` where it does not."""
    text = cutting.parsed.source.text
    text.encode("utf-8")
    check(cutting.parsed, printed=cutting.parsed.source.media_type in _PRINTED)
    turns = {turn.turn_id: turn for turn in cutting.parsed.turns}
    for passage in cutting.passages:
        turn = turns[passage.turn_id]
        assert turn.start <= passage.start < passage.end <= turn.end


def fuzz(count: int, seed: int) -> Report:
    """Read so many changed files."""
    report = Report()
    for number in range(count):
        name, data = mutated(number, seed)
        report.files += 1
        begun = time.process_time()
        try:
            cutting = cut(IncomingSource(name, data), PassageBudget(), _ENCODER)
            look(cutting)
            report.turns += len(cutting.parsed.turns)
        except SourceError as error:
            report.refused[type(error).__name__] += 1
        except Exception as error:  # noqa: BLE001 -- whatever it is, it is what is looked for
            report.add(_where(error), number)
        took = time.process_time() - begun
        report.slowest_s = max(report.slowest_s, took)
        if took > MOST_S:
            report.add(f"{took:.1f} s for {name}, {len(data):,} bytes", number)
    return report


def _seconds(name: str, data: bytes) -> float:
    _forms.cache_clear()
    begun = time.process_time()
    with suppress(SourceError):
        resolve(cut(IncomingSource(name, data), PassageBudget(), _ENCODER).parsed.voices)
    return time.process_time() - begun


def fuzz_growth(count: int, seed: int) -> Report:
    """Repeat pieces of changed files: twice as much may not cost three times as much."""
    report = Report()
    for number in range(count):
        one = grown(number, seed)
        report.files += 1
        small, large = one.of(GROWN_BYTES), one.of(2 * GROWN_BYTES)
        try:
            took = _seconds(one.name, large)
            if took > ALWAYS_ENOUGH_S:
                half = min(_seconds(one.name, small) for _ in range(2))
                took = min(took, _seconds(one.name, large))
                if took / half > MOST_GROWTH and took > ALWAYS_ENOUGH_S:
                    report.add(f"{one.name}: {took:.1f} s, {took / half:.1f} times", number)
        except Exception as error:  # noqa: BLE001 -- as above
            report.add(_where(error), number)
            took = 0.0
        report.slowest_s = max(report.slowest_s, took)
    return report


def main(files: int, growing: int, seed: int) -> int:
    """Print what was found; 1 when anything was."""
    set_up_logs("error")
    changed, repeated = fuzz(files, seed), fuzz_growth(growing, seed)
    sys.stdout.write(f"seed {seed}: {changed}\ngrowing: {repeated}\n")
    return 1 if changed.failures or repeated.failures else 0


if __name__ == "__main__":
    numbers = [int(one) for one in sys.argv[1:]]
    sys.exit(main(numbers[0], numbers[1], numbers[2] if len(numbers) > 2 else 13))
