"""Questions in other words: some words put into the place of others that are close in meaning.

Questions drawn from transcripts share their words with what was asked, and a reader that only
learned from them would look for shared words. The list of related words (`index/related.py`) is by
nearness alone, so that a reworded question asks nearly the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from random import Random

from index.related import related

REWORDED = 0.6
"""Chance that a word for which others are known gives way."""
LEAST_CLOSENESS = 0.6
MOST = 6
"""Words that one is drawn from."""
_WORD = re.compile(r"\b[a-z]{3,}\b")


def reworded(
    question: str, term_of: Callable[[str], str], words: Mapping[str, str], random: Random
) -> str:
    """The question with some words replaced; names and words in capitals stay.

    :param term_of: A word's term, as `index/keywords.py` analyses it; empty for a stop word.
    :param words: Terms with a whole word of the model's vocabulary that each stands for.
    """

    def instead(found: re.Match[str]) -> str:
        word = found[0]
        if random.random() > REWORDED:
            return word
        near = [
            words[other]
            for other, closeness in related(term_of(word))
            if closeness >= LEAST_CLOSENESS and other in words
        ][:MOST]
        return random.choice(near) if near else word

    return _WORD.sub(instead, question)
