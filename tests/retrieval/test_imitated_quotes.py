"""Whose words are quoted: of imitated transcripts the label printed is the one of who said them.

The long form, many questions over all kinds: `python -m tests.retrieval.test_imitated_quotes 500`,
and `real` behind it for the vectors of the installed model.
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
from index.encoding.encoder import Encoder, load_encoder
from retrieval.answer import Searcher
from retrieval.results import Question, Quote
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


def sampled(
    kinds: Sequence[Kind], questions: int, folder: Path, encoder: Encoder | None = None
) -> Counter[str]:
    """Counts of quotes whose label is `right`, `wrong` or `nobody`, and of the questions asked.

    A question asks for one word of the fiction that stands in one sentence only: first "What about
    the …", and where no quote has it "Who asked about the …", since what a questioner says is no
    answer. What no quote has then is counted by why.
    """
    counts: Counter[str] = Counter()
    rng = random.Random(11)
    with open_index(folder, encoder or HashingEncoder(), create=True) as index:
        truth: dict[tuple[str, str], str | None] = {}
        for number, kind in enumerate(kinds):
            sheet = imitation(kind, 100 + number)
            name = f"{kind.name}{kind.suffix}"
            index.put(name, text_of(sheet).encode())
            for said in sheet.said:
                words = set(re.findall(r"\w+", said.words)) & sheet.used
                truth |= dict.fromkeys(((name, word) for word in words), said.label)
        searcher = Searcher(index)
        for name, asked in rng.sample(sorted(truth), questions):
            quotes = _with_word(searcher, f"What about the {asked}?", asked)
            counts["answered"] += bool(quotes)
            if not quotes:
                quotes = _with_word(searcher, f"Who asked about the {asked}?", asked)
                counts["answered as a question"] += bool(quotes)
            if not quotes:
                why = _why_not(searcher, name, asked)
                counts[why] += 1
                counts[f"{why}: {name} {asked}"] += 1
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


def _with_word(searcher: Searcher, question: str, word: str, limit: int = 5) -> list[Quote]:
    quotes = searcher.ask(Question(question, limit=limit, min_confidence=0.0)).quotes
    return [quote for quote in quotes if word in quote.text]


def _why_not(searcher: Searcher, name: str, word: str) -> str:
    """Why no quote has a word of the fiction: what became of the turn that says it."""
    store = searcher.index.store
    text = store.text(store.source(name).source_id)
    turns = [turn for id_ in store.document_ids_of(name) for turn in store.turns(id_)]
    said = [turn for turn in turns if word in text[turn.start : turn.end]]
    if not said:
        return "in no turn"
    question = f"What about the {word}?"
    if _with_word(searcher, question, word, limit=50):
        return "ranked below the limit"
    quotes = searcher.ask(Question(question, limit=50, min_confidence=0.0)).quotes
    if {quote.citation.turn.turn_id for quote in quotes} & {turn.turn_id for turn in said}:
        return "cut away"
    return "hands over" if "handover" in said[0].flags else f"not found, {said[0].role}"


def test_the_label_of_a_quote_is_of_who_said_it(tmp_path: Path) -> None:
    kinds = (*CHAMBERS[:2], *BENCHES[:1], *HEARD[:2], *LATEST[:2])
    counts = sampled(kinds, 25, tmp_path)
    assert counts["wrong"] == 0, counts
    assert counts["right"] >= 22
    assert counts["in no turn"] == 0, counts


if __name__ == "__main__":
    encoder = load_encoder() if "real" in sys.argv else None
    with tempfile.TemporaryDirectory() as place:
        sys.stdout.write(f"{sampled(ALL, int(sys.argv[1]), Path(place), encoder)}\n")
