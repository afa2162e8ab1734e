"""What `onrecord train-reader` does: from sets of pairs and transcripts to a measured reader."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from eval.reading import heldout
from eval.reading.examples import HELD_OUT
from eval.reading.heldout import Measured
from eval.reading.making import Order, Sources, Teacher, make_reader, pack_examples, parted
from eval.reading.marked import read_marked
from eval.reading.mix import Sets
from index.encoding.encoder import find_model, load_encoder
from index.errors import TrainingError
from index.listing import names_listed
from index.training.adapting import read_exchanges
from retrieval.reader import load_reader

MEASURED_ON = 600
"""Examples of each set that are measured on, at most."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Named:
    """What is learned from, as it is named on the command line.

    :ivar leave_out: A file with the names of transcripts that are not read, one a line.
    :ivar teacher: A folder with a reader to learn from, None for none.
    :ivar marked: Collections of questions whose passages people marked, right ones and wrong ones.
    """

    sets: Path
    transcripts: Sequence[Path]
    meetings: Path | None = None
    leave_out: Path | None = None
    teacher: Path | None = None
    marked: Sequence[Path] = ()


@dataclass(frozen=True, slots=True)
class Trained:
    """A reader that was made, and what it is worth on what was held out."""

    folder: Path
    sha256: str
    measured: tuple[Measured, ...]

    def text(self) -> str:
        """In aligned columns, for a terminal."""
        head = f"{self.folder}: SHA-256 {self.sha256}"
        return "\n".join([head, "", *heldout.lines(self.measured)])

    def markdown(self) -> str:
        """The same: the columns are plain text."""
        return self.text()

    def json(self) -> dict[str, object]:
        """All figures as JSON values."""
        return {
            "folder": str(self.folder),
            "sha256": self.sha256,
            "held_out": [asdict(measured) for measured in self.measured],
        }


def train_reader(
    sources: Named,
    out: Path,
    *,
    order: Order,
    begin: Path | None = None,
    only_pack: bool = False,
    threads: int = 0,
) -> Trained | None:
    """Train a reader into a folder, or go on where a run into it was stopped, and measure it.

    :param only_pack: Pack the examples for another machine; nothing is trained, None comes back.
    :raises TrainingError: A set is missing, the transcripts have too few exchanges, or a round
        needs a teacher and none is named.
    """
    left = names_listed(sources.leave_out)
    encoder = load_encoder(threads=threads)
    teacher = None
    if sources.teacher is not None:
        taught_by = load_reader(str(sources.teacher), threads=threads)
        if taught_by is None:
            raise TrainingError(
                f"the teacher {sources.teacher} is no reader: name the folder of one, or leave out "
                "--teacher"
            )
        teacher = Teacher(taught_by, encoder)
    log.info("reading transcripts")
    data, held = parted(read_exchanges(sources.transcripts, encoder, leave_out=left))
    log.info("%d exchanges in %d files", len(data.exchanges), data.files)
    marked = tuple(map(read_marked, sources.marked))
    learned_from = Sources(sources.sets, data, sources.meetings, teacher, marked)
    if only_pack:
        pack_examples(learned_from, find_model(), out, order=order, tell=log.info)
        return None
    sha256 = make_reader(
        learned_from,
        find_model(),
        out,
        order=order,
        begin=begin,
        about={"left_out": len(left)},
        tell=log.info,
    )
    reader = load_reader(str(out), threads=threads)
    assert reader is not None, "a folder was named"  # noqa: S101
    log.info("measuring on what was held out")
    apart = Sets(sources.sets, HELD_OUT).held_out
    apart |= {each.name: list(each.held_out) for each in marked}
    measured = heldout.measure(reader, encoder, apart, held, most=MEASURED_ON)
    return Trained(out, sha256, tuple(measured))
