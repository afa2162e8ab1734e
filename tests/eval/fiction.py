"""Two short briefings of our own making with questions and gold spans, found by their words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from eval.running.systems import OURS
from eval.runs import CollectionRun
from tests.eval.judged import write_collection

HARBOUR = """Briefing by Harbour Secretary Ilse Adler

March 4, 2031

MS. ADLER: Good morning. I have one announcement before your questions.

Q: Secretary, will the ferry terminal at Corran open before the summer?

MS. ADLER: It opens on the ninth of May. The piers are finished and the cranes were tested.

Q: And who pays for the breakwater repairs?

MS. ADLER: The province pays two thirds of that, and the harbour dues pay the rest.
"""
LOCKS = """Briefing by Lock Commissioner Piet Berne

June 11, 2031

MR. BERNE: Good afternoon, everybody.

Q: Commissioner, is the old sluice at Hallam going to be rebuilt?

MR. BERNE: No. We will keep it as it is until the new gates are delivered.

Q: Did the flood damage any lock keepers' houses?

MR. BERNE: Four houses were damaged, and all four families have moved back since.
"""
TEXTS = {"harbour.txt": HARBOUR, "locks.txt": LOCKS}


def question(query_id: str, text: str, kind: str, speaker: str | None = None) -> dict[str, object]:
    return {
        "query_id": query_id,
        "text": text,
        "kind": kind,
        "speakers": [speaker] if speaker else None,
        "date_from": None,
        "date_to": None,
        "note": "",
    }


QUESTIONS = [
    question("F1", "When does the ferry terminal at Corran open?", "context"),
    question(
        "F2", "What did Adler say about paying for the breakwater repairs?", "direct", "MS. ADLER"
    ),
    question("F3", "How many houses were damaged by the flood?", "direct"),
    question("F4", "Will the sluice at Hallam be rebuilt?", "context", "MR. BERNE"),
    question("F5", "How many penguins live in the palace garden?", "none"),
]


def row(query_id: str, name: str, words: str, relevance: int, speaker: str) -> Sequence[object]:
    start = TEXTS[name].index(words)
    return (query_id, name, start, start + len(words), relevance, speaker)


QRELS = [
    row("F1", "harbour.txt", "It opens on the ninth of May.", 2, "MS. ADLER"),
    row(
        "F2",
        "harbour.txt",
        "The province pays two thirds of that, and the harbour dues pay the rest.",
        2,
        "MS. ADLER",
    ),
    row(
        "F3",
        "locks.txt",
        "Four houses were damaged, and all four families have moved back since.",
        2,
        "MR. BERNE",
    ),
    row(
        "F4",
        "locks.txt",
        "No. We will keep it as it is until the new gates are delivered.",
        2,
        "MR. BERNE",
    ),
]


def write_fiction(folder: Path) -> Path:
    """The collection's own folder, below `folder`."""
    return write_collection(folder, TEXTS, QUESTIONS, QRELS)


def changed(run: CollectionRun, query_id: str, **changes: object) -> CollectionRun:
    """The run with another outcome of ours for one question."""
    outcomes = tuple(
        replace(one, **changes) if one.query_id == query_id else one  # type: ignore[arg-type]
        for one in run.outcomes[OURS]
    )
    return replace(run, outcomes={**run.outcomes, OURS: outcomes})
