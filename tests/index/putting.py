"""A program for the crash tests: puts files until it is killed, naming each one that is done."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.index.opening import opened, transcript


def main(folder: Path, first: int) -> None:
    with opened(folder) as index:
        for number in range(first, first + 10_000):
            # Every third file is put again with other words: replacing must be as safe.
            name = f"{number - 1 if number % 3 == 2 else number}.txt"
            index.put(name, transcript(f"The cargo{number} arrives."))
            sys.stdout.write(f"{name} cargo{number}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
