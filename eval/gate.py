"""Bars that an evaluation has to hold, from a small file or the command line.

    [sample]                                  # a collection, as the report names it
    ndcg = {least = 0.70}
    question_as_answer = {most = 0.02}

or the same as JSON. Measures are written as in the report, in small letters with `_` for all that
is neither letter nor digit (`ndcg_10`, of which `ndcg` is short); `ndcg_10_context` is that of one
kind of question, `ask_hit_1` that of the quotes, `as_served_hit_1` with nothing where the question
was refused, `with_filters_…` that of ours with the question's filters set. A bar without a figure
is not held: what was not measured has not passed.
"""

from __future__ import annotations

import json
import math
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Literal

from eval.collections.lines import read_text
from eval.measuring.decision import ANSWERS, REFUSALS
from eval.measuring.scores import SystemScores
from eval.running.systems import OURS, OURS_FILTERED
from eval.runs import CollectionRun
from index.errors import SettingsError

NOT_HELD = 3
"""Exit status when a figure lies on the wrong side of its bar."""

EVERY = "*"
_EXAMPLE = "a collection with measures, such as [sample] and below it ndcg = {least = 0.70}"
ALIASES = {f"{way}ndcg": f"{way}ndcg_10" for way in ("", "ask_", "as_served_", "with_filters_")}
_LOWER_IS_BETTER = re.compile(
    r"question_as|quotes_shown|outside_filters|no_result|false_answers|false_refusals"
    r"|calibration_error|_ms$"
)

Side = Literal["least", "most"]
SIDES: tuple[Side, ...] = ("least", "most")


@dataclass(frozen=True, slots=True)
class Bar:
    """One measure of one collection has to be at least, or at most, `value`.

    With the collection `*` it holds for every collection that is measured.
    """

    collection: str
    measure: str
    side: Side
    value: float

    def held_by(self, figure: float) -> bool:
        """Whether a figure lies on the right side; a missing one (NaN) never does."""
        return figure >= self.value if self.side == "least" else figure <= self.value


@dataclass(frozen=True, slots=True)
class NotHeld:
    """A bar and the figure that does not hold it; NaN where there is none."""

    bar: Bar
    collection: str
    figure: float

    def __str__(self) -> str:
        is_ = "was not measured" if math.isnan(self.figure) else f"is {self.figure:.4f}"
        return (
            f"{self.collection}: {self.bar.measure} {is_}, "
            f"has to be at {self.bar.side} {self.bar.value:g}"
        )


@dataclass(frozen=True, slots=True)
class Verdict:
    """How many figures were checked, and those that did not hold."""

    checked: int
    not_held: tuple[NotHeld, ...]

    @property
    def status(self) -> int:
        """0 when all bars are held, else 3."""
        return NOT_HELD if self.not_held else 0

    def lines(self) -> list[str]:
        """What to print: how many were held, then each that was not."""
        held = self.checked - len(self.not_held)
        return [f"{held} of {self.checked} bars held", *map(str, self.not_held)]

    def json(self) -> dict[str, object]:
        """The same as JSON values."""
        return {
            "checked": self.checked,
            "not_held": [
                {
                    "collection": failure.collection,
                    "measure": failure.bar.measure,
                    failure.bar.side: failure.bar.value,
                    "figure": None if math.isnan(failure.figure) else failure.figure,
                }
                for failure in self.not_held
            ],
        }


def read_gate(path: Path) -> tuple[Bar, ...]:
    """Read bars from a TOML or JSON file.

    :raises SettingsError: It is neither, or an entry is no bar; both are named.
    """
    if not path.is_file():
        raise SettingsError(f"no file {path}: expected bars, {_EXAMPLE}")
    text = read_text(path)
    try:
        content = json.loads(text) if path.suffix == ".json" else tomllib.loads(text)
    except (json.JSONDecodeError, tomllib.TOMLDecodeError) as error:
        form = "JSON" if path.suffix == ".json" else "TOML"
        raise SettingsError(f"{path} is not {form}: {error}") from error
    if not isinstance(content, dict) or not content:
        raise SettingsError(f"{path} has no bars; expected {_EXAMPLE}")
    return tuple(
        bar
        for collection, measures in content.items()
        for bar in _collection_bars(str(path), collection, measures)
    )


def _collection_bars(place: str, collection: str, measures: object) -> list[Bar]:
    if not isinstance(measures, dict) or not measures:
        raise SettingsError(f"{place}: {collection!r} has no measures; expected {_EXAMPLE}")
    bars = []
    for measure, sides in measures.items():
        if not isinstance(sides, dict) or not sides or set(sides) - set(SIDES):
            raise SettingsError(
                f"{place}: {collection}: {measure} must be {{least = …}} or {{most = …}}, "
                f"is {sides!r}"
            )
        for side in (side for side in SIDES if side in sides):
            bars.append(_bar(f"{place}: ", collection, measure, side, sides[side]))
    return bars


