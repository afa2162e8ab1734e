"""Killed at any instant, while two write and two read: what was acknowledged is there afterwards.

python -m tests.crash.kills KILLS

Half of the kills come at a random instant, half before or after a named step: a commit, a line of
the ledger, a snapshot of the vectors, a rename, the manifest; some while the index is opened after
the kill before. All kills hit one index, which goes on living until a case fails to end.
"""

from __future__ import annotations

import os
import random
import re
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from itertools import count, product
from pathlib import Path

from index.build import Index
from index.errors import NotFound
from index.finding import derived
from index.storing import ledger
from tests.crash.children import Tally, finish, run_cases
from tests.crash.portraits import (
    State,
    check_gone,
    check_state,
    present,
    reopened,
    talk,
    word,
)
from tests.crash.power import memory
from tests.crash.shim import Shim, run_preloaded

SEED = 20310603
WRITERS = 2
NAMES_EACH = 4
CHANGES_EACH = 8
MOST_BEFORE = 5
LONGEST_S = 0.3

STEPS = (
    "write onrecord.sqlite3-wal",
    "sync onrecord.sqlite3-wal",  # the commit
    "write onrecord.sqlite3",
    "sync onrecord.sqlite3",
    "cut onrecord.sqlite3-wal",
    "write onrecord.sqlite3.sums",
    "write acknowledged.log",
    "sync acknowledged.log",
    "write acknowledged.log.new",
    "rename acknowledged.log",
    "create keywords/*",
    "sync keywords/.tmp*",
    "sync keywords",
    "write stretches/*.term",
    "sync stretches/.tmp*",
    "write manifest.json.new",
    "sync manifest.json.new",
    "rename manifest.json",
    "sync .",
    "link keywords.kept/*",
    "unlink stretches.kept/*",
    "write vectors.faiss.new",
    "sync vectors.faiss.new",
    "rename vectors.faiss",
)
"""Steps of a change by call and file; the process is ended before or after one."""


class Told:
    """What the killed processes have said: what is on record, and what was in flight."""

    def __init__(self) -> None:
        self.state: dict[str, int] = {}
        self.gone: list[int] = []
        self.flying: dict[int, tuple[str, int]] = {}
        self.acknowledged = 0
        self.wrong: list[str] = []

    def hear(self, line: str) -> None:
        """Take one line of a process."""
        kind, _, rest = line.partition(" ")
        if kind == "wrong":
            self.wrong.append(rest)
            return
        writer, name, number = rest.split()
        if kind == "try":
            self.flying[int(writer)] = (name, int(number))
        else:
            self.acknowledged += 1
            self._settle(*self.flying.pop(int(writer)))

    def allowed(self) -> list[State]:
        """What may be on record: each change in flight was made or was not."""
        states: list[State] = []
        for made in product((False, True), repeat=len(self.flying)):
            state = dict(self.state)
            for (name, number), done in zip(self.flying.values(), made, strict=True):
                if done:
                    state.pop(name, None)
                    state |= {name: number} if number else {}
            states.append(state)
        return states

    def take_over(self, state: State) -> None:
        """What was found to be on record after a kill."""
        for name, number in self.flying.values():
            if state.get(name, 0) == number:
                self._settle(name, number)
            elif number:
                self.gone.append(number)
        self.flying.clear()

    def _settle(self, name: str, number: int) -> None:
        if name in self.state:
            self.gone.append(self.state.pop(name))
        if number:
            self.state[name] = number


class Fuse:
    """Is lit, and then burns, after some changes of all writers together."""

    def __init__(self, changes: int, light: Callable[[], None]) -> None:
        self._left = changes
        self._light = light
        self._lock = threading.Lock()

    def changed(self) -> None:
        """One more change is done, or is about to be the first."""
        with self._lock:
            if self._left == 0:
                self._light()
            self._left -= 1


def write(
    index: Index, writer: int, numbers: Iterator[int], seed: int, tell: int, fuse: Fuse
) -> None:
    """Put, replace and remove, telling each before and after."""
    chance = random.Random(seed * 10 + writer)
    for _ in range(CHANGES_EACH):
        name = f"w{writer}-{chance.randrange(NAMES_EACH)}.txt"
        number = 0 if present(index, name) and chance.random() < 0.3 else next(numbers)
        os.write(tell, f"try {writer} {name} {number}\n".encode())
        if number:
            index.put(name, talk(number))
        else:
            index.remove(name)
        os.write(tell, f"done {writer} {name} {number}\n".encode())
        fuse.changed()


