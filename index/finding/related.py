"""Words close in meaning: what else a speaker may have said for a word of the question.

Somebody asks about synagogues and the official speaks of Jewish places of worship. The list says
which terms stand how near to which, by the cosine of their embeddings alone. It was made from the
pinned model's own vocabulary by `python -m eval.fitting.related_words` and belongs to no record, so
that it needs no building; names and words that the vocabulary has not are simply not related.
"""

from __future__ import annotations

import gzip
from collections.abc import Collection
from functools import cache
from importlib import resources

LEAST_CLOSENESS = 0.5
"""Below, words are not listed. With a ranking fitted to each, the mean nDCG@10 of press-dev, the
sample and State Department sets, explainmeetsum/val and friendsqa/dev is 0.626, 0.624 and 0.626
for 0.45, 0.5 and 0.55; that of the first three alone 0.873, 0.875 and 0.861."""
MOST = 20
"""Words listed for one term; with 8 the two means are 0.623 and 0.866."""

FILE = "related.txt.gz"


def related(term: str) -> tuple[tuple[str, float], ...]:
    """The terms closest to a term, closest first, with their closeness between 0.5 and 1.

    :param term: As the analysis of `index/finding/keywords.py` gives it, stemmed and in lower case.
    """
    words = _lines().get(term, "").split()
    pairs = zip(words[::2], words[1::2], strict=True)
    return tuple((other, int(hundredths) / 100) for other, hundredths in pairs)


def nearness(term: str, terms: Collection[str]) -> float:
    """How near the nearest of some terms is to a term: 1 for the term itself, 0 for none related.

    :param terms: Best a set.
    """
    if term in terms:
        return 1.0
    return next((closeness for other, closeness in related(term) if other in terms), 0.0)


@cache
def _lines() -> dict[str, str]:
    """Each term with its line: other terms, each followed by its closeness in hundredths."""
    packed = resources.files("index.finding").joinpath("words", FILE).read_bytes()
    lines = gzip.decompress(packed).decode().splitlines()
    return {term: rest for term, _, rest in (line.partition(" ") for line in lines)}