def _bar(place: str, collection: str, measure: str, side: Side, value: object) -> Bar:
    if not isinstance(value, int | float) or isinstance(value, bool) or not math.isfinite(value):
        raise SettingsError(f"{place}{measure} must be a number such as 0.70, is {value!r}")
    name = fold(measure)
    lower = bool(_LOWER_IS_BETTER.search(name))
    if lower != (side == "most"):
        better, right = ("lower", "most") if lower else ("higher", "least")
        raise SettingsError(
            f"{place}{measure} is better when {better}: its bar is {{{right} = {value:g}}} in a "
            f"gate file, not {side}"
        )
    return Bar(collection, name, side, float(value))


def fail_under(given: Sequence[str]) -> tuple[Bar, ...]:
    """Bars for every collection from `MEASURE=VALUE`, as on the command line.

    :raises SettingsError: It is not of that form, or the measure is better when lower.
    """
    bars = []
    for floor in given:
        measure, equals, value = floor.rpartition("=")
        try:
            number = float(value)
        except ValueError:
            number = math.nan
        if not equals or not measure.strip() or math.isnan(number):
            raise SettingsError(
                f"--fail-under {floor!r}: expected MEASURE=VALUE, such as ndcg=0.70"
            )
        bars.append(_bar("--fail-under: ", EVERY, measure, "least", number))
    return tuple(bars)


def bars_of(gate: Path | None, floors: Sequence[str]) -> tuple[Bar, ...]:
    """All bars of a command line: those of a file, None for none, and those given one by one."""
    return (*(read_gate(gate) if gate is not None else ()), *fail_under(floors))


def check(runs: Sequence[CollectionRun], bars: Sequence[Bar]) -> Verdict:
    """Hold an evaluation's figures against bars.

    :raises SettingsError: A bar names a measure that there is not; near ones are given.
    """
    figures = {run.name: figures_of(run) for run in runs}
    not_held: list[NotHeld] = []
    checked = 0
    for bar in bars:
        for name in figures if bar.collection == EVERY else (bar.collection,):
            checked += 1
            figure = _figure(figures.get(name), bar)
            if not bar.held_by(figure):
                not_held.append(NotHeld(bar, name, figure))
    return Verdict(checked, tuple(not_held))


def _figure(figures: Mapping[str, float] | None, bar: Bar) -> float:
    if figures is None:
        return math.nan
    if bar.measure not in figures:
        near = get_close_matches(bar.measure, figures, 3, 0.5) or sorted(figures)
        raise SettingsError(
            f"{bar.collection}: there is no measure {bar.measure!r}; there are {', '.join(near)}"
        )
    return figures[bar.measure]


def figures_of(run: CollectionRun) -> dict[str, float]:
    """All of our figures on one collection, by folded name."""
    by_name = {system.system: system for system in run.scores}
    figures = _figures(by_name[OURS])
    if filtered := by_name.get(OURS_FILTERED):
        figures |= {f"with_filters_{name}": value for name, value in _figures(filtered).items()}
    return figures


def _figures(scores: SystemScores) -> dict[str, float]:
    figures = {name: interval.value for name, interval in scores.figures.items()}
    figures |= {name: interval.value for name, interval in scores.rates.items()}
    for kind, intervals in scores.by_kind.items():
        figures |= {f"{name} {kind}": interval.value for name, interval in intervals.items()}
    if scores.decision is not None:
        figures["false answers"] = scores.decision.false_answers.value
        figures["false refusals"] = scores.decision.false_refusals.value
        figures["right of those given"] = scores.decision.precision.value
        figures["area"] = scores.decision.area.value
        figures["calibration error"] = scores.decision.calibration.error
        for share in REFUSALS:
            figures[f"false answers at {100 * share:.0f}"] = scores.decision.answers_at(share)
        for share in ANSWERS:
            figures[f"false refusals at {100 * share:.0f}"] = scores.decision.refusals_at(share)
    for what, latency in scores.latency.items():
        figures |= {f"{what} p50 ms": latency.p50_ms, f"{what} p99 ms": latency.p99_ms}
    return {fold(name): value for name, value in figures.items()}


def fold(measure: str) -> str:
    """A measure's name as gates write it: `nDCG@10` gives `ndcg_10`, and so does `ndcg`."""
    name = re.sub(r"[^a-z0-9]+", "_", measure.lower()).strip("_")
    return ALIASES.get(name, name)