def read(index: Index, seed: int, tell: int) -> None:
    """Read sources whole and look for words, until the end."""
    chance = random.Random(seed)
    while True:
        try:
            with index.store.snapshot():
                source = chance.choice(index.store.sources() or [None])
                text = index.store.text(source.source_id) if source else ""
            found = re.search(r"cargo(\d+)", text)
            if found and text.encode() != talk(int(found[1])):
                os.write(tell, f"wrong text of {source}\n".encode())
            index.keywords.search(word(chance.randrange(100)), 10)
            index.refresh()
        except NotFound:
            pass  # taken away between two reads
        time.sleep(0.03)


def live(folder: Path, seed: int, first: int, tell: int) -> None:
    """What the process does that is killed."""
    chance = random.Random(seed)
    shim = Shim(folder)
    step, nth, after = chance.choice(STEPS), chance.randrange(1, 5), chance.random() < 0.5
    named, opening = chance.random() < 0.5, chance.random() < 0.2
    if named and opening:
        shim.kill(nth, step, after=after)
    index = reopened(folder, create=True)

    def light() -> None:
        if named:
            shim.kill(nth, step, after=after)
        else:
            instant = chance.uniform(0, LONGEST_S)
            threading.Timer(instant, os.kill, (os.getpid(), signal.SIGKILL)).start()

    fuse = Fuse(chance.randrange(MOST_BEFORE), light)
    fuse.changed()
    numbers = count(first)
    for reader in range(2):
        threading.Thread(target=read, args=(index, seed + reader, tell), daemon=True).start()
    writers = [
        threading.Thread(target=write, args=(index, one, numbers, seed, tell, fuse), daemon=True)
        for one in range(WRITERS)
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    os.kill(os.getpid(), signal.SIGKILL)


def killed(folder: Path, seed: int, first: int, told: Told) -> None:
    """Let a process live until it is killed; hear what it says."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            live(folder, seed, first, writing)
        except BaseException as error:
            os.write(writing, f"wrong {type(error).__name__}: {error}\n".encode())
            raise
        finally:
            os._exit(1)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as lines:
        for line in lines:
            told.hear(line.rstrip("\n"))
    _, status = os.waitpid(child, 0)
    if os.waitstatus_to_exitcode(status) != -signal.SIGKILL:
        told.wrong.append(f"the process ended by itself, {os.waitstatus_to_exitcode(status)}")


def kill_once(folder: Path, seed: int, first: int, told: Told) -> str:
    """One kill, and the opening after it."""
    killed(folder, seed, first, told)
    wrong, told.wrong = told.wrong, []
    assert not wrong, "; ".join(wrong[:3])
    flying = len(told.flying)
    with reopened(folder, create=True) as index:
        state = check_state(index, told.allowed())
        told.take_over(state)
        check_gone(index, told.gone[-12:])
    return f"with {flying} changes in flight"


def measure(kills: int) -> tuple[Tally, int]:
    """Kill this many processes; what came out, and how many changes were acknowledged."""
    derived._STALE_LEAST = 10
    ledger._LONG_BYTES = 3_000
    with tempfile.TemporaryDirectory(dir=memory()) as folder:
        told = Told()

        def case(number: int) -> str:
            # Where a case ends the process, the next one knows nothing of what was acknowledged.
            place = Path(folder) / str(os.getpid())
            outcome = kill_once(place, SEED + number, 1 + number * 100, told)
            place.with_suffix(".count").write_text(str(told.acknowledged))
            return outcome

        tally = run_cases(range(kills), case)
        acknowledged = sum(int(one.read_text()) for one in Path(folder).glob("*.count"))
    return tally, acknowledged


if __name__ == "__main__":
    run_preloaded("tests.crash.kills")
    begun = time.monotonic()
    found, acknowledgements = measure(int(sys.argv[1]))
    sys.stdout.write(f"{acknowledgements:,} changes were acknowledged\n")
    sys.exit(finish([("kills", found)], begun))
