"""The last door: what is about to be shown is compared with the source as it is stored.

The words, their place, their turn and its label are taken from the finished quote, and from the
source as `index/storing/originals.py` reads it: the two have come different ways.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict

from index.errors import QuoteMismatch
from index.storing.originals import Original, read_original
from index.storing.store import Store
from retrieval.results import Hit, Quote

MOST_CHARACTERS = 50_000_000
"""Characters of originals that are kept; beyond, those used longest ago are read again."""


class Proof:
    """Compares quotes with originals, each read and hashed once a generation; safe to share."""

    def __init__(self, store: Store, most_characters: int = MOST_CHARACTERS) -> None:
        self._store = store
        self._most = most_characters
        self._originals: OrderedDict[tuple[int, str], Original] = OrderedDict()
        self._characters = 0
        self._newest = -1
        self._lock = threading.Lock()

    def verify(self, shown: Quote | Hit, generation: int) -> None:
        """Compare a quote or hit, and the question shown with it, with the source as stored.

        :param generation: That of the snapshot in which this is called.
        :raises QuoteMismatch: Then it must not be served.
        :raises DamagedIndex: The source on disk is not the one that was written.
        """
        cited = shown.citation
        original = self._original(cited.document.source_id, generation)
        if (cited.source_name, cited.sha256) != (original.name, original.sha256):
            raise QuoteMismatch(
                f"A quote of turn {cited.turn.turn_id} is cited from {cited.source_name!r} with "
                f"SHA-256 {cited.sha256}, but stands in {original.name!r} with {original.sha256}; "
                "index the source again."
            )
        turn = cited.turn
        _compare(original, shown.text, cited.start, cited.end, turn.turn_id, turn.printed)
        if cited.context is not None:
            asked = cited.context
            question = turn.replies_to or ""
            _compare(original, asked.text, asked.start, asked.end, question, asked.label)

    def _original(self, source_id: str, generation: int) -> Original:
        key = (generation, source_id)
        with self._lock:
            self._forget_before(generation)
            if key not in self._originals:
                self._originals[key] = read_original(self._store, source_id)
                self._characters += len(self._originals[key].text)
            self._originals.move_to_end(key)
            while self._characters > self._most and len(self._originals) > 1:
                _, oldest = self._originals.popitem(last=False)
                self._characters -= len(oldest.text)
            return self._originals[key]

    def _forget_before(self, generation: int) -> None:
        """Let go of what a state of the record before the last two had, once a new one comes."""
        if generation <= self._newest:
            return
        self._newest = generation
        for key in [key for key in self._originals if key[0] < generation - 1]:
            self._characters -= len(self._originals.pop(key).text)


def _compare(
    original: Original, words: str, start: int, end: int, turn_id: str, label: str
) -> None:
    """Compare words, their turn and the label that they are shown under with the original.

    A label that the format marks apart from the text (a voice tag) has no place to be read at.
    """
    if original.text[start:end] != words:
        digest = hashlib.sha256(words.encode()).hexdigest()[:12]
        raise QuoteMismatch(
            f"A quote of turn {turn_id} ({len(words)} characters, SHA-256 {digest}) differs "
            f"from its source at {start}-{end}; index the source again."
        )
    turn = original.around(start, end)
    if turn is None or turn.turn_id != turn_id:
        raise QuoteMismatch(
            f"A quote at {start}-{end} leaves its turn {turn_id}; the source has "
            f"{'no one turn' if turn is None else turn.turn_id} there. Index the source again."
        )
    if turn.label != label:
        raise QuoteMismatch(
            f"A quote of turn {turn_id} is shown under the label {label!r}, but its source has "
            f"{turn.label!r}; index the source again."
        )
    room = original.text[turn.label_start : turn.start]
    if turn.label_start < turn.start and not room.startswith(label):
        raise QuoteMismatch(
            f"The label {label!r} of turn {turn_id} does not stand at {turn.label_start} in its "
            "source, before its words; index the source again."
        )
