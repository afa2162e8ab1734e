"""Invented pairs of all sets, and exchanges of transcripts, for a reader to learn from."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from random import Random

from eval.reading import mix
from index.training.pairs import Exchange as Asked
from index.training.pairs import Reply

SUBJECTS = "toll tugs barges crowns harbour quay ferry lamps nets pilots ropes cranes".split()


def asked(number: int) -> Asked:
    subject, other = SUBJECTS[number % 12], SUBJECTS[(number + 5) % 12]
    words = (
        f"We will mend the {subject} in {number + 2} days. Nobody told us of the {other} before."
    )
    question = f"Good morning. When will the old {subject} be mended at the {subject} office?"
    return Asked(f"day-{number // 8}.txt", question, "Venn", (Reply(words, words),))


def write_sets(folder: Path) -> None:
    """Every set that a plan draws from, with a few pairs of our own."""
    random = Random(2)
    for name in mix.LICENCES:
        lines = []
        for number in range(30):
            subject, other = random.sample(SUBJECTS, 2)
            for word, label in ((subject, 1), (other, 0)):
                passage = f"The {word} cost {number} crowns. They were built by the town."
                line = {
                    "set": name,
                    "question": f"what did the {subject} cost in year {number}",
                    "passage": passage,
                    "label": label,
                    "kind": "answer",
                    "document": f"{name}-{number}",
                    "answer_start": 0 if label else None,
                    "answer_end": len(f"The {word} cost") if label else None,
                }
                lines.append(json.dumps(line))
        with gzip.open(folder / f"{name}.jsonl.gz", "wt", encoding="utf-8") as file:
            file.write("\n".join(lines))
