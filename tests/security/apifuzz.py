"""Requests made from our own contract, fitting and not, and what must hold for every answer.

The long form, 50,000 cases: `python -m tests.security.apifuzz 50000`.
"""

from __future__ import annotations

import json
import random
import re
import signal
import sys
import tempfile
import threading
import time
import warnings
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from jsonschema import Draft202012Validator
from schemathesis import GenerationMode, SerializationContext
from schemathesis.checks import CHECKS
from schemathesis.core.failures import FailureGroup

from index.build import Index, open_index
from retrieval.answer import Searcher
from service.app import build_app
from service.logs import set_up_logs
from service.settings import Settings
from service.state import State
from tests.fakes import HashingEncoder
from tests.service.fiction import HARBOUR, MILL, STORM

HEADERS = {"Host": "localhost"}
MOST_S = 2.0
"""Processor time of the whole process for one request."""
MOST_FAILURES = 50
"""Of one kind that are counted; only the first is kept with its request."""

# What a route refuses although it fits the schema (an unknown speaker, a day that is none) is
# checked by `_told`; schemathesis would take every such refusal for a failure.
_REPLACED = ("positive_data_acceptance",)
# A batch and a stream answer 200 and tell the problem inside. An event's data is JSON in a string
# whose form the contract cannot say; `_events` checks it.
_BATCH = "/v1/ask/batch"
_EVENTS = "/v1/ask/events"
_PER_ROUTE = {
    _BATCH: ("negative_data_rejection",),
    _EVENTS: ("negative_data_rejection", "response_schema_conformance"),
}
_EVENT_BODIES = {"understood": "UnderstoodBody", "quote": "QuoteBody", "error": "ProblemBody"}


class _Ended(Exception):
    """Somebody wants to see what was found so far."""


@dataclass
class Report:
    """How many requests were sent, what came back, and what was wrong, an example of each."""

    cases: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    failures: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)
    slowest_s: float = 0.0

    def add(self, kind: str, example: str) -> None:
        self.failures[kind] += 1
        self.examples.setdefault(kind, example[:1_500])

    def __str__(self) -> str:
        told = "\n".join(
            f"{count} x {kind}\n{self.examples[kind]}\n" for kind, count in self.failures.items()
        )
        return (
            f"{self.cases:,} cases, {sum(self.failures.values())} failures, "
            f"slowest {self.slowest_s:.2f} s of processor time, "
            f"statuses {dict(sorted(self.statuses.items()))}\n{told}"
        )


