"""The table of figures: a row for every system's search, and two for what ours shows when asked.

All rows have the same columns, measured against the same gold spans: of the ranked hits, of the
quotes whatever was decided (`ask`), and of the quotes with nothing where the question was refused
(`as served`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eval.measuring.measures import (
    AS_SERVED,
    ASK,
    ASK_RANKING,
    BY_TURNS,
    F1,
    F1_BEST,
    F1_HIT,
    F1_QUOTE,
    RANKING,
    RECALL_HITS,
    SPEAKER,
    of,
)
from eval.measuring.rates import QUESTION_FIRST, QUESTION_QUOTED
from eval.measuring.scores import QUOTES_SHOWN, Latency, SystemScores
from eval.measuring.significance import Interval

MEDIAN = "F1 median"
BEST = "F1 best"
QUESTION = "question first"
COLUMNS = (
    *("nDCG@10", "hit@1", *BY_TURNS, "hit@5", "MRR", "hit@1 full", *RECALL_HITS),
    *(F1, MEDIAN, BEST, SPEAKER, QUESTION, QUOTES_SHOWN),
)

SEARCH = ""


def _first(way: str, f1: str) -> dict[str, str]:
    return {F1: f1, MEDIAN: f"{f1} median", SPEAKER: of(way, SPEAKER)}


# By way and column, the measure that stands there; a column that is not named is empty.
MEASURES: Mapping[str, Mapping[str, str]] = {
    SEARCH: {
        **{name: name for name in (*RANKING, *BY_TURNS, *RECALL_HITS)},
        **_first(SEARCH, F1_HIT),
        QUESTION: QUESTION_FIRST,
    },
    ASK: {
        **{name: of(ASK, name) for name in ASK_RANKING},
        **_first(ASK, F1_QUOTE),
        BEST: F1_BEST,
        QUESTION: QUESTION_QUOTED,
        QUOTES_SHOWN: QUOTES_SHOWN,
    },
    AS_SERVED: {**{name: of(AS_SERVED, name) for name in ASK_RANKING}, **_first(AS_SERVED, F1)},
}


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One row: its figures by column, only those that there are."""

    label: str
    system: str
    figures: Mapping[str, Interval]
    latency: Latency

    @property
    def count(self) -> int:
        """The answerable questions behind the row."""
        return self.figures["nDCG@10"].count


def figure_rows(scores: Sequence[SystemScores]) -> list[FigureRow]:
    """A row for each system, and after one that answers those of its answers."""
    rows = []
    for system in scores:
        figures = {**system.figures, **system.rates}
        answers = "ask" in system.latency
        for way in (SEARCH, ASK, AS_SERVED) if answers else (SEARCH,):
            rows.append(
                FigureRow(
                    label=f"{system.system}, {way}" if way else system.system,
                    system=system.system,
                    figures={
                        column: figures[name]
                        for column, name in MEASURES[way].items()
                        if name in figures
                    },
                    latency=system.latency["ask" if way else "search"],
                )
            )
    return rows


def figure_columns(rows: Sequence[FigureRow]) -> list[str]:
    """The columns in which something stands, in their order."""
    return [name for name in COLUMNS if any(name in row.figures for row in rows)]
