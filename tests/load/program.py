"""A program for the load tests: the service as `onrecord serve` runs it, without a model.

python -m tests.load.program DATA SECONDS_PER_TEXT SECONDS_TO_LOAD [MODULE:NAME=NUMBER ...]
"""

from __future__ import annotations

import importlib
import logging
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from index.records import FloatMatrix
from service import opening
from service.serving import serve
from service.settings import Settings
from tests.fakes import HashingEncoder


class SlowEncoder(HashingEncoder):
    """Takes its time for each text, as a model does."""

    def __init__(self, seconds_per_text: float) -> None:
        super().__init__()
        self._seconds_per_text = seconds_per_text

    def encode(self, texts: Sequence[str]) -> FloatMatrix:
        time.sleep(self._seconds_per_text * len(texts))
        return super().encode(texts)


def main(data: Path, seconds_per_text: float, seconds_to_load: float) -> None:
    def say(line: str) -> None:
        sys.stdout.write(line + "\n")
        sys.stdout.flush()

    def load_encoder(*_: object, **__: object) -> SlowEncoder:
        if seconds_to_load:
            say("Loading.")
            time.sleep(seconds_to_load)
        return SlowEncoder(seconds_per_text)

    vars(opening).update(load_encoder=load_encoder, load_reader=lambda *_, **__: None)
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)

    serve(Settings(data=data, port=0), say, say)


def shorten(constant: str) -> None:
    """Give a constant of the service another value, so that no test waits for long."""
    place, _, value = constant.partition("=")
    module, _, name = place.partition(":")
    assert hasattr(importlib.import_module(module), name)
    setattr(importlib.import_module(module), name, float(value))


if __name__ == "__main__":
    for one in sys.argv[4:]:
        shorten(one)
    main(Path(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3]))
