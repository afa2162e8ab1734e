"""Readers made by hand: what they say follows from the words alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from retrieval.reading.form import Exchange, Read
from tests.fakes import stems

NOTHING_SHARED = -3.0
A_SHARED_WORD = 2.0


class WordReader:
    """A deterministic `Reader`: log-odds are -3 and 2 more for each word shared with the question.

    Sentences with the words of `knows` get what is given there, whatever is asked. It keeps all
    that it was given in `seen`.
    """

    name = "words"
    sha256 = "0" * 64

    def __init__(
        self, knows: Mapping[str, float] | None = None, *, whole_only: bool = False
    ) -> None:
        self.seen: list[tuple[str, Exchange]] = []
        self._knows = knows or {}
        self._whole_only = whole_only

    def read(self, question: str, exchanges: Sequence[Exchange]) -> list[Read]:
        self.seen += [(question, one) for one in exchanges]
        return [self._read(question, one) for one in exchanges]

    def _read(self, question: str, exchange: Exchange) -> Read:
        told = tuple(self._told(question, words) for words in exchange.sentences)
        whole = max((*told, self._told(question, exchange.asked)))
        return Read(whole, () if self._whole_only else told)

    def _told(self, question: str, words: str) -> float:
        known = [odds for part, odds in self._knows.items() if part in words]
        shared = set(stems(question)) & set(stems(words))
        return max(known) if known else NOTHING_SHARED + A_SHARED_WORD * len(shared)
