"""Offices in a question: "the press secretary in May 2013" and who held it then."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from index.language.vocabulary import (
    DEPARTMENTS,
    LIMITS,
    MINISTRIES,
    NATIONS,
    OFFICE_WORDS,
    OFFICES,
    is_national,
)
from index.records import Days, Speaker

_LIMITS = frozenset(word.lower() for word in LIMITS)
_HEADS = frozenset(word.lower() for word in OFFICES - DEPARTMENTS - {"CHIEF"}) - _LIMITS
"""The words that name an office; "chief" only goes before one, and justice has a department."""
_MINISTRIES = frozenset(word.lower() for word in MINISTRIES)
LINKS = frozenset(("of", "for", "to"))
"""What stands between the name of an office and whose it is."""
_SMALL = LINKS | {"the", "and"}
_IN_BRACKETS = re.compile(r"\(([^()]+)\)")
_BEHIND = "general"
"""Stands behind a head: the attorney general, the secretary general."""
_LOOKED_BACK = 4
_SAME = {
    "spokesman": "spokesperson",
    "spokeswoman": "spokesperson",
    "chairman": "chair",
    "chairwoman": "chair",
    "chairperson": "chair",
    "advisor": "adviser",
    "counselor": "counsellor",
}
"""Heads that name one office: who asks for the spokesman may mean a spokeswoman."""
_PRESS = "press"
"""The press secretary is called the spokesman, too."""
_NATIONS = {adjective.lower(): nation.lower() for adjective, nation in NATIONS.items()}
_CHIEFS = {
    "ceo": ("chief", "executive", "officer"),
    "cfo": ("chief", "financial", "officer"),
    "cto": ("chief", "technology", "officer"),
    "cio": ("chief", "information", "officer"),
}
_HOUSE = frozenset("white house administration government official own".split())
"""These only say whose office it is, as in "the White House spokesman"."""


@dataclass(frozen=True, slots=True)
class _Office:
    speaker_id: str
    head: str
    limits: frozenset[str]
    words: frozenset[str]
    first: date | None
    last: date | None

    @property
    def is_placed(self) -> bool:
        """Whether the office says of which country or organisation it is."""
        return any(word not in _PLAIN for word in self.words)


@dataclass(frozen=True, slots=True)
class OfficeFound:
    """An office named by the words `first:last`, with those who may have held it."""

    speaker_ids: tuple[str, ...]
    first: int
    last: int


def _stem(word: str) -> str:
    """Enough of a word to see "harbours" in "harbour", "Russia" in "Russian" or "French"."""
    return _NATIONS.get(word, word)[:5]


_PLAIN = frozenset(
    _stem(word.lower()) for word in OFFICE_WORDS | MINISTRIES if not is_national(word)
) - {_stem(nation) for nation in _NATIONS.values()}
"""Stems of the words that name an office anywhere, and so tell nothing of whose it is."""


def tells_whose(word: str) -> bool:
    """Whether a folded word before an office may be whose it is: "norland", not "department"."""
    return _stem(word) not in _PLAIN


def has_head(words: Sequence[str]) -> bool:
    """Whether folded words name an office that questions are searched for."""
    return bool(_heads(words))


def _heads(words: Sequence[str]) -> tuple[str, ...]:
    """The heads of an office's name; what stands behind "of", "for" or "to" names no office.

    Only where nothing else does: "Office of the Press Secretary", but no "Aide to the Mayor".
    """
    words = words[: words.index("to")] if "to" in words else words
    before = next((at for at, word in enumerate(words) if word in LINKS), len(words))
    heads = tuple(word for word in words[:before] if word in _HEADS)
    return heads or tuple(word for word in words if word in _HEADS)[:1]


def _spelt(words: Iterable[str]) -> tuple[str, ...]:
    """The words with "CEO" and its like spelt out."""
    return tuple(part for word in words for part in _CHIEFS.get(word, (word,)))


def _parts(words: Sequence[str], head: str) -> tuple[frozenset[str], frozenset[str]]:
    """Limiting words and other words of an office's name, but for its head."""
    rest = (w for w in words if w not in _SMALL and w not in _LIMITS and w != head)
    return frozenset(w for w in words if w in _LIMITS), frozenset(map(_stem, rest))