class Fuzz:
    """One app over an index of its own, and the operations of its contract."""

    def __init__(self, index: Index, app: Any) -> None:
        self._index = index
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self._schema = schemathesis.openapi.from_asgi("/openapi.json", app, headers=HEADERS)
        self._contract: Any = self._schema.raw_schema
        self._checks = {one.__name__: one for one in CHECKS.get_all()}

    def run(self, cases: int, number: int) -> Report:
        """Send so many requests, spread over all operations, fitting and not.

        :param number: The same number sends the same requests.
        """
        report = Report()
        operations = [cast(Any, one).ok() for one in self._schema.get_all_operations()]
        kinds = [(one, mode) for one in operations for mode in GenerationMode]
        kinds = [kind for kind in kinds if kind[1].is_positive or _can_be_wrong(kind[0])]
        each = -(-cases // sum(_has_input(one) for one, _ in kinds))
        for operation, mode in kinds:
            if ENDED.is_set():
                break
            self._exercise(operation, mode, each if _has_input(operation) else 1, number, report)
        return report

    def _exercise(
        self, operation: Any, mode: GenerationMode, cases: int, number: int, report: Report
    ) -> None:
        chance = random.Random(f"{number} {operation.label} {mode}")

        @seed(number)
        @settings(
            max_examples=cases,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def send(case: Any) -> None:
            if ENDED.is_set():
                raise _Ended
            if report.failures.total() < MOST_FAILURES:
                self._send(case, mode, chance, report)

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of the generator, about what it cannot make
            with suppress(_Ended):
                send()

    def _send(self, case: Any, mode: GenerationMode, chance: random.Random, report: Report) -> None:
        if mode.is_positive:
            self._make_real(case, chance)
        begun = time.process_time()
        response = case.call(headers=HEADERS, timeout=120)
        took = time.process_time() - begun
        report.cases += 1
        report.statuses[response.status_code] += 1
        report.slowest_s = max(report.slowest_s, took)
        label = f"{case.operation.label} {mode.value} {response.status_code}"
        request = f"{case.as_curl_command()[:600]}\n{response.text[:400]}"
        if took > MOST_S:
            report.add(f"{label}: {took:.1f} s", request)
        for wrong in self._wrong(case, mode, response):
            report.add(f"{label}: {wrong.partition(chr(10))[0]}", f"{wrong}\n{request}")

    def _make_real(self, case: Any, chance: random.Random) -> None:
        """Name what is on record, and put real transcripts, in half of the fitting requests."""
        if chance.random() < 0.5:
            return
        store = self._index.store
        sources = store.sources()
        documents = [one for source in sources for one in store.document_ids_of(source.name)]
        known = {
            "name": [source.name for source in sources] + documents,
            "document_id": documents,
            "quote_id": [f"{one}-0-{chance.randrange(60)}" for one in documents],
            "turn_id": [f"{one}-t{chance.randrange(9)}" for one in documents],
        }
        for name in case.path_parameters or {}:
            if known.get(name):
                case.path_parameters[name] = chance.choice(known[name])
        if case.operation.label.startswith("PUT "):
            case.path_parameters = {"name": f"talk{chance.randrange(30)}.txt"}
            case.media_type = "text/plain"
            case.body = f"{HARBOUR}\n\nMS. ORLA: Number {chance.randrange(200)} is here.\n"
            case.query = {}

    def _wrong(self, case: Any, mode: GenerationMode, response: Any) -> Iterator[str]:
        path = case.operation.path
        left_out = (*_REPLACED, *_PER_ROUTE.get(path, ()))
        checks = [one for name, one in self._checks.items() if name not in left_out]
        try:
            case.validate_response(response, checks=checks)
        except FailureGroup as group:
            for one in group.exceptions:
                # A file is bytes of any kind, whatever the contract calls its type.
                if case.operation.label.startswith("PUT ") and "in body" in str(one):
                    continue
                yield f"{type(one).__name__}: {one}"
        yield from self._told(mode, response)
        if path == _EVENTS and response.status_code == 200:
            yield from self._events(response.text)
        if response.status_code == 200 and path.startswith(("/v1/ask", "/v1/search")):
            yield from self._not_verbatim(response.text)

    @staticmethod
    def _told(mode: GenerationMode, response: Any) -> Iterator[str]:
        """What fits the schema is never refused for not fitting it."""
        if response.status_code == 422 and mode.is_positive:
            body = response.json()
            if body.get("code") == "invalid_request":
                why = body["errors"][0]["type"]
                yield f"refused although it fits: {why}\n{body['detail'][:300]}"

    def _events(self, text: str) -> Iterator[str]:
        found = re.findall(r"event: (\w+)\ndata: (.*)\n\n", text)
        names = [name for name, _ in found]
        if names != ["error"] and (names[:1] != ["understood"] or names[-2:] != ["answer", "done"]):
            yield f"events in no order: {names}"
        for name, data in found:
            body = _EVENT_BODIES.get(name)
            if body is not None:
                schema = {"$ref": f"#/components/schemas/{body}", **self._components}
                errors = Draft202012Validator(schema).iter_errors(json.loads(data))
                yield from (f"event {name}: {one.message}" for one in errors)

    @property
    def _components(self) -> dict[str, Any]:
        return {"components": self._contract["components"]}

    def _not_verbatim(self, text: str) -> Iterator[str]:
        """Every quote in an answer is the slice that its place names."""
        try:
            body = json.loads(text)
        except ValueError:
            return  # citations and events
        for one in _cited(body):
            source = self._index.store.source(one["document"]["source"])
            whole = self._index.store.text(source.source_id)
            place, asked = one["location"], (one["context"] or {}).get("question")
            pairs: list[tuple[Any, str]] = [(place, one.get("quote") or one["text"])]
            pairs += [(asked, asked["quote"])] if asked else []
            for span, words in pairs:
                if whole[span["start"] : span["end"]] != words:
                    yield f"no slice of its source: {words[:80]!r}"


def _cited(body: Any) -> Iterator[dict[str, Any]]:
    """Quotes and hits, wherever they stand in an answer."""
    if isinstance(body, dict):
        if "location" in body:
            yield body
        body = list(body.values())
    if isinstance(body, list):
        for value in body:
            yield from _cited(value)


def _can_be_wrong(operation: Any) -> bool:
    """Whether the contract refuses anything; of a zip it says nothing but that it is bytes."""
    return _has_input(operation) and operation.label != "POST /v1/documents"


def _has_input(operation: Any) -> bool:
    """Whether a request of this operation can be made in more than one way."""
    return bool(operation.path_parameters or operation.query or operation.body)


def _raw(context: SerializationContext, value: Any) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")


for _kind in ("application/zip", "application/pdf", "application/ttml+xml"):
    schemathesis.serializer(_kind)(_raw)
schemathesis.serializer("application/vnd.openxmlformats-officedocument.wordprocessingml.document")(
    _raw
)


ENDED = threading.Event()
"""Somebody wants to see what was found so far."""


@contextmanager
def fuzz(folder: Path) -> Iterator[Fuzz]:
    """Three transcripts on record, and the app that serves them."""
    with open_index(folder, HashingEncoder(), create=True) as index:
        texts = {"harbour.txt": HARBOUR, "mill.txt": MILL, "speeches/storm.txt": STORM}
        for name, text in texts.items():
            index.put(name, text.encode())
        yield Fuzz(index, build_app(State(Settings(data=folder), index, Searcher(index))))


def main(cases: int, number: int) -> int:
    """Print what was found, also after SIGTERM, which ends it early; 1 when anything was."""
    signal.signal(signal.SIGTERM, lambda *_: ENDED.set())
    set_up_logs("error")
    with tempfile.TemporaryDirectory() as made, fuzz(Path(made)) as one:
        report = one.run(cases, number)
    sys.stdout.write(f"seed {number}: {report}\n")
    return 1 if report.failures else 0


if __name__ == "__main__":
    arguments = [int(one) for one in sys.argv[1:]]
    sys.exit(main(arguments[0], arguments[1] if len(arguments) > 1 else int(time.time())))
