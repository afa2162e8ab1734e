"""The command `train-reader`: from sets of pairs and transcripts to a reader."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

from eval.reading import heldout
from eval.reading.examples import HELD_OUT
from eval.reading.making import Order, make_reader, parted
from eval.reading.mix import Sets
from index.adapting import read_exchanges
from index.encoder import find_model, load_encoder
from index.errors import OnRecordError
from retrieval.reader import load_reader
from service.adapting import names_in
from service.console import Output
from service.settings import Settings

MEASURED_ON = 600

log = logging.getLogger(__name__)


def train_reader(
    settings: Settings,
    sets: Path,
    out: Path,
    transcripts: Sequence[Path],
    *,
    order: Order,
    begin: Path | None = None,
    leave_out: Path | None = None,
) -> Output:
    """Train a reader into a folder, or go on where a run into it was stopped, and measure it.

    :param leave_out: A file with the names of transcripts that are not read, one a line.
    :raises TrainingError: A set is missing, or the transcripts have too few exchanges.
    """
    left = names_in(leave_out)
    encoder = load_encoder(threads=settings.threads)
    log.info("reading transcripts")
    data, held = parted(read_exchanges(transcripts, encoder, leave_out=left))
    log.info("%d exchanges in %d files", len(data.exchanges), data.files)
    sha256 = make_reader(
        sets,
        data,
        find_model(),
        out,
        order=order,
        begin=begin,
        about={"left_out": len(left)},
        tell=log.info,
    )
    reader = load_reader(str(out), threads=settings.threads)
    if reader is None:
        raise OnRecordError(f"no reader at {out}")
    log.info("measuring on what was held out")
    apart = Sets(sets, HELD_OUT).held_out
    measured = heldout.measure(reader, encoder, apart, held, most=MEASURED_ON)
    lines = [f"{out}: SHA-256 {sha256}", "", *heldout.lines(measured)]
    body: dict[str, object] = {
        "folder": str(out),
        "sha256": sha256,
        "held_out": [
            {
                "set": one.name,
                "choice": one.choice,
                "count": one.count,
                "reader": round(one.reader, 4),
                "cosine": round(one.cosine, 4),
            }
            for one in measured
        ],
    }
    return Output(body, tuple(lines))
