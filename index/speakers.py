"""Who speaks: voices of single documents joined to persons across documents.

A person is a surname with one given name (nicknames count as the same) that titles, bylines
or introductions give; voices without a given name join the only person they can be. Nothing
is invented: what cannot be decided is null, or a speaker of its own, and flagged.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from index.names import LabelParts, label_parts, misspelt_title
from index.persons import (
    family_key,
    given_key,
    is_near,
    same_office,
    titles_conflict,
    truncated_honorific,
)
from index.records import (
    Assignment,
    NameEvidenceKind,
    ResolvedBy,
    Speaker,
    SpeakerRole,
    Voice,
    slug,
)
from index.spelling import distance
from index.vocabulary import normal

# A title or byline is written with care; an introduction in speech may name somebody else.
_WEIGHTS: dict[NameEvidenceKind, int] = {"title": 4, "byline": 4, "label": 4, "introduction": 1}
_STRENGTH: tuple[NameEvidenceKind, ...] = ("title", "byline", "introduction", "label")
# A form of a name that fewer than one in thirty places print is a slip of one of them.
_RARE_SHARE = 1 / 30
# A label that stands in this many documents is no slip of the pen.
_COMMON = 3
# Shorter surnames, and labels, meet by chance.
_LONG = 6
_LONG_LABEL = 8
_VARIANT = "label_variant"


class Resolution(NamedTuple):
    """Persons and anonymous speakers, by id, and which of them each voice is."""

    speakers: tuple[Speaker, ...]
    assignments: tuple[Assignment, ...]


@dataclass(slots=True)
class _Known:
    """A voice with what its own document says of it."""

    voice: Voice
    label: str
    parts: LabelParts
    family: str
    given: str | None
    names: Counter[str] = field(default_factory=Counter)
    flags: list[str] = field(default_factory=list)
    by: ResolvedBy = "label"


@dataclass(slots=True)
class _Person:
    """Voices that are one person: the key is the family name and given name, or the label."""

    key: str
    members: list[_Known] = field(default_factory=list)

    @property
    def titles(self) -> set[tuple[str, ...]]:
        return {known.parts.titles for known in self.members}


def resolve(voices: Sequence[Voice]) -> Resolution:
    """Join voices to persons; pure, and independent of the voices' order.

    :return: Speakers sorted by id, assignments sorted by voice id, one for every voice.
    """
    ordered = sorted(voices, key=lambda voice: voice.voice_id)
    anonymous = [voice for voice in ordered if voice.anonymous and not _title_name(voice)]
    named = [_know(voice) for voice in ordered if not voice.anonymous or _title_name(voice)]
    persons, undecided = _persons(named)
    assignments, speakers = _anonymous(anonymous)
    taken: Counter[str] = Counter(speaker.speaker_id for speaker in speakers)
    for person in sorted(persons, key=lambda person: person.key):
        speaker = _speaker(person, taken)
        speakers.append(speaker)
        assignments += [
            Assignment(known.voice.voice_id, speaker.speaker_id, known.by, tuple(known.flags))
            for known in person.members
        ]
    assignments += [
        Assignment(known.voice.voice_id, None, None, tuple(known.flags)) for known in undecided
    ]
    return Resolution(
        tuple(sorted(speakers, key=lambda speaker: speaker.speaker_id)),
        tuple(sorted(assignments, key=lambda assignment: assignment.voice_id)),
    )


def _title_name(voice: Voice) -> str | None:
    return next((item.name for item in voice.evidence if item.kind == "title" and item.name), None)


def _know(voice: Voice) -> _Known:
    label = normal(voice.label)
    parts = label_parts(label)
    names: Counter[str] = Counter()
    for item in voice.evidence:
        if item.name:
            names[item.name] += _WEIGHTS[item.kind]
    best = min(names, key=lambda name: (-names[name], name)) if names else None
    if voice.anonymous or not parts.names:
        family = family_key(best.split()[-1]) if best else ""
    elif parts.titles:
        family = family_key(" ".join(parts.names))
    else:
        family = family_key(parts.names[-1])
    kinds = {item.kind for item in voice.evidence if item.name}
    by: ResolvedBy = next((kind for kind in _STRENGTH if kind in kinds), "label")
    known = _Known(voice, label, parts, family, given_key(best) if best else None, names, by=by)
    if truncated_honorific(parts.names) or misspelt_title(label):
        known.given, known.by = None, "spelling"
        known.flags.append(_VARIANT)
    return known


def _persons(named: list[_Known]) -> tuple[list[_Person], list[_Known]]:
    """Persons from all voices with a surname, and the voices that nobody can be told for."""
    families: defaultdict[str, list[_Known]] = defaultdict(list)
    for known in named:
        families[known.family].append(known)
    offices = families.pop("", [])
    persons: list[_Person] = []
    nameless: list[_Known] = []
    for family in sorted(families):
        found, loose = _family(family, families[family])
        persons += found
        nameless += loose
    nameless = _join_misspelt(persons, nameless)
    persons += _by_label(nameless)
    return persons, _join_offices(persons, offices)


def _family(family: str, members: list[_Known]) -> tuple[list[_Person], list[_Known]]:
    """Persons of one surname that have a given name, and the voices that fit none or several."""
    persons: dict[str, _Person] = {}
    for known in members:
        if known.given:
            key = f"{family} {known.given}"
            persons.setdefault(known.given, _Person(key)).members.append(known)
    ordered = [persons[given] for given in sorted(persons)]
    titles = {person.key: person.titles for person in ordered}
    loose = []
    for known in members:
        if known.given:
            continue
        person = _only_fit(known, ordered, titles)
        if person:
            person.members.append(known)
        else:
            loose.append(known)
    return ordered, loose


def _only_fit(
    known: _Known, persons: Sequence[_Person], titles: dict[str, set[tuple[str, ...]]]
) -> _Person | None:
    """The one person a voice without given name can be; null for none or several."""
    own = known.parts.titles
    fits = [
        person
        for person in persons
        if own in titles[person.key]
        or not any(titles_conflict(own, other) for other in titles[person.key])
    ]
    for narrower in (
        [person for person in fits if own in titles[person.key]],
        [person for person in fits if any(same_office(own, t) for t in titles[person.key])],
    ):
        if len(fits) > 1 and narrower:
            fits = narrower
    if len(fits) > 1:
        known.flags.append("ambiguous_name")
    return fits[0] if len(fits) == 1 else None


def _by_label(nameless: list[_Known]) -> list[_Person]:
    """Persons of whom only a surname is known: labels that do not exclude each other."""
    persons: list[_Person] = []
    families: defaultdict[str, list[_Person]] = defaultdict(list)
    frequency = Counter(known.label for known in nameless)
    for known in sorted(nameless, key=lambda k: (-frequency[k.label], k.label, k.voice.voice_id)):
        own = known.parts.titles
        for person in families[known.family]:
            if not any(titles_conflict(own, other) for other in person.titles):
                person.members.append(known)
                break
        else:
            person = _Person(f"{known.family} {known.label}", [known])
            families[known.family].append(person)
            persons.append(person)
    return persons


def _join_misspelt(persons: list[_Person], nameless: list[_Known]) -> list[_Known]:
    """Join labels that are a slip of the pen for somebody; return those that are left.

    Somebody who speaks in the same document comes first, then a person of the whole record
    who was on record at that time; either must be the only one.
    """
    documents: defaultdict[str, list[_Person]] = defaultdict(list)
    for person in persons:
        for known in person.members:
            documents[known.voice.document_id].append(person)
    common = Counter(known.label for known in nameless)
    left = []
    for known in nameless:
        near = _near(known, documents[known.voice.document_id], same_document=True)
        if not near and common[known.label] < _COMMON:
            near = _near(known, persons, same_document=False)
        if len(near) == 1:
            near[0].members.append(known)
            known.by = "spelling"
            known.flags = [*known.flags, _VARIANT] if _VARIANT not in known.flags else known.flags
        else:
            left.append(known)
    return left


def _near(known: _Known, persons: Iterable[_Person], *, same_document: bool) -> list[_Person]:
    found = {}
    for person in persons:
        family = person.key.split()[0]
        if same_document:
            fits = family == known.family or is_near(family, known.family)
        else:
            fits = (
                len(person.members) >= _COMMON
                and min(len(family), len(known.family)) >= _LONG
                and is_near(family, known.family)
                and not any(titles_conflict(known.parts.titles, other) for other in person.titles)
                and _on_record(person, known.voice.date)
            )
        if fits:
            found[person.key] = person
    return [found[key] for key in sorted(found)]


def _on_record(person: _Person, day: date | None) -> bool:
    dates = [known.voice.date for known in person.members if known.voice.date]
    if day is None or not dates:
        return False
    return min(dates) <= day <= max(dates)


def _join_offices(persons: list[_Person], offices: list[_Known]) -> list[_Known]:
    """`THE PRESIDENT` without a name is who is so called before and after; else undecided."""
    holders: defaultdict[str, list[_Person]] = defaultdict(list)
    for person in persons:
        for office in {_office(known) for known in person.members if not known.parts.names}:
            holders[office].append(person)
    left = []
    for known in offices:
        candidates = holders[_office(known)]
        if len(candidates) == 1 and _on_record(candidates[0], known.voice.date):
            candidates[0].members.append(known)
            known.flags.append("by_office")
        else:
            known.flags.append("office_without_name")
            left.append(known)
    return left


def _office(known: _Known) -> str:
    words = [word for word in known.parts.titles if word not in ("THE", "EL", "LA", "LE")]
    return " ".join(words).replace("PRESIDENTE", "PRESIDENT")


def _anonymous(voices: list[Voice]) -> tuple[list[Assignment], list[Speaker]]:
    """One speaker for each anonymous label; a rare misspelling joins the label it is near."""
    counts = Counter(normal(voice.label) for voice in voices)
    ranked = sorted(counts, key=lambda label: (-counts[label], label))
    home: dict[str, str] = {}
    for label in ranked:
        near = [
            other
            for other in ranked
            if home.get(other) == other
            and len(label) >= _LONG_LABEL
            and not label[-1:].isdigit()
            and distance(label, other, 2) <= 2
        ]
        home[label] = near[0] if len(near) == 1 else label
    printed: defaultdict[str, set[str]] = defaultdict(set)
    assignments = []
    for voice in voices:
        label = normal(voice.label)
        printed[home[label]].add(voice.label)
        flags = (_VARIANT,) if home[label] != label else ()
        by: ResolvedBy = "spelling" if flags else "anonymous"
        assignments.append(Assignment(voice.voice_id, slug(home[label]), by, flags))
    speakers = [
        Speaker(slug(label), None, tuple(sorted(labels))) for label, labels in printed.items()
    ]
    return assignments, speakers


def _speaker(person: _Person, taken: Counter[str]) -> Speaker:
    name = _name(person)
    labels = Counter(known.voice.label for known in person.members)
    ranked = tuple(sorted(labels, key=lambda label: (-labels[label], label)))
    speaker_id = slug(name or person.members[0].label)
    taken[speaker_id] += 1
    if taken[speaker_id] > 1:
        speaker_id = slug(f"{speaker_id} {person.members[0].label} {taken[speaker_id]}")
    return Speaker(speaker_id, name, ranked, _roles(person))


def _name(person: _Person) -> str | None:
    """The fullest form of the name that is not rare; null where only a surname is known."""
    forms: Counter[str] = Counter()
    for known in person.members:
        if _VARIANT not in known.flags:
            forms.update(known.names)
    least = forms.total() * _RARE_SHARE
    usable = [form for form in forms if forms[form] >= least and len(form.split()) > 1]
    if not usable:
        usable = [form for form in forms if forms[form] >= least]
    if not usable:
        return None
    return min(usable, key=lambda form: (-len(form.split()), -forms[form], -len(form), form))


def _roles(person: _Person) -> tuple[SpeakerRole, ...]:
    """Offices with the first and last date that shows them; part of a fuller one is dropped."""
    printed: defaultdict[str, Counter[str]] = defaultdict(Counter)
    dates: defaultdict[str, list[date]] = defaultdict(list)
    for known in person.members:
        for item in known.voice.evidence:
            if item.office:
                key = normal(item.office)
                printed[key][item.office] += 1
                if known.voice.date:
                    dates[key].append(known.voice.date)
    kept = [
        key
        for key in printed
        if not any(other != key and other.startswith(key + " ") for other in printed)
    ]
    roles = [
        SpeakerRole(
            office=min(printed[key], key=lambda form: (-printed[key][form], form)),
            date_from=min(dates[key], default=None),
            date_to=max(dates[key], default=None),
        )
        for key in kept
    ]
    return tuple(sorted(roles, key=lambda role: (role.date_from or date.max, role.office)))
