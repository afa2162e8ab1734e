"""Questions in other words: some words put into the place of others that are close in meaning.

Questions drawn from transcripts share their words with what was asked, and a reader that only
learned from them would look for shared words. The list of related words
(`index/finding/related.py`) is by nearness alone, so that a reworded question asks nearly the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from random import Random

from eval.reading.examples import Example
from index.finding.keywords import term_of
from index.finding.related import related

GIVES_WAY = 0.6
"""Chance that a word for which others are known gives way."""
LEAST_CLOSENESS = 0.6
MOST = 6
"""Words that one is drawn from."""
_WORD = re.compile(r"\b[a-z]{3,}\b")


class Rewording:
    """Rewords by the whole words of a vocabulary, its common words first."""

    def __init__(self, vocabulary: Mapping[str, int], random: Random) -> None:
        self._random = random
        self._words: dict[str, str] = {}
        for word in sorted(vocabulary, key=lambda word: vocabulary[word]):
            term = term_of(word) if _WORD.fullmatch(word) else None
            if term is not None:
                self._words.setdefault(term, word)

    def some(self, examples: Sequence[Example], share: float) -> list[Example]:
        """The same examples, a share of their questions reworded; one question in one way."""
        questions: dict[str, str] = {}
        for example in examples:
            if example.group not in questions:
                chosen = self._random.random() < share
                questions[example.group] = (
                    self.reworded(example.question) if chosen else example.question
                )
        return [replace(example, question=questions[example.group]) for example in examples]

    def reworded(self, question: str) -> str:
        """The question with some words replaced; names and words in capitals stay."""
        return _WORD.sub(self._instead, question)

    def _instead(self, word: re.Match[str]) -> str:
        term = term_of(word[0])
        if term is None or self._random.random() > GIVES_WAY:
            return word[0]
        near = [
            self._words[other]
            for other, closeness in related(term)
            if closeness >= LEAST_CLOSENESS and other in self._words
        ][:MOST]
        return self._random.choice(near) if near else word[0]
