"""Offices in a question: "the press secretary in May 2013" and who held it then."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from index.records import Days, Speaker

_HEADS = frozenset(
    "secretary minister director president chairman chairwoman chair administrator commissioner "
    "ambassador governor mayor spokesman spokeswoman spokesperson adviser advisor chancellor "
    "hydrologist engineer economist".split()
)
_LIMITS = frozenset(
    "deputy assistant under acting vice former principal associate special shadow".split()
)
_SMALL = frozenset("the of for and to".split())
_LOOKED_BACK = 4
_MOST_HOLDERS = 3
"""An office that more people have held says nothing about who is meant, without a date."""


@dataclass(frozen=True, slots=True)
class _Office:
    speaker_id: str
    head: str
    limits: frozenset[str]
    words: frozenset[str]
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class OfficeFound:
    """An office named by the words `first:last`, with those who may have held it."""

    speaker_ids: tuple[str, ...]
    first: int
    last: int


def _stem(word: str) -> str:
    """Enough of a word to see "harbours" in "harbour" and "Russia" in "Russian"."""
    return word[:5]


def has_head(words: Sequence[str]) -> bool:
    """Whether folded words name an office that questions are searched for."""
    return _parse(words) is not None


def _parse(words: Sequence[str]) -> tuple[str, frozenset[str], frozenset[str]] | None:
    """Head, limiting words and other words of an office's name; null without a head."""
    heads = [word for word in words if word in _HEADS]
    if not heads:
        return None
    rest = frozenset(
        _stem(w) for w in words if w not in _SMALL and w not in _LIMITS and w != heads[0]
    )
    return heads[0], frozenset(w for w in words if w in _LIMITS), rest


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
        for speaker in speakers:
            for role in speaker.roles:
                if parsed := _parse(words_of[role.office]):
                    office = _Office(speaker.speaker_id, *parsed, role.date_from, role.date_to)
                    self._offices.append(office)
            for label in speaker.labels:
                words = words_of[label]
                titled = words[:1] == ("the",) or label in titles
                if titled and (parsed := _parse(words)):
                    self._offices.append(_Office(speaker.speaker_id, *parsed, None, None))
        self._vocabulary = frozenset(word for office in self._offices for word in office.words)

    def find(self, words: Sequence[str], days: Days) -> list[OfficeFound]:
        """The offices that a question names, by the places of their words.

        :param words: The question's words, folded.
        :param days: The days asked for, to tell several holders apart.
        """
        found = []
        for at, word in enumerate(words):
            if word in _HEADS:
                first, last = self._first(words, at), self._last(words, at)
                holders = self._holders(words[first : last + 1], days)
                if holders:
                    found.append(OfficeFound(holders, first, last + 1))
        return found

    def _belongs(self, word: str) -> bool:
        return word in _LIMITS or _stem(word) in self._vocabulary

    def _first(self, words: Sequence[str], head: int) -> int:
        first = head
        while first > max(0, head - _LOOKED_BACK) and self._belongs(words[first - 1]):
            first -= 1
        return first - 1 if first > 0 and words[first - 1] == "the" else first

    def _last(self, words: Sequence[str], head: int) -> int:
        last = head
        if words[head + 1 : head + 2] == ["of"] and self._belongs(
            "".join(words[head + 2 : head + 3])
        ):
            last = head + 2
            while last + 1 < len(words) and (
                self._belongs(words[last + 1])
                or (words[last + 1] == "and" and self._belongs("".join(words[last + 2 : last + 3])))
            ):
                last += 1
        return last

    def _holders(self, phrase: Sequence[str], days: Days) -> tuple[str, ...]:
        parsed = _parse(phrase)
        if parsed is None or (not parsed[2] and "the" not in phrase and not parsed[1]):
            return ()
        head, limits, words = parsed
        offices = [
            office
            for office in self._offices
            if office.head == head and office.limits == limits and words <= office.words
        ]
        in_office = [office for office in offices if _overlaps(office, days)]
        chosen = in_office if days != (None, None) and in_office else offices
        holders = tuple(sorted({office.speaker_id for office in chosen}))
        return holders if len(holders) <= _MOST_HOLDERS or words else ()


def _overlaps(office: _Office, days: Days) -> bool:
    first, last = days
    return not (
        (office.first and last and office.first > last)
        or (office.last and first and office.last < first)
    )
