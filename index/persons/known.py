"""A voice as its own document tells of it, and a person as the voices that are his or hers."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from index.language.likeness import (
    family_key,
    given_key,
    truncated_honorific,
)
from index.language.titles import LabelParts, label_parts, misspelt_title
from index.language.vocabulary import normal
from index.records import NameEvidence, NameEvidenceKind, ResolvedBy, Voice

VARIANT = "label_variant"
# A title or byline is written with care; an introduction in speech may name somebody else.
_WEIGHTS: dict[NameEvidenceKind, int] = {
    "given": 100,
    "title": 4,
    "byline": 4,
    "label": 4,
    "introduction": 1,
}
_STRENGTH: tuple[ResolvedBy, ...] = ("title", "byline", "introduction", "label")
# A surname of one decade is no evidence for a person of another.
_MOST_DAYS = 10 * 366
_REMEMBERED = 20_000
_BRACKETS = re.compile(r"\s*\([^()]*\)$")


@dataclass(slots=True)
class Known:
    """A voice with what its own document says of it; `names` are weighted by their evidence.

    `lettered` is a label whose last word is a letter, which tells voices apart and is no
    surname: "GRAD C".
    """

    voice: Voice
    label: str
    parts: LabelParts
    family: str
    names: Counter[str]
    given: str | None
    by: ResolvedBy
    lettered: bool
    flags: list[str] = field(default_factory=list)

    def flag(self, flag: str) -> None:
        """Set a flag once."""
        if flag not in self.flags:
            self.flags.append(flag)

    def join_by_spelling(self) -> None:
        """Mark the label as a slip of the pen for the person that it was joined to."""
        self.by = "spelling"
        self.flag(VARIANT)


@dataclass(slots=True)
class Person:
    """Voices that are one person; `key` is the family name and the given name or the label.

    `titles` are the titles of all labels.
    """

    key: str
    given: str | None
    members: list[Known] = field(default_factory=list)
    titles: set[tuple[str, ...]] = field(default_factory=set)

    @property
    def family(self) -> str:
        """The family name's key."""
        return self.key.partition(" ")[0]

    def add(self, known: Known) -> None:
        """Count one more voice as this person's."""
        self.members.append(known)
        self.titles.add(known.parts.titles)

    def offices(self) -> set[tuple[str, ...]]:
        """The offices that documents print beside the name, in words."""
        return {
            tuple(normal(item.office).split())
            for known in self.members
            for item in known.voice.evidence
            if item.office and item.kind != "label"
        }

    def within(self) -> tuple[date, date] | None:
        """The days on which a surname alone may mean this person, None where none is dated."""
        dates = [known.voice.date for known in self.members if known.voice.date]
        if not dates:
            return None
        first, last = min(dates).toordinal() - _MOST_DAYS, max(dates).toordinal() + _MOST_DAYS
        return date.fromordinal(max(first, 1)), date.fromordinal(min(last, date.max.toordinal()))

    def on_record(self, day: date | None) -> bool:
        """Whether the day lies between this person's first and last dated document."""
        dates = [known.voice.date for known in self.members if known.voice.date]
        return day is not None and bool(dates) and min(dates) <= day <= max(dates)


def know(voice: Voice) -> Known:
    """Read label and evidence of one voice."""
    read = _read(voice.printed, voice.evidence, anonymous=voice.anonymous)
    names: Counter[str] = Counter()
    dict.update(names, read.names)  # ten times as fast as counting them
    known = Known(
        voice, read.label, read.parts, read.family, names, read.given, read.by, read.lettered
    )
    if read.slip:
        known.join_by_spelling()
    return known


class _Told(NamedTuple):
    label: str
    parts: LabelParts
    family: str
    names: tuple[tuple[str, int], ...]
    given: str | None
    by: ResolvedBy
    lettered: bool
    slip: bool


@lru_cache(maxsize=_REMEMBERED)
def _read(printed: str, evidence: tuple[NameEvidence, ...], *, anonymous: bool) -> _Told:
    """What a label and its evidence tell: each change of the record asks it of all voices."""
    given = next((item.name for item in evidence if item.kind == "given"), None)
    label = normal(given or printed)
    # Behind the name may stand whom somebody speaks for: "HON ED FAST (ABBOTSFORD, CPC)".
    parts = label_parts(_BRACKETS.sub("", label) or label)
    names: Counter[str] = Counter()
    for item in evidence:
        if item.name:
            names[item.name] += _WEIGHTS[item.kind]
    fullest = best_name(names)
    lettered = not anonymous and _is_lettered(label)
    if lettered:
        family = family_key(label)
    elif anonymous or not parts.names:
        family = family_key(fullest.split()[-1]) if fullest else ""
    else:
        family = family_key(" ".join(parts.names) if parts.titles else parts.names[-1])
    kinds = {item.kind for item in evidence if item.name}
    by: ResolvedBy = next((kind for kind in _STRENGTH if kind in kinds), "label")
    slip = bool(truncated_honorific(parts.names) or misspelt_title(label))
    called = given_key(fullest) if fullest else None
    return _Told(label, parts, family, tuple(names.items()), called, by, lettered, slip)


def _is_lettered(label: str) -> bool:
    words = label.split()
    return len(words) > 1 and len(words[-1]) == 1 and words[-1].isalpha()


def best_name(names: Counter[str]) -> str | None:
    """The name with the most evidence, of equals the first by letter; None for none."""
    return min(names, key=lambda name: (-names[name], name)) if names else None
