"""Reads and changes for a long time: memory, threads and handles of the service stay as they are.

`python -m tests.load.soak 7200` for so many seconds; SIGTERM ends it early. The first third is for
growing: pools fill, what is remembered is remembered. The last third is compared with the second.
"""

from __future__ import annotations

import signal
import sys
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from statistics import median

from tests.load.consistency import Report, Trial
from tests.load.running import running

EVERY_S = 1.0
MOST_GROWTH = {"memory_kb": 1.05, "threads": 1.0, "handles": 1.0}
"""Last third by second one. Documents come and go, so that memory is never quite the same."""
_MORE_THAN_ANYBODY_READS = 1_000_000_000


@dataclass(frozen=True)
class Sample:
    """What a process holds at one moment."""

    memory_kb: int
    threads: int
    handles: int


def sample(process: int) -> Sample:
    """Look at a process that is running."""
    place = Path(f"/proc/{process}")
    status = dict(
        line.split(":", 1) for line in (place / "status").read_text(encoding="ascii").splitlines()
    )
    memory = int(status["VmRSS"].split()[0])
    return Sample(memory, int(status["Threads"]), len(list((place / "fd").iterdir())))


def grown(samples: Sequence[Sample]) -> list[str]:
    """What has grown from the second third of these samples to the last one, in words."""
    third = len(samples) // 3
    before, after = samples[third : 2 * third], samples[2 * third :]
    found = []
    for field in fields(Sample):
        earlier, later = (
            median(getattr(one, field.name) for one in part) for part in (before, after)
        )
        if later > earlier * MOST_GROWTH[field.name]:
            found.append(f"{field.name} grew from {earlier:,.0f} to {later:,.0f}")
    return found


def _at(samples: Sequence[Sample], part: float) -> str:
    memory, threads, handles = astuple(samples[min(len(samples) - 1, int(part * len(samples)))])
    return f"{memory / 1024:.0f} MiB, {threads} threads, {handles} handles"


def soak(seconds: float, seed: int, ended: threading.Event) -> tuple[Report, list[Sample]]:
    """Read and change for so long, or until `ended`; the reads, and a sample a second."""
    samples: list[Sample] = []
    with tempfile.TemporaryDirectory() as made, running(Path(made)) as service:
        trial = Trial(service.address(), _MORE_THAN_ANYBODY_READS, seed)
        work = threading.Thread(target=trial.run)
        work.start()
        while len(samples) < seconds / EVERY_S and work.is_alive():
            samples.append(sample(service.process.pid))
            if ended.wait(EVERY_S):
                break
        trial.end()
        work.join()
    return trial.report, samples


def main(seconds: float, seed: int) -> int:
    """Print what was found; 1 when a read was wrong or something grew."""
    ended = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    report, samples = soak(seconds, seed, ended)
    wrong = grown(samples)
    sys.stdout.write(f"seed {seed}, {len(samples):,} s: {report}\n")
    for part in (0.0, 1 / 3, 2 / 3, 1.0):
        sys.stdout.write(f"after {part:.0%}: {_at(samples, part)}\n")
    sys.stdout.write("".join(f"FAILED: {one}\n" for one in wrong))
    return 1 if report.failures or wrong else 0


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 13))
