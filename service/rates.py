"""How often one client may ask: a bucket of requests that fills again all the time."""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

WINDOW_S = 60
MAX_CLIENTS = 10_000
"""Buckets kept; of more clients those that asked longest ago begin anew."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a request is allowed, what is left, and in how many seconds it is worth asking.

    `wait_s` is until the next request where this one is refused, else until the bucket is full.
    """

    allowed: bool
    quota: int
    left: int
    wait_s: int

    @property
    def headers(self) -> dict[str, str]:
        """As draft-ietf-httpapi-ratelimit-headers writes them."""
        return {
            "RateLimit-Policy": f'"default";q={self.quota};w={WINDOW_S}',
            "RateLimit": f'"default";r={self.left};t={self.wait_s}',
        }


class Rates:
    """A bucket per client; may be called from many threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, client: str, quota: int) -> Verdict:
        """Count a request of a client that may make `quota` in a minute, or all at once."""
        a_second = quota / WINDOW_S
        with self._lock:
            now = self._clock()
            held, since = self._buckets.pop(client, (float(quota), now))
            held = min(float(quota), held + (now - since) * a_second)
            allowed = held >= 1
            held -= allowed
            self._buckets[client] = (held, now)
            if len(self._buckets) > MAX_CLIENTS:
                self._buckets.popitem(last=False)
        missing = (quota - held) if allowed else (1 - held)
        return Verdict(allowed, quota, int(held), max(1, math.ceil(missing / a_second)))
