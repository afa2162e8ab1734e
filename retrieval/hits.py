"""From ranked passages to hits: a whole answer is one hit, though it was indexed in pieces.

A passage is as long as embeddings like it, and an answer is often longer. So a candidate that is
the direct neighbour of a hit, in the same turn, joins it: the hit keeps its rank and gets both
passages' words. Its words stay in one piece, of one speaker, in one turn.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from retrieval.catalogue import Catalogue
from retrieval.selection import Span

MAX_CHARACTERS = 1_500
"""How long passages may become together: a quote, and no chapter.

As long as a hit may be that is judged (`eval/measuring/relevance.py`), and the best of four.
nDCG@10 on press-dev, the State Department and the sample set: 0.748, 0.900 and 0.875 without
joining and with 800; 0.770, 0.919 and 0.890 with 1,200; 0.787, 0.930 and 0.891 with 1,500."""


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring passages of one turn, rows `first` to `last` of the catalogue, both included.

    `place` is that of the passage that was found first, in the ranking, from 0.
    """

    place: int
    first: int
    last: int

    def span(self, catalogue: Catalogue) -> Span:
        """Start and end of the words in the source."""
        return int(catalogue.passage_start[self.first]), int(catalogue.passage_end[self.last])

    def joined(self, row: int) -> Run:
        """The same run with the neighbour in this row."""
        return replace(self, first=min(self.first, row), last=max(self.last, row))


def join(ranked: Iterable[int], limit: int, catalogue: Catalogue) -> list[Run]:
    """Join ranked passages that touch into at most `limit` runs, in the order of their first.

    A passage joins the best run that it touches and that it does not make too long, else it is a
    run of its own. Those ranked behind the last run may still join one. A longer list begins with
    the shorter one.

    :param ranked: Rows of the catalogue, best first, each once.
    """
    runs: list[Run] = []
    run_of: dict[int, int] = {}
    for place, row in enumerate(ranked):
        turn = catalogue.passage_turn[row]
        beside = (neighbour for neighbour in (row - 1, row + 1) if neighbour in run_of)
        touched = sorted(
            run_of[neighbour] for neighbour in beside if catalogue.passage_turn[neighbour] == turn
        )
        for number in touched:
            longer = runs[number].joined(row)
            start, end = longer.span(catalogue)
            if end - start <= MAX_CHARACTERS:
                runs[number], run_of[row] = longer, number
                break
        else:
            if len(runs) < limit:
                run_of[row] = len(runs)
                runs.append(Run(place, row, row))
    return runs
