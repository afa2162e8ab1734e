"""Voices gathered into persons: by given name, then by label, by slips of the pen, by office."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from index.language.likeness import (
    gender,
    given_key,
    is_near,
    office_key,
    same_office,
    titles_conflict,
)
from index.language.nearness import Nearness
from index.persons.known import Known, Person, best_name

# A label that stands in this many documents is no slip of the pen.
_COMMON = 3
# Shorter surnames meet by chance: BAER and BAUER are two men.
_LONG = 6
# In a document with more voices, near names are looked up and not compared each with each.
_LARGE_CAST = 50
# Of several namesakes, one who makes out this share of at least so many documents is meant.
_MAJORITY, _MAJORITY_DOCUMENTS = 0.95, 20


def gather(voices: Iterable[Known]) -> tuple[list[Person], list[Known]]:
    """Persons from all voices that have a name, and those of whom nothing can be decided."""
    families: defaultdict[str, list[Known]] = defaultdict(list)
    for known in voices:
        families[known.family].append(known)
    offices = families.pop("", [])
    persons: list[Person] = []
    nameless: list[Known] = []
    for family in sorted(families):
        _settle_names(families[family])
        together, loose = _by_given(family, families[family])
        persons += together
        nameless += loose
    persons += _by_label(nameless)
    persons = _join_misspelt(persons)
    _flag_wrong_honorifics(persons)
    return persons, _join_offices(persons, offices)


def _settle_names(members: Sequence[Known]) -> None:
    """Let forms that end in one another become one: the form that more places print.

    "Secetary Jay Carney" stands once and "Jay Carney" in hundreds of titles.
    """
    forms: Counter[str] = Counter()
    for known in members:
        forms.update(known.names)
    settled = {}
    ending: defaultdict[str, list[str]] = defaultdict(list)
    for form in forms:
        words = form.split(" ")
        for first in range(1, len(words)):
            ending[" ".join(words[first:])].append(form)
    for form in forms:
        words = form.split()
        ends = [" ".join(words[n:]) for n in range(1, len(words) - 1)]
        better = [end for end in ends if forms[end] > forms[form]]
        longer = [other for other in ending[form] if len(words) > 1 and forms[other] >= forms[form]]
        settled[form] = min(better or longer or [form], key=lambda other: (-forms[other], other))
    if all(form == other for form, other in settled.items()):
        return
    for known in members:
        names: Counter[str] = Counter()
        for form, count in known.names.items():
            names[settled[form]] += count
        best = best_name(names)
        known.names, known.given = names, given_key(best) if best else None


def _by_given(family: str, members: Sequence[Known]) -> tuple[list[Person], list[Known]]:
    """Persons of one surname that have a given name, and the voices that fit none or several."""
    persons: dict[str, Person] = {}
    for known in members:
        if known.given:
            new = Person(f"{family} {known.given}", known.given)
            persons.setdefault(known.given, new).add(known)
    ordered = [persons[given] for given in sorted(persons)]
    titles = {person.key: set(person.titles) for person in ordered}
    offices = {person.key: person.offices() for person in ordered}
    counts = {person.key: len(person.members) for person in ordered}
    spans = {person.key: person.within() for person in ordered}
    loose = []
    # Many voices of one surname have the same titles and date.
    fitting: dict[tuple[tuple[str, ...], date | None], list[Person]] = {}
    for known in members:
        if known.given:
            continue
        kind = (known.parts.titles, known.voice.date)
        if kind not in fitting:
            fitting[kind] = [
                person
                for person in ordered
                if _agrees(kind[0], titles[person.key], offices[person.key])
                and _is_within(kind[1], spans[person.key])
            ]
        person = _only_fit(known, fitting[kind], titles, counts)
        if person:
            person.add(known)
        else:
            loose.append(known)
    return ordered, loose


def _is_within(day: date | None, span: tuple[date, date] | None) -> bool:
    return day is None or span is None or span[0] <= day <= span[1]


def _only_fit(
    known: Known,
    fits: list[Person],
    titles: dict[str, set[tuple[str, ...]]],
    counts: dict[str, int],
) -> Person | None:
    """The one of several persons a voice without given name is; None where it is not told."""
    own = known.parts.titles
    for narrower in (
        [person for person in fits if own in titles[person.key]],
        [person for person in fits if any(same_office(own, t) for t in titles[person.key])],
    ):
        if len(fits) > 1 and narrower:
            fits = narrower
    if len(fits) < 2:
        return fits[0] if fits else None
    total = sum(counts[person.key] for person in fits)
    first = max(fits, key=lambda person: (counts[person.key], person.key))
    if total >= _MAJORITY_DOCUMENTS and counts[first.key] >= _MAJORITY * total:
        known.flag("majority_name")
        return first
    known.flag("ambiguous_name")
    return None


def _agrees(
    own: tuple[str, ...], titles: set[tuple[str, ...]], offices: set[tuple[str, ...]]
) -> bool:
    """Whether a label without given name speaks for a person: the same, or a shared title."""
    if own in titles:
        return True
    if any(titles_conflict(own, other) for other in titles):
        return False
    return any(same_office(own, other) for other in titles | offices) or any(
        gender(own) and gender(own) == gender(other) for other in titles
    )


def _by_label(nameless: Sequence[Known]) -> list[Person]:
    """Persons of whom only a surname is known: labels that do not exclude each other."""
    families: defaultdict[str, list[Person]] = defaultdict(list)
    frequency = Counter(known.label for known in nameless)
    for known in sorted(nameless, key=lambda k: (-frequency[k.label], k.label, k.voice.voice_id)):
        own = known.parts.titles
        for person in families[known.family]:
            if not any(titles_conflict(own, other) for other in person.titles):
                person.add(known)
                break
        else:
            person = Person(f"{known.family} {known.label}", None)
            person.add(known)
            families[known.family].append(person)
    return [person for family in sorted(families) for person in families[family]]


def _join_misspelt(persons: list[Person]) -> list[Person]:
    """Join labels that are a slip of the pen for somebody; return the persons that are left.

    Labels that only a letter tells apart are none: `POSTDOC A` is not `POSTDOC B`.
    Somebody who speaks more in the same document comes first, then a person of the whole
    record who was on record at that time; either must be the only one.
    """
    documents: defaultdict[str, _Cast] = defaultdict(_Cast)
    spelt = [person for person in persons if not person.members[0].lettered]
    for person in spelt:
        for known in person.members:
            documents[known.voice.document_id].add(person, known.voice.turns)
    common = Nearness((person.family, person) for person in spelt if len(person.members) >= _COMMON)
    joins: list[tuple[Person, Person]] = []
    for person in spelt:
        if len(person.members) >= _COMMON:
            continue
        homes = [home for known in person.members for home in _home(known, person, documents)]
        homes = homes or [h for h in common.around(person.family) if _is_slip(person, h)]
        if len({home.key for home in homes}) == 1:
            joins.append((person, homes[0]))
    joined = {id(person) for person, _ in joins}
    for person, home in joins:
        if id(home) not in joined:
            for known in person.members:
                known.join_by_spelling()
                home.add(known)
            person.members = []
    return [person for person in persons if person.members]


class _Cast:
    """The persons of one document with their turns; looked up by name where they are many."""

    def __init__(self) -> None:
        self._all: list[tuple[Person, int]] = []
        self._near: Nearness[tuple[Person, int]] | None = None

    def add(self, person: Person, turns: int) -> None:
        """Count one voice in."""
        self._all.append((person, turns))

    def around(self, family: str) -> list[tuple[Person, int]]:
        """Those whose surname, or given name, may be near a surname; in a large cast the first."""
        if len(self._all) <= _LARGE_CAST:
            return self._all
        if self._near is None:
            self._near = Nearness((member[0].family, member) for member in self._all)
            for member in self._all:
                if member[0].given:
                    self._near.add(member[0].given, member)
        return self._near.around(family)


def _home(known: Known, own: Person, documents: dict[str, _Cast]) -> list[Person]:
    """Who else speaks in the voice's document under nearly the same name, and more often.

    The same surname comes before one that is near, a person with a given name before one without.
    """
    if own.given:
        return []
    same, near = [], []
    for person, turns in documents[known.voice.document_id].around(known.family):
        if person is own or turns < known.voice.turns:
            continue
        if person.family == known.family and not _of_other_rank(known, person):
            same.append(person)
        elif is_near(person.family, known.family) or person.given == known.family:
            near.append(person)
    for tier in (
        [person for person in same if person.given],
        [person for person in near if person.given],
        [person for person in same + near if person.members[0].voice.turns > known.voice.turns],
    ):
        if tier:
            return tier
    return []


def _of_other_rank(known: Known, person: Person) -> bool:
    """Whether titles, and not just a slip in the honorific, tell two namesakes apart."""
    return any(
        titles_conflict(known.parts.titles, other)
        and not (gender(known.parts.titles) and gender(other))
        for other in person.titles
    )


def _is_slip(person: Person, home: Person) -> bool:
    """Whether a rare name is a misspelling of a common one, over the whole record."""
    if person is home or len(home.members) < _COMMON * len(person.members):
        return False
    if min(len(person.family), len(home.family)) < _LONG or not is_near(person.family, home.family):
        return False
    if person.given:
        return person.given == home.given
    return all(home.on_record(known.voice.date) for known in person.members) and not any(
        titles_conflict(known.parts.titles, other)
        for known in person.members
        for other in home.titles
    )


def _flag_wrong_honorifics(persons: Sequence[Person]) -> None:
    """`MR. PSAKI` among dozens of `MS. PSAKI` is a slip, though nobody else is meant."""
    for person in persons:
        counts = Counter(gender(known.parts.titles) for known in person.members)
        male, female = counts["m"], counts["f"]
        if not male or not female or male == female:
            continue
        wrong = "m" if male < female else "f"
        for known in person.members:
            if gender(known.parts.titles) == wrong:
                known.join_by_spelling()


def _join_offices(persons: Sequence[Person], offices: Sequence[Known]) -> list[Known]:
    """`THE PRESIDENT` without a name is who is so called before and after; else undecided."""
    holders: defaultdict[str, list[Person]] = defaultdict(list)
    for person in persons:
        held = {office_key(known.parts.titles) for known in person.members if not known.parts.names}
        for office in held:
            holders[office].append(person)
    left = []
    joined = []
    for known in offices:
        candidates = holders[office_key(known.parts.titles)]
        if len(candidates) == 1 and candidates[0].on_record(known.voice.date):
            known.flag("by_office")
            joined.append((candidates[0], known))
        else:
            known.flag("office_without_name")
            left.append(known)
    for person, known in joined:
        person.add(known)
    return left
