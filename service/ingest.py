"""What changes the index over HTTP: a bounded queue and threads of its own.

Reading and encoding a long transcript takes seconds. Where it had the threads that questions
need, 45 files at once kept every page waiting for more than a minute.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

from starlette.requests import Request

from index.errors import Busy, OnRecordError

THREADS = 1
"""Files are written one after another, and a batch takes every core for the encoder already."""
MOST_AT_ONCE = 16
"""Files that are being received, wait or are written; each may hold `max_source_bytes`."""

Result = TypeVar("Result")

log = logging.getLogger(__name__)


class Ingest:
    """Runs changes of the index in turn. For coroutines of one event loop."""

    def __init__(self, afterwards: Callable[[], None] = lambda: None) -> None:
        """Begin with nothing to do.

        :param afterwards: Is called behind the last of the changes that came close together, by
            the thread that writes them; no client waits for it.
        """
        self._afterwards = afterwards
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="ingest")
        self._turn = asyncio.Semaphore(THREADS)
        self._taken = 0

    @contextmanager
    def admitted(self) -> Iterator[None]:
        """Hold a place in the queue; to be entered before the body is read.

        :raises Busy: There is none left.
        """
        if self._taken >= MOST_AT_ONCE:
            raise Busy(
                f"{self._taken} changes of the index are under way already; send this one again "
                "in some seconds"
            )
        self._taken += 1
        try:
            yield
        finally:
            self._taken -= 1

    async def run(self, work: Callable[[], Result], request: Request) -> Result:
        """Do the work when it is its turn; not for a client that has gone meanwhile.

        :raises Busy: The client has gone; nobody reads this.
        """
        async with self._turn:
            if await request.is_disconnected():
                raise Busy("the client has closed the connection; nothing was changed")
            # What has begun holds its turn to the end, also when nobody waits any more.
            begun = asyncio.get_running_loop().run_in_executor(self._threads, work)
            try:
                done = await asyncio.shield(begun)
            except asyncio.CancelledError:
                begun.cancel()
                raise
            if self._taken <= 1:
                self._threads.submit(self._settle)
            return done

    def _settle(self) -> None:
        try:
            self._afterwards()
        except (OnRecordError, OSError) as error:
            log.warning("after a change: %s", error)

    def close(self) -> None:
        """Wait for the change that is being written; those that wait are dropped."""
        self._threads.shutdown(wait=True, cancel_futures=True)