class OfficeIndex:
    """All offices on record, each with the days between which it was seen."""

    def __init__(
        self,
        speakers: Iterable[Speaker],
        words_of: dict[str, tuple[str, ...]],
        titles: Container[str] = (),
    ) -> None:
        """Index the offices of speakers.

        :param words_of: An office's folded words.
        :param titles: Labels that are a title and no name, be there a "the" before them or not.
        """
        self._offices: list[_Office] = []
        self._houses: list[tuple[str, frozenset[str]]] = []
        for speaker in speakers:
            for role in speaker.roles:
                for house in _IN_BRACKETS.findall(role.office):
                    words = map(_stem, re.findall(r"\w+", house.lower()))
                    self._houses.append((speaker.speaker_id, frozenset(words)))
                self._add(speaker, words_of[role.office], role.date_from, role.date_to)
            for label in speaker.labels:
                if words_of[label][:1] == ("the",) or label in titles:
                    self._add(speaker, words_of[label], None, None)
        self._vocabulary = frozenset(word for office in self._offices for word in office.words)
        self._says_nothing = frozenset(map(_stem, _HOUSE)) - self._vocabulary

    def _add(
        self, speaker: Speaker, words: Sequence[str], first: date | None, last: date | None
    ) -> None:
        words = _spelt(words)
        for head in _heads(words):
            limits, parts = _parts(words, head)
            same = _SAME.get(head, head)
            self._offices.append(_Office(speaker.speaker_id, same, limits, parts, first, last))
            if head == "secretary" and _PRESS in parts:
                spoken = _Office(
                    speaker.speaker_id, "spokesperson", limits, parts - {_PRESS}, first, last
                )
                self._offices.append(spoken)

    def find(self, words: Sequence[str], days: Days) -> list[OfficeFound]:
        """The offices that a question names, by the places of their words.

        :param words: The question's words, folded.
        :param days: The days asked for, to tell several holders apart.
        """
        offices = []
        for at, word in enumerate(words):
            if word in _HEADS:
                first, last = self._first(words, at), self._last(words, at)
                if _is_of_a_ministry(words, last + 1):
                    continue  # "the Secretary of Defense" is another than the Secretary of State.
                holders = self._holders(words[first : last + 1], word, days)
                if holders:
                    offices.append(OfficeFound(holders, first, last + 1))
        return offices

    def speaking_for(self, words: Sequence[str]) -> tuple[str, ...]:
        """Those whose office is of the country or organisation that these words name.

        "Halm Peat" is spoken for by a "Chief Executive Officer (Halm Peat)".
        """
        named = frozenset(map(_stem, words))
        return tuple(sorted({id_ for id_, house in self._houses if named and named <= house}))

    def unplaced(self, found: OfficeFound, words: Sequence[str]) -> tuple[str, ...]:
        """Those who may have held an office of whom nothing on record says whose it is.

        :param words: The question's words, folded.
        """
        heads = {_SAME.get(head, head) for head in _heads(_spelt(words[found.first : found.last]))}
        placed = {
            office.speaker_id
            for office in self._offices
            if office.head in heads and office.is_placed
        }
        return tuple(id_ for id_ in found.speaker_ids if id_ not in placed)

    def _belongs(self, word: str) -> bool:
        return word in _LIMITS or word in _HOUSE or _stem(word) in self._vocabulary

    def _first(self, words: Sequence[str], head: int) -> int:
        first = head
        while first > max(0, head - _LOOKED_BACK) and self._belongs(words[first - 1]):
            first -= 1
        return first - 1 if first > 0 and words[first - 1] == "the" else first

    def _last(self, words: Sequence[str], head: int) -> int:
        last = head
        if words[head + 1 : head + 2] == [_BEHIND] and self._belongs(_BEHIND):
            return head + 1
        of = head + 2 + (words[head + 2 : head + 3] == ["the"])
        if words[head + 1 : head + 2] == ["of"] and self._belongs("".join(words[of : of + 1])):
            last = of
            while last + 1 < len(words) and (
                self._belongs(words[last + 1])
                or (words[last + 1] == "and" and self._belongs("".join(words[last + 2 : last + 3])))
            ):
                last += 1
        return last

    def _holders(self, phrase: Sequence[str], head: str, days: Days) -> tuple[str, ...]:
        phrase, head = _spelt(phrase), _CHIEFS.get(head, (head,))[-1]
        limits, words = _parts(phrase, head)
        if not words and not limits and "the" not in phrase:
            return ()
        offices = [
            office
            for office in self._offices
            if office.head == _SAME.get(head, head)
            and office.limits == limits
            and words - self._says_nothing <= office.words
        ]
        in_office = [office for office in offices if _overlaps(office, days)]
        chosen = in_office if days != (None, None) and in_office else offices
        return tuple(sorted({office.speaker_id for office in chosen}))


def _is_of_a_ministry(words: Sequence[str], at: int) -> bool:
    behind = [word for word in words[at : at + 3] if word != "the"]
    return behind[:1] == ["of"] and bool(_MINISTRIES & set(behind[1:2]))


def _overlaps(office: _Office, days: Days) -> bool:
    first, last = days
    return not (
        (office.first and last and office.first > last)
        or (office.last and first and office.last < first)
    )
