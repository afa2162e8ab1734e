"""The command `adapt`: from a user's transcripts to an adapter for them."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from pathlib import Path

from index.encoding.encoder import NO_ADAPTER, load_encoder
from index.listing import names_listed
from index.training.adapting import Adapted, Data, HeldOut, Plan, Step, make_adapter, read_exchanges
from index.training.pairs import Exchange
from index.training.training import Training
from service.console import Output
from service.settings import Settings

LINE_EVERY_S = 10.0

log = logging.getLogger(__name__)


def adapt(
    settings: Settings,
    paths: Sequence[Path],
    out: Path,
    *,
    plan: Plan,
    seed: int,
    leave_out: Path | None = None,
    typed: Sequence[Exchange] = (),
    about: dict[str, object] | None = None,
) -> Output:
    """Train an adapter on the exchanges of these transcripts and write it into a folder.

    :param leave_out: A file with the names of files that are not read, one a line.
    :raises StoreMissing: A path does not exist.
    :raises TrainingError: The transcripts have too few exchanges.
    """
    left = names_listed(leave_out)
    encoder = load_encoder(settings.model, adapter=NO_ADAPTER, threads=settings.threads)
    data = read_exchanges(paths, encoder, leave_out=left, tell=_Reading())
    log.info("%d exchanges in %d files", len(data.exchanges), data.files)
    made = make_adapter(
        settings.model,
        data,
        out,
        typed=typed,
        plan=plan,
        training=Training(seed=seed),
        about={"left_out": len(left), **(about or {})},
        tell=_Training(),
    )
    return Output(_json(made, data), tuple(_lines(made)))


class _Now:
    """Whether it is time for another line."""

    def __init__(self) -> None:
        self._last = time.monotonic()

    def comes(self, *, last: bool) -> bool:
        now = time.monotonic()
        if now - self._last < LINE_EVERY_S and not last:
            return False
        self._last = now
        return True


class _Reading:
    def __init__(self) -> None:
        self._now = _Now()

    def __call__(self, done: int, total: int) -> None:
        if self._now.comes(last=done == total):
            log.info("read %d of %d files", done, total)


class _Training:
    def __init__(self) -> None:
        self._now = _Now()
        self._started = time.monotonic()

    def __call__(self, step: Step) -> None:
        if self._now.comes(last=step.done == step.total):
            left = (time.monotonic() - self._started) / step.done * (step.total - step.done)
            log.info(
                "batch %d of %d, loss %.3f, %.0f s left", step.done, step.total, step.loss, left
            )


def _lines(made: Adapted) -> list[str]:
    lines = [f"{made.pairs:,} pairs in {made.seconds:.0f} s: {made.folder}"]
    if made.before and made.after:
        lines += [
            f"{made.after.questions} held-out questions, each among all held-out passages:",
            f"  before  {_figures(made.before)}",
            f"  after   {_figures(made.after)}",
        ]
    lines.append(f"Use it with --adapter {made.folder} on an index that was made with it.")
    return lines


def _figures(held: HeldOut) -> str:
    return f"hit@1 {held.hit_1:.3f}, MRR {held.mrr:.3f}"


def _json(made: Adapted, data: Data) -> dict[str, object]:
    def shown(held: HeldOut | None) -> dict[str, float] | None:
        if held is None:
            return None
        return {"questions": held.questions, "hit@1": held.hit_1, "mrr": held.mrr}

    return {
        "folder": str(made.folder),
        "sha256": made.sha256,
        "files": data.files,
        "exchanges": len(data.exchanges),
        "pairs": made.pairs,
        "seconds": round(made.seconds, 1),
        "before": shown(made.before),
        "after": shown(made.after),
    }
