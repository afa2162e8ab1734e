"""The disk is full, fails, or no file can be opened, at any call of an ingest.

python -m tests.crash.faults CASES

Over HTTP the change gets a clear 507 or 503 problem and questions are answered meanwhile; the
command line ends with one clear line. When the fault is over, the next change works without a
restart. A change is never acknowledged whose fsync failed.
"""

from __future__ import annotations

import errno
import io
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from fastapi.testclient import TestClient
from httpx2 import Response

from index.build import Index
from index.live import DATABASE
from retrieval.answer import Searcher
from service import opening
from service.app import build_app
from service.cli import run
from service.settings import Settings
from service.state import State
from tests.crash.children import Case, Tally, finish, run_cases
from tests.crash.portraits import check_state, made, reopened, talk, word
from tests.crash.power import memory
from tests.crash.shim import Kind, Shim, run_preloaded
from tests.index.opening import ENCODER
from tests.service.clients import local_client

SEED = 20310605
BASE = {"0.txt": 1, "1.txt": 2, "2.txt": 3}
NEW, LATER = 9, 10

CHANGING = Kind.CREATE | Kind.WRITE | Kind.CUT | Kind.DIRECTORY | Kind.LINK | Kind.RENAME
EVERY = CHANGING | Kind.OPEN | Kind.READ | Kind.SYNC | Kind.UNLINK
PROBLEMS = {"disk_full": 507, "disk_failed": 503, "store_locked": 503}
# What a change does not rest on: second names, sums and old files cost time when they fail.
SPARE = ("keywords.kept/", "stretches.kept/", "onrecord.sqlite3.sums", "onrecord.sqlite3-shm")


@dataclass(frozen=True, slots=True)
class Fault:
    """What fails: an error of these kinds of calls, once or from then on."""

    name: str
    error: int
    kinds: Kind
    lasts: bool


FAULTS = tuple(
    Fault(f"{name}{', lasting' if lasts else ''}", error, kinds, lasts)
    for name, error, kinds in (
        ("no space", errno.ENOSPC, CHANGING),
        ("I/O error", errno.EIO, EVERY),
        ("no handles", errno.EMFILE, Kind.OPEN | Kind.CREATE),
    )
    for lasts in (False, True)
)


@contextmanager
def served(data: Path) -> Iterator[tuple[Index, TestClient]]:
    """The service over an index, in this process."""
    with reopened(data) as index:
        state = State(Settings(data=data), index, Searcher(index))
        with local_client(build_app(state)) as client:
            yield index, client


def put(client: TestClient, name: str, number: int) -> Response:
    """Put a talk on record."""
    return client.put(f"/v1/documents/{name}", content=talk(number))


def check_refusal(answer: Response) -> str:
    """See that a refusal says what is wrong with the disk; its code."""
    body = answer.json()
    code = str(body.get("code"))
    assert PROBLEMS.get(code) == answer.status_code, f"{answer.status_code}: {body}"
    return code


def check_read(client: TestClient, *, may_fail: bool) -> None:
    """See that questions are answered, from what is on record."""
    found = client.post("/v1/search", json={"question": f"{word(2)} arrives"})
    if found.status_code == 200:
        assert word(2) in found.json()["hits"][0]["text"]
    elif not may_fail:
        raise AssertionError(f"a question got {found.status_code}: {found.text[:300]}")
    else:
        check_refusal(found)


def over_http(shim: Shim, data: Path, fault: Fault, number: int) -> str:
    """Let a call of a PUT over HTTP fail; ask meanwhile; put again afterwards."""
    with served(data) as (index, client):
        check_read(client, may_fail=False)
        log_before = (data / f"{DATABASE}-wal").stat().st_ino
        shim.fail(number, fault.error, fault.kinds, on=fault.lasts)
        answer = put(client, "new.txt", NEW)
        failed = shim.last if shim.failed else ""
        log_kept = (data / f"{DATABASE}-wal").stat().st_size > 0
        check_read(client, may_fail=fault.lasts and fault.error != errno.ENOSPC)
        shim.heal()
        check_read(client, may_fail=False)
        if answer.status_code == 201:
            outcome = "acknowledged"
            # SQLite does not ask what became of its own fsync of the log's name, the first time
            # that a connection writes; that name is durable since the opening.
            logs_name = (
                failed == "sync ." and log_before == (data / f"{DATABASE}-wal").stat().st_ino
            )
            spare = not failed or failed.partition(" ")[2].startswith(SPARE) or logs_name
            # Where the log cannot be brought into the file it is kept, and brought there later.
            spare = spare or (failed.startswith("sync onrecord.sqlite3") and log_kept)
            assert spare or not failed.startswith("sync "), f"acknowledged though {failed} failed"
        else:
            outcome = check_refusal(answer)
        for name, talks in (("later.txt", LATER), ("new.txt", NEW)):
            again = put(client, name, talks)
            assert again.status_code in (200, 201), f"afterwards {again.text[:300]} ({failed})"
        assert client.delete("/v1/documents/0.txt").status_code == 200
        after = {"1.txt": 2, "2.txt": 3, "new.txt": NEW, "later.txt": LATER}
        check_state(index, [after])
    with reopened(data) as index:
        check_state(index, [after])
    return f"{fault.name}: {outcome}"


