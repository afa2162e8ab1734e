"""Whose words are quoted: of imitated transcripts the label printed is the one of who said them.

The long form, many questions over all kinds: `python -m tests.retrieval.test_imitated_quotes 500`.
"""

from __future__ import annotations

import random
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from index.build import open_index
from retrieval.answer import Searcher
from retrieval.results import Question
from tests.fakes import HashingEncoder
from tests.index.imitations.benches import BENCHES
from tests.index.imitations.catalogue import KINDS
from tests.index.imitations.chambers import CHAMBERS
from tests.index.imitations.ether import HEARD
from tests.index.imitations.kinds import Kind
from tests.index.imitations.later import LATER
from tests.index.imitations.latest import LATEST
from tests.index.imitations.measure import same_label
from tests.index.imitations.sheets import imitation, text_of
from tests.index.imitations.unseen import UNSEEN

ALL = (*KINDS, *UNSEEN, *LATER, *CHAMBERS, *BENCHES, *HEARD, *LATEST)


def sampled(kinds: Sequence[Kind], questions: int, folder: Path) -> Counter[str]:
    """Counts of quotes whose label is `right`, `wrong` or `nobody`, and of the `unanswered`.

    A question asks for one word of the fiction that stands in one sentence only.
    """
    counts: Counter[str] = Counter()
    rng = random.Random(11)
    with open_index(folder, HashingEncoder(), create=True) as index:
        truth: dict[tuple[str, str], str | None] = {}
        for number, kind in enumerate(kinds):
            sheet = imitation(kind, 100 + number)
            name = f"{kind.name}{kind.suffix}"
            index.put(name, text_of(sheet).encode())
            for said in sheet.said:
                words = set(re.findall(r"\w+", said.words)) & sheet.used
                truth |= dict.fromkeys(((name, word) for word in words), said.label)
        searcher = Searcher(index)
        for _, asked in rng.sample(sorted(truth), questions):
            question = Question(f"What about the {asked}?", limit=5, min_confidence=0.0)
            answer = searcher.ask(question)
            quotes = [quote for quote in answer.quotes if asked in quote.text]
            counts["unanswered"] += not quotes
            for quote in quotes:
                source = quote.citation.source_name
                keys = [(source, word) for word in re.findall(r"\w+", quote.text)]
                labels = {truth[key] for key in keys if key in truth}
                cited = quote.citation.turn.label
                if cited is None:
                    counts["nobody"] += 1
                elif all(same_label(cited, label) for label in labels):
                    counts["right"] += 1
                else:
                    counts["wrong"] += 1
                    counts[f"{source} {cited} {labels}"] += 1
    return counts


def test_the_label_of_a_quote_is_of_who_said_it(tmp_path: Path) -> None:
    kinds = (*CHAMBERS[:2], *BENCHES[:1], *HEARD[:2], *LATEST[:2])
    counts = sampled(kinds, 25, tmp_path)
    assert counts["wrong"] == 0, counts
    assert counts["right"] >= 22


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        sys.stdout.write(f"{sampled(ALL, int(sys.argv[1]), Path(place))}\n")
