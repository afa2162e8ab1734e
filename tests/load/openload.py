"""Questions that come when they come, and not when the one before is answered.

Latency counts from the moment at which a question should have been sent, so that a service that
stalls cannot hide it. `python -m tests.load.openload 60` measures for so many seconds a phase; what
it prints are ratios, since other work on the machine changes every figure. The service keeps to one
core and who asks to the others, in every phase, so that a flood from the same machine does not take
the processor that answers it. Goodput is also told by the processor time that the service got.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

import httpx

from tests.load.running import running
from tests.service.fiction import HARBOUR

TEXT_S = 0.1
"""What the model of these trials takes for a text, waiting: capacity is not the machine's."""
_ASKED = (
    b"GET /v1/ask?q=the+lighthouse+at+Fenn HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
)


@dataclass
class Phase:
    """One stretch of questions at one rate."""

    sent: int = 0
    seconds: float = 0.0
    answered: list[float] = field(default_factory=list)
    """Seconds from the intended moment to the whole answer, in order of the answers."""
    refused: list[float] = field(default_factory=list)
    """The same for 503 with `Retry-After`."""
    failed: list[str] = field(default_factory=list)
    processor_s: float = 0.0
    """What the service took of the processor."""

    @property
    def yielded(self) -> float:
        """Answers for a second of the processor."""
        return len(self.answered) / self.processor_s

    @property
    def failures(self) -> str:
        """How many failed in which way."""
        return ", ".join(f"{kind}: {count:,}" for kind, count in Counter(self.failed).items())

    @property
    def goodput(self) -> float:
        return len(self.answered) / self.seconds

    def quantile(self, part: float) -> float:
        ordered = sorted(self.answered)
        return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


async def _one(place: tuple[str, int], due: float, phase: Phase) -> None:
    """Send a question when it is due and wait for all of its answer."""
    await asyncio.sleep(max(0.0, due - time.monotonic()))
    phase.sent += 1
    try:
        reader, writer = await asyncio.open_connection(*place)
        writer.write(_ASKED)
        answer = await asyncio.wait_for(reader.read(-1), 60)
        writer.close()
    except (OSError, TimeoutError) as error:
        phase.failed.append(type(error).__name__)
        return
    took = time.monotonic() - due
    if answer.startswith(b"HTTP/1.1 200 "):
        phase.answered.append(took)
    elif answer.startswith(b"HTTP/1.1 503 ") and b"retry-after: 1\r\n" in answer.lower():
        phase.refused.append(took)
    else:
        phase.failed.append(repr(answer[:40]))


async def offered(address: str, rate: float, seconds: float) -> Phase:
    """So many questions a second, for so long, whatever becomes of them."""
    parts = urlsplit(address)
    place = (str(parts.hostname), int(parts.port or 0))
    phase = Phase()
    begun = time.monotonic() + 0.1
    count = max(1, int(rate * seconds))
    await asyncio.gather(*(_one(place, begun + at / rate, phase) for at in range(count)))
    phase.seconds = max(seconds, time.monotonic() - begun)
    return phase


async def capacity(address: str, seconds: float, clients: int = 32) -> Phase:
    """So many clients, of which each asks again as soon as it is answered."""
    parts = urlsplit(address)
    place = (str(parts.hostname), int(parts.port or 0))
    phase = Phase()
    begun = time.monotonic()

    async def ask_again() -> None:
        while time.monotonic() - begun < seconds:
            await _one(place, time.monotonic(), phase)

    await asyncio.gather(*(ask_again() for _ in range(clients)))
    phase.seconds = time.monotonic() - begun
    return phase


def processor_s(process: int) -> float:
    """Seconds of the processor that a process has taken so far."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Measured:
    """All phases of a trial."""

    closed: Phase
    unloaded: Phase
    busy: Phase
    flooded: Phase
    after: Phase

    @property
    def capacity(self) -> float:
        """Answers a second, at most."""
        return self.closed.goodput

    def __str__(self) -> str:
        alone = median(self.unloaded.answered)
        return (
            f"capacity {self.capacity:.0f}/s, unloaded p50 {alone * 1000:.0f} ms\n"
            f"70 %: {len(self.busy.answered):,} answered, {len(self.busy.refused)} refused, "
            f"{len(self.busy.failed)} failed, p99 {self.busy.quantile(0.99) / alone:.1f} x p50\n"
            f"300 %: goodput {self.flooded.goodput / self.capacity:.2f} of capacity "
            f"({self.flooded.yielded / self.closed.yielded:.2f} by the processor), "
            f"{len(self.flooded.refused):,} told to come again after "
            f"{median(self.flooded.refused or [0.0]) * 1000:.0f} ms, "
            f"{len(self.flooded.failed)} failed {self.flooded.failures}\n"
            f"after: p99 {self.after.quantile(0.99) / alone:.1f} x p50, "
            f"{len(self.after.refused)} refused, {len(self.after.failed)} failed\n"
        )


async def _measure(address: str, seconds: float, process: int) -> Measured:
    async def timed(work: Awaitable[Phase]) -> Phase:
        before = processor_s(process)
        phase = await work
        phase.processor_s = processor_s(process) - before
        return phase

    # The first questions also make what all later ones share: they would make capacity look small.
    await capacity(address, max(1.0, seconds / 4))
    closed = await timed(capacity(address, max(3.0, seconds / 2)))
    most = closed.goodput
    unloaded = await offered(address, most / 20, max(3.0, seconds / 4))
    busy = await offered(address, 0.7 * most, seconds)
    flooded = await timed(offered(address, 3 * most, seconds))
    after = await offered(address, 0.5 * most, min(5.0, seconds))
    return Measured(closed, unloaded, busy, flooded, after)


def measure(seconds: float) -> Measured:
    """Every phase for so many seconds, on a service in a process of its own."""
    allowed = os.sched_getaffinity(0)
    with tempfile.TemporaryDirectory() as made, ExitStack() as stack:
        stack.callback(os.sched_setaffinity, 0, allowed)
        os.sched_setaffinity(0, {min(allowed)})  # a process that is started inherits it
        service = stack.enter_context(running(Path(made), seconds_per_text=TEXT_S))
        os.sched_setaffinity(0, allowed - {min(allowed)} or allowed)
        address = service.address()
        httpx.put(f"{address}v1/documents/harbour.txt", content=HARBOUR, timeout=60)
        return asyncio.run(_measure(address, seconds, service.process.pid))


if __name__ == "__main__":
    sys.stdout.write(str(measure(float(sys.argv[1]))))