def on_command_line(shim: Shim, data: Path, fault: Fault, number: int) -> str:
    """Let a call of `onrecord index` fail; run it again afterwards."""
    shim.fail(number, fault.error, fault.kinds, on=fault.lasts)
    status, said = commanded(data)
    failed = shim.last if shim.failed else ""
    shim.heal()
    assert "Traceback" not in said, said[-600:]
    assert status in (0, 1, 2), f"status {status}"
    ours = [line for line in said.splitlines() if line.startswith("onrecord: ")]
    assert len(ours) == (status != 0), f"status {status}, {failed}: {said}"
    status_again, said = commanded(data)
    assert status_again == 0, f"afterwards {said}"
    with reopened(data) as index:
        check_state(index, [BASE | {"new.txt": NEW}])
    return f"{fault.name}, command line: status {status}"


def commanded(data: Path) -> tuple[int, str]:
    """Run `onrecord index`; its exit status, and what it said on standard error."""
    out, said = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(said):
        status = run(["index", str(data.with_name("new.txt")), "--data", str(data)])
    return status, said.getvalue()


Surface = Callable[[Shim, Path, Fault, int], str]
SURFACES: tuple[Surface, ...] = (over_http, on_command_line)


def case_of(every: Sequence[tuple[Surface, Fault, int]], place: Path) -> Case:
    """Does one fault at one call, on a fresh copy of the base."""
    shim = Shim(place / "data")

    def case(number: int) -> str:
        surface, fault, call = every[number]
        shim.heal()
        shutil.rmtree(place / "data", ignore_errors=True)
        shutil.copytree(place / "base", place / "data")
        try:
            return surface(shim, place / "data", fault, call)
        except BaseException as error:
            last = shim.last
            shim.heal()
            words = f"{surface.__name__}, {fault.name} at call {call} ({last}): {error}"
            raise AssertionError(f"{type(error).__name__} {words}") from error

    return case


def calls(place: Path, surface: Surface, fault: Fault) -> int:
    """How many calls of these kinds a change makes."""
    told = place / "calls"
    shim = Shim(place / "data")

    def count(_: int) -> str:
        shutil.rmtree(place / "data", ignore_errors=True)
        shutil.copytree(place / "base", place / "data")
        kinds = fault.kinds
        if surface is over_http:
            with served(place / "data") as (_index, client):
                check_read(client, may_fail=False)
                shim.fail(1_000_000, 0, kinds)
                put(client, "new.txt", NEW)
                told.write_text(str(shim.counted))
        else:
            shim.fail(1_000_000, 0, kinds)
            commanded(place / "data")
            told.write_text(str(shim.counted))
        return "counted"

    tally = run_cases([0], count)
    assert not tally.failures, tally.failures
    return int(told.read_text())


def without_model() -> None:
    """Let the commands of this process load no model."""
    vars(opening).update(load_encoder=lambda *_, **__: ENCODER, load_reader=lambda *_, **__: None)


def prepared(place: Path) -> None:
    """A base, and a file to index."""
    (place / "new.txt").write_bytes(talk(NEW))

    def make(_: int) -> str:
        made(place / "base", BASE)
        return "made"

    assert not run_cases([0], make).failures


def measure(cases: int) -> Tally:
    """Let this many calls fail, spread over all faults and calls."""
    without_model()
    with tempfile.TemporaryDirectory(dir=memory()) as folder:
        place = Path(folder)
        prepared(place)
        every = [
            (surface, fault, call)
            for surface in SURFACES
            for fault in FAULTS
            for call in range(1, calls(place, surface, fault) + 1)
        ]
        sys.stdout.write(f"{len(every):,} calls of {len(SURFACES)} ways to put a file\n")
        chosen = random.Random(SEED).sample(range(len(every)), min(cases, len(every)))
        return run_cases(chosen, case_of(every, place))


def measure_syncs() -> Tally:
    """Let each fsync of a PUT over HTTP fail."""
    without_model()
    once = Fault("I/O error", errno.EIO, Kind.SYNC, lasts=False)
    with tempfile.TemporaryDirectory(dir=memory()) as folder:
        place = Path(folder)
        prepared(place)
        count = calls(place, over_http, once)
        every = [(over_http, once, call) for call in range(1, count + 1)]
        return run_cases(range(len(every)), case_of(every, place))


if __name__ == "__main__":
    run_preloaded("tests.crash.faults")
    os.environ.pop("ONRECORD_TESTS_SHIM", None)
    begun = time.monotonic()
    sys.exit(finish([("calls that fail", measure(int(sys.argv[1])))], begun))
