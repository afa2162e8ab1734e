"""All runs of a folder, the oldest first: our figures on each collection, and changed settings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.collections.lines import json_object, read_text
from eval.comparing import RUN_FILE, differing
from eval.measuring.formats import number
from eval.measuring.measures import ASK, F1_QUOTE, of
from eval.measuring.tables import Layout, Row, Tables
from eval.running.systems import OURS
from index.errors import CollectionError

MEASURES = ("nDCG@10", "hit@1", of(ASK, "hit@1"), F1_QUOTE)
DECISION = {"false answers": "false_answers", "false refusals": "false_refusals"}
_OTHER = "other questions"
_MOST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Point:
    """One run on one collection: our figures, NaN for those it has not.

    `changed` names what differs from the run before: settings, or that the questions are others.
    """

    folder: str
    started: str
    questions: int
    figures: Mapping[str, float]
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trend(Tables):
    """The runs of a folder by collection; `others` counts its folders that hold no run."""

    collections: Mapping[str, tuple[Point, ...]]
    others: int

    def json(self) -> dict[str, object]:
        """All of it as JSON values."""
        return {
            "collections": {
                name: [
                    {
                        "run": one.folder,
                        "started": one.started,
                        "questions": one.questions,
                        "figures": {k: None if v != v else v for k, v in one.figures.items()},
                        "changed": list(one.changed),
                    }
                    for one in points
                ]
                for name, points in self.collections.items()
            },
            "others": self.others,
        }

    def lines(self, layout: Layout, head: str) -> Iterator[str]:
        """The trend; see `Tables`."""
        for name, points in self.collections.items():
            yield head.format(f"{name}: {len(points)} {'run' if len(points) == 1 else 'runs'}")
            yield ""
            yield from layout(_rows(points))
            yield ""
        yield (
            "Differences between runs are not tested here: `onrecord eval --compare RUN RUN` does."
        )
        if self.others:
            yield f"{self.others} folders hold no {RUN_FILE} and are left out."


def trend(folder: Path) -> Trend:
    """Read all runs below a folder.

    :raises CollectionError: There are none, or a file is not what an evaluation writes.
    """
    places = sorted(one for one in folder.iterdir() if one.is_dir()) if folder.is_dir() else []
    found = [one for one in places if (one / RUN_FILE).is_file()]
    if not found:
        raise CollectionError(
            f"{folder} has no run folders; `onrecord eval COLLECTION --out FOLDER` makes one"
        )
    runs = sorted(
        ((one.name, _read(one / RUN_FILE)) for one in found),
        key=lambda run: (str(run[1].get("started", "")), run[0]),
    )
    points: dict[str, list[Point]] = {}
    before: dict[str, tuple[Mapping[str, Any], Mapping[str, Any]]] = {}
    for name, about in runs:
        for one in about["collections"]:
            key = f"{one['collection']}{'-inside' if one.get('inside') else ''}"
            changed = _changed(before.get(key), (about, one))
            before[key] = (about, one)
            points.setdefault(key, []).append(_point(name, about, one, changed))
    return Trend({key: tuple(given) for key, given in points.items()}, len(places) - len(found))


def _read(path: Path) -> Mapping[str, Any]:
    about = json_object(read_text(path), path, 1)
    given = about.get("collections")
    complete = isinstance(given, list) and all(
        isinstance(one, dict) and {"collection", "sha256", "systems", "questions"} <= set(one)
        for one in given
    )
    if not complete:
        raise CollectionError(f"{path} is not what an evaluation writes; evaluate again")
    return about


def _changed(
    before: tuple[Mapping[str, Any], Mapping[str, Any]] | None,
    now: tuple[Mapping[str, Any], Mapping[str, Any]],
) -> tuple[str, ...]:
    if before is None:
        return ()
    others = (_OTHER,) if before[1]["sha256"] != now[1]["sha256"] else ()
    return (*others, *differing(before[0], now[0]))


def _point(
    name: str, about: Mapping[str, Any], one: Mapping[str, Any], changed: tuple[str, ...]
) -> Point:
    ours: dict[str, Any] = next(
        (given for given in one["systems"] if given.get("system") == OURS), {}
    )
    figures = {measure: _value(ours.get("figures"), measure) for measure in MEASURES}
    figures |= {words: _value(ours.get("decision"), key) for words, key in DECISION.items()}
    questions = sum(int(count) for count in one["questions"].values())
    return Point(name, str(about.get("started", "")), questions, figures, changed)


def _value(given: object, name: str) -> float:
    interval = given.get(name) if isinstance(given, dict) else None
    value = interval.get("value") if isinstance(interval, dict) else None
    return float(value) if isinstance(value, int | float) else float("nan")


def _rows(points: Sequence[Point]) -> list[Row]:
    names = list(points[0].figures)
    rows: list[Row] = [("run", "questions", *names, "changed since the run before")]
    rows += [
        (
            one.folder,
            str(one.questions),
            *(number(one.figures[name]) for name in names),
            _shown(one.changed),
        )
        for one in points
    ]
    return rows


def _shown(changed: Sequence[str]) -> str:
    """The first of what changed; all of it is in the JSON, and `--compare` gives the values."""
    names = [one.removeprefix("settings.") for one in changed]
    more = f" and {len(names) - _MOST_SHOWN} more" if len(names) > _MOST_SHOWN else ""
    return (", ".join(names[:_MOST_SHOWN]) or "–") + more
