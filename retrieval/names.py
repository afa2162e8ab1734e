"""Names in a question: which speakers on record they may mean."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from index.language.likeness import given_key
from index.language.vocabulary import (
    ASKING_ROLES,
    BORNE_AS_NAMES,
    FOREIGN,
    HONORIFICS,
    HOSTING_ROLES,
    LABEL_TITLES,
    LIMITS,
    MINISTRIES,
    OFFICES,
    PEERS,
    POST_NOMINALS,
    RANKS,
)
from index.records import Days, Speaker
from retrieval.asking import ADVERBS, AUXILIARY, STRONG_VERBS, levels
from retrieval.offices import OfficeFound, OfficeIndex, has_head, tells_whose

_WORD = re.compile(r"[^\W_]+(?:[.'’-](?=[^\W_])[^\W_]+)*\.?")
NEARLY = 0.85
"""Likeness (difflib's ratio) of a misspelt name: one letter of seven, two of fourteen."""
_IN_BRACKETS = re.compile(r"\s*\([^)]*\)")


@lru_cache(maxsize=10_000)
def plain(text: str) -> str:
    """Fold case, accents and apostrophes, for comparing names."""
    folded = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return "".join(c for c in folded if not unicodedata.combining(c)).casefold().rstrip(".")


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(plain(word) for word in words)


TITLES = _folded(LABEL_TITLES | PEERS | FOREIGN | MINISTRIES | {"THEN"})
"""The words before a name that are no part of it: all titles that labels are read by, and the
ministries of "Treasury Secretary Marsh" and the "then" of "then Secretary Marsh"."""
_NO_NAMES = TITLES - _folded(BORNE_AS_NAMES | (FOREIGN & POST_NOMINALS))
"""Titles that nobody is called by; "Sr." may also stand behind a name."""
_BEFORE_A_NAME = _folded(HONORIFICS | RANKS | OFFICES | PEERS | LIMITS)
"""The titles that may stand right before a name; qualifiers and ministries stand before a title."""
_ARTICLES = _folded({"EL", "LA", "LE"})
"""Begin a title ("el presidente") or a surname ("Le Brun")."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A name at `start:end` of the question that may mean each of `speaker_ids`.

    `asked` tells how sure the sentence makes this speaker the one who should have spoken:
    2 by its grammar, 1 perhaps, 0 not. `unplaced` is an office of somewhere, "Norland's minister",
    of which the record does not tell where its holders have it.
    """

    speaker_ids: tuple[str, ...]
    start: int
    end: int
    asked: int
    unplaced: bool = False


@dataclass(frozen=True, slots=True)
class _Place:
    """Speakers whom the words `first:last` of a question may mean."""

    speakers: set[str]
    first: int
    last: int
    office: bool = False
    unplaced: bool = False


def _inside(name: _Place, office: _Place | OfficeFound) -> bool:
    """Whether a name's words are some, but not all, of an office's."""
    is_shorter = name.last - name.first < office.last - office.first
    return is_shorter and office.first <= name.first and name.last <= office.last


def name_words(text: str) -> tuple[str, ...]:
    """The words of a name, folded, possessive endings cut."""
    words = (plain(m.group()) for m in _WORD.finditer(text))
    return tuple(word.removesuffix("'s") for word in words)


def without_titles(words: tuple[str, ...]) -> tuple[str, ...]:
    """Drop the honorifics and offices before a name: `("general", "jones")` gives `("jones",)`."""
    at = 0
    while at < len(words) - 1 and words[at] in TITLES:
        at += 1
    while at and words[at - 1] in _ARTICLES:
        at -= 1
    return words[at:]


class NameIndex:
    """Every form in which a question may name a speaker, ready for look-up."""

    def __init__(self, speakers: Iterable[Speaker]) -> None:
        self._forms: dict[tuple[str, ...], set[str]] = defaultdict(set)
        self._names: dict[str, str] = {}
        known = tuple(speakers)
        for speaker in known:
            self._add(speaker)
        self._in_office = frozenset(speaker.speaker_id for speaker in known if speaker.roles)
        self._longest = max((len(form) for form in self._forms), default=1)
        printed = {role.office for speaker in known for role in speaker.roles}
        printed |= {label for speaker in known for label in speaker.labels}
        titles = {label for speaker in known if speaker.name is None for label in speaker.labels}
        titles = {label for label in titles if set(name_words(label)) <= _NO_NAMES}
        self._offices = OfficeIndex(known, {text: name_words(text) for text in printed}, titles)

    def _add(self, speaker: Speaker) -> None:
        name = name_words(speaker.name or "")
        self._names[speaker.speaker_id] = speaker.name or ""
        forms = {name, (*name[:1], *name[-1:])} if len(name) > 1 else {name}
        for label in speaker.labels:
            words = name_words(_IN_BRACKETS.sub("", label))
            if not set(words) <= _NO_NAMES:
                forms.add(words)
                if speaker.name is not None or words[:1] != without_titles(words)[:1]:
                    forms.add(without_titles(words))
            elif speaker.name is None and not has_head(words):
                # "THE FIRST LADY" is called so, whoever she is.
                forms.add(("the", *words[words[:1] == ("the",) :]))
        if speaker.name is not None:
            forms.add(name[-1:])
        for form in forms:
            if form and len("".join(form)) > 2 and not (len(form) == 1 and form[0] in _NO_NAMES):
                self._forms[form].add(speaker.speaker_id)

    def exact(self, text: str) -> tuple[str, ...]:
        """Speakers that a whole string names, whatever its honorifics."""
        words = name_words(text)
        speaker_ids = self._forms.get(words) or self._forms.get(without_titles(words))
        if not speaker_ids:
            offices = self._offices.find(["the", *(w for w in words if w != "the")], (None, None))
            speaker_ids = {id_ for office in offices for id_ in office.speaker_ids}
        return tuple(sorted(speaker_ids))

    def called(self, name: str) -> tuple[str, ...]:
        """Whom a name means that no form is: by a given name that one has, or who speaks for it.

        A country or an organisation speaks by those whose office is printed with it.
        """
        words = name_words(name)
        given = [
            speaker_id
            for speaker_id, full in self._names.items()
            if len(words) == 1 and name_words(full)[:-1][:1] == words
        ]
        return tuple(given) if len(given) == 1 else self._offices.speaking_for(words)

    def perhaps(self, name: str) -> frozenset[str]:
        """Speakers whom a name may mean that no form is: a given name, or one misspelt."""
        words = set(name_words(name)) - _NO_NAMES
        matching = [form for form in self._forms if words and words <= set(form)]
        if not matching:
            forms = {word: form for form in self._forms for word in form}
            forms |= {" ".join(form): form for form in self._forms}
            near = get_close_matches(" ".join(name_words(name)), forms, 1, NEARLY)
            matching = [forms[spelling] for spelling in near]
        return frozenset(id_ for form in matching for id_ in self._forms[form])

    def mentions(self, text: str, days: Days = (None, None)) -> list[Mention]:
        """The names and offices of speakers in a question, left to right, longest match first.

        :param days: The days that the question asks about: who held an office then.
        """
        words = [
            (folded[0], m.start(), m.end())
            for m in _WORD.finditer(text)
            if (folded := name_words(m.group()))
        ]
        named = [_Place(ids, first, last) for ids, first, last in self._named(text, words)]
        offices = self._in_offices(text, words, days, named)
        # "the press" of a label is no name in "the press secretary".
        named = [name for name in named if not any(_inside(name, office) for office in offices)]
        both = sorted(named + offices, key=lambda one: one.first)
        spans = [
            (
                (_with_country if one.office else _widened)(text, words[one.first][1]),
                _without_possessive(text, words[one.last - 1]),
            )
            for one in both
        ]
        asked = levels(text, spans, [one.office for one in both])
        return [
            Mention(tuple(sorted(one.speakers)), *span, level, one.unplaced)
            for one, span, level in zip(both, spans, asked, strict=True)
        ]

    def _in_offices(
        self, text: str, words: list[tuple[str, int, int]], days: Days, named: list[_Place]
    ) -> list[_Place]:
        """Speakers by office; of "Norland's minister" those whom the record has nowhere else."""
        folded = [word for word, _, _ in words]
        places = []
        for office in self._offices.find(folded, days):
            first, last = office.first, office.last
            taken = {
                at
                for place in named
                if not _inside(place, office)
                for at in range(place.first, place.last)
            }
            if taken & set(range(first, last + 1)):
                continue
            whose = (
                first > 0
                and first - 1 not in taken
                and tells_whose(folded[first - 1])
                and _with_country(text, words[first][1]) < words[first][1]
            )
            ids = self._offices.unplaced(office, folded) if whose else office.speaker_ids
            if ids:
                places.append(_Place(set(ids), first, last, office=True, unplaced=whose))
        return places

    def _named(
        self, text: str, words: list[tuple[str, int, int]]
    ) -> list[tuple[set[str], int, int]]:
        """Speakers by name, with the places of the words; lower case counts where all is lower."""
        has_capitals = any(c.isupper() for c in text[1:])
        named: list[tuple[set[str], int, int]] = []
        at = 0
        while at < len(words):
            count = next(
                (
                    count
                    for count in range(min(self._longest, len(words) - at), 0, -1)
                    if tuple(word for word, _, _ in words[at : at + count]) in self._forms
                ),
                0,
            )
            is_name = not has_capitals or text[words[at][1]].isupper() or count > 1
            if count and is_name:
                form = tuple(word for word, _, _ in words[at : at + count])
                speakers = self._fitting(self._forms[form], text, words, at, count)
                if len(speakers) > 1 and _HAS_MINISTRY.search(text[words[at + count - 1][1] :]):
                    speakers = speakers & self._in_office or speakers
                if speakers:
                    named.append((speakers, at, at + count))
                at += count
            else:
                at += 1
        return named

    def _fitting(
        self, speakers: set[str], text: str, words: list[tuple[str, int, int]], at: int, count: int
    ) -> set[str]:
        """Keep those whose given name agrees with the one printed before the surname, if any."""
        before = words[at - 1] if at else None
        apart = before is None or text[before[2] : words[at][1]].strip()
        if count > 1 or before is None or apart or not _is_given(text, before):
            return speakers
        given = given_key(f"{before[0]} {words[at][0]}")
        return {
            speaker_id
            for speaker_id in speakers
            if given_key(self._names[speaker_id]) in (given, None)
        }


_NOT_GIVEN = frozenset(
    "what which who how when where why did does do has have had is are was were will would could "
    "can should compare according per and or by for on in of to from about with as said says that "
    "if whether may ask quote both either neither nor between show find give tell any".split()
)


def _is_given(text: str, word: tuple[str, int, int]) -> bool:
    """Whether a word may be the given name before a surname: a capital, and no other business."""
    folded, start, end = word
    alone = text[start:end].isalpha() and text[end : end + 1] == " "
    return alone and text[start].isupper() and folded not in _NOT_GIVEN | _NO_NAMES


def _without_possessive(text: str, word: tuple[str, int, int]) -> int:
    start, end = word[1], word[2]
    cut = re.search(r"['’]s$", text[start:end])
    end = start + cut.start() if cut else end
    return end - 1 if text[start:end].endswith(".") else end


def _widened(text: str, start: int) -> int:
    """Take the honorifics and first names before a surname into the mention."""
    begins = name_words(text[start:])[:1]
    titles = TITLES if set(begins) <= TITLES else _BEFORE_A_NAME
    while True:
        word = re.search(r"([^\W\d_]+)\.?\s+$", text[:start])
        if word is None:
            return start
        folded = plain(word.group(1))
        given = word.group(1)[0].isupper() and folded not in _NOT_GIVEN | _NO_NAMES
        if not given and folded not in titles - {"the", "then", "state"}:
            return start
        titles = titles if given else TITLES
        start = word.start()


_HAS_MINISTRY = re.compile(
    r"^\S+['’]s\s+(?:ministry|department|agency|cabinet|government)\b", re.IGNORECASE
)
_COUNTRY = re.compile(r"(?:(?<=\s)[A-Z][\w.-]*\s+){0,3}[A-Z][\w-]+['’]s?\s+$")
_COUNTRY_LOWER = re.compile(r"[a-z][\w-]+['’]s\s+$")


def _with_country(text: str, start: int) -> int:
    """Take "Norland's" before an office into the mention."""
    pattern = _COUNTRY if any(c.isupper() for c in text[1:]) else _COUNTRY_LOWER
    country = pattern.search(text[:start])
    return country.start() if country else start


_UNKNOWN_ASKED = re.compile(
    rf"{AUXILIARY}(?P<name>[A-Z][\w.'’-]+(?:\s+[A-Z][\w.'’-]+){{0,3}}){ADVERBS}"
    rf"\s+(?:{STRONG_VERBS}|think|believe|(?:have|had) to say|make of|weigh in|feel about)\b"
    r"|\baccording to\s+(?P<source>[A-Z][\w.'’-]+(?:\s+[A-Z][\w.'’-]+){0,3})"
)
_UNKNOWN_LOWER = re.compile(
    r"\bdid\s+(?P<name>[a-z][\w'’-]+(?:\s+[a-z][\w'’-]+)?)\s+(?:say|tell|think|have to say)\b"
    r"|\baccording to\s+(?P<source>[a-z][\w'’-]+)[\s?.]*$"
)
_NOT_A_PERSON = _folded(ASKING_ROLES | HOSTING_ROLES) | frozenset(
    "he she they we you i it anyone anybody someone somebody nobody people officials reporters "
    "white house administration department government governments pentagon congress senate kremlin "
    "washington moscow beijing nato un eu us u.s everyone who the a official group team members "
    "committee panel".split()
)


_AFTER_ARTICLE = re.compile(r"\bthe\s+$", re.IGNORECASE)


def unknown_asked(text: str, mentions: Sequence[Mention]) -> str | None:
    """A person whom the question asks to have spoken and whom the record does not know.

    :param mentions: The names of known speakers in the same question.
    """
    pattern = _UNKNOWN_ASKED if any(c.isupper() for c in text[1:]) else _UNKNOWN_LOWER
    for match in pattern.finditer(text):
        group = "name" if match.group("name") else "source"
        name, start, end = match.group(group), match.start(group), match.end(group)
        if any(start < known.end and known.start < end for known in mentions):
            continue
        # "the United States": people are not called so, and others speak for what is.
        if _AFTER_ARTICLE.search(text[:start]):
            continue
        words = set(name_words(name))
        # Whom an office means may be on record without it.
        if not words & _NOT_A_PERSON and not words <= _NO_NAMES:
            return name
    return None
