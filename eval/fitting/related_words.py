"""Makes the list of words close in meaning from the pinned model's vocabulary.

`python -m eval.fitting.related_words FILE` writes the file that `index/finding/related.py` reads,
the same bytes every time, and prints its SHA-256.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TextIO

import numpy as np

from index.encoding.encoder import NO_ADAPTER, Encoder, embed, load_encoder, model_folder
from index.finding.keywords import KeywordIndex
from index.finding.related import LEAST_CLOSENESS, MOST

VOCABULARY = "vocab.txt"
LEAST_LETTERS = 3
AT_ONCE = 1_000
"""Rows of the table of cosines that are held at a time."""


def words_of_terms(words: Iterable[str], keywords: KeywordIndex) -> dict[str, str]:
    """Each term with the first word that gives it: a vocabulary lists its common words first."""
    word_of: dict[str, str] = {}
    for word in words:
        if len(word) < LEAST_LETTERS or not (word.isascii() and word.isalpha()):
            continue
        terms = keywords.terms(word)
        if len(terms) == 1:
            word_of.setdefault(terms[0], word)
    return word_of


def related_lines(terms: Sequence[str], words: Sequence[str], encoder: Encoder) -> Iterator[str]:
    """One line a term: the term, and up to `MOST` others with their closeness in hundredths.

    :param words: The word that stands for each term.
    """
    rows = embed(words, encoder)
    for first in range(0, len(rows), AT_ONCE):
        cosines = rows[first : first + AT_ONCE] @ rows.T
        for number, row in enumerate(np.round(cosines * 100).astype(int), start=first):
            row[number] = 0
            best = np.lexsort((np.arange(len(row)), -row))[:MOST]
            near = [place for place in best if row[place] >= round(LEAST_CLOSENESS * 100)]
            if near:
                yield " ".join([terms[number], *(f"{terms[i]} {row[i]}" for i in near)])


def main(argv: Sequence[str] | None = None, out: TextIO = sys.stdout) -> int:
    """Write the file; the status is 0."""
    parser = argparse.ArgumentParser(
        prog="python -m eval.fitting.related_words", description=__doc__
    )
    parser.add_argument("file", type=Path)
    given = parser.parse_args(argv)
    encoder = load_encoder(adapter=NO_ADAPTER, precision="fp32")
    vocabulary = (model_folder() / VOCABULARY).read_text(encoding="utf-8").splitlines()
    word_of = words_of_terms(vocabulary, KeywordIndex(None))
    lines = sorted(related_lines(list(word_of), list(word_of.values()), encoder))
    # No time and no name in the header: the same list gives the same file.
    given.file.write_bytes(gzip.compress("\n".join(lines).encode(), mtime=0))
    digest = hashlib.sha256(given.file.read_bytes()).hexdigest()
    out.write(f"{len(lines):,} terms written to {given.file}, SHA-256 {digest}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
