"""Who speaks: voices of single documents joined to persons across documents.

A person is a surname with one given name (nicknames count as the same) that titles, bylines
or introductions give; voices without a given name join the only person they can be. Nothing
is invented: what cannot be decided is None, or a speaker of its own, and flagged.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date
from itertools import islice
from typing import NamedTuple

from index.language.likeness import office_key
from index.language.nearness import Nearness
from index.language.spelling import distance
from index.language.vocabulary import ANONYMOUS, normal
from index.persons.known import VARIANT, Known, Person, know
from index.persons.persons import gather
from index.records import Assignment, ResolvedBy, Speaker, SpeakerRole, Voice, slug

# A form of a name that fewer than one in thirty places print is a slip of one of them.
_RARE_SHARE = 1 / 30
# Shorter anonymous labels are near each other by chance.
_LONG_LABEL = 8


class Resolution(NamedTuple):
    """Persons and anonymous speakers, by id, and which of them each voice is."""

    speakers: tuple[Speaker, ...]
    assignments: tuple[Assignment, ...]


def resolve(voices: Sequence[Voice]) -> Resolution:
    """Join voices to persons; pure, and independent of the voices' order.

    Flags: `label_variant` a slip in the label, `ambiguous_name` several persons fit,
    `majority_name` the one who speaks in nearly all documents was taken, `by_office` the only
    holder of the office at that time, `office_without_name` nothing tells who it was: the label
    is a speaker of its own, whoever held the office; `not_marked` words without any label.

    :return: Speakers sorted by id, assignments sorted by voice id, one for every voice.
    """
    nobody = [voice for voice in voices if voice.label is None]
    ordered = sorted(
        (voice for voice in voices if voice.label is not None), key=lambda voice: voice.voice_id
    )
    named = [know(voice) for voice in ordered if not voice.anonymous or _named_by_title(voice)]
    persons, undecided = gather(named)
    speakers, assignments = _anonymous(
        [voice for voice in ordered if voice.anonymous and not _named_by_title(voice)]
    )
    taken = Counter(speaker.speaker_id for speaker in speakers)
    for person in sorted(persons, key=lambda person: person.key):
        speaker = _speaker(person, taken)
        speakers.append(speaker)
        assignments += [
            Assignment(known.voice.voice_id, speaker.speaker_id, known.by, tuple(known.flags))
            for known in person.members
        ]
    for titled in _by_office(undecided):
        speaker = _nameless(titled, taken)
        speakers.append(speaker)
        assignments += [
            Assignment(known.voice.voice_id, speaker.speaker_id, "label", tuple(known.flags))
            for known in titled
        ]
    assignments += [Assignment(voice.voice_id, None, None, ("not_marked",)) for voice in nobody]
    return Resolution(
        tuple(sorted(speakers, key=lambda speaker: speaker.speaker_id)),
        tuple(sorted(assignments, key=lambda assignment: assignment.voice_id)),
    )


def _named_by_title(voice: Voice) -> bool:
    return any(item.kind == "title" and item.name for item in voice.evidence)


def _anonymous(voices: list[Voice]) -> tuple[list[Speaker], list[Assignment]]:
    """One speaker for each anonymous label; a rare misspelling joins the label it is near."""
    counts = Counter(normal(voice.printed) for voice in voices)
    ranked = sorted(counts, key=lambda label: (-counts[label], label))
    home: dict[str, str] = {}
    homes: Nearness[str] = Nearness()
    for label in ranked:
        near: list[str] = []
        if len(label) >= _LONG_LABEL and label not in ANONYMOUS and not label[-1:].isdigit():
            alike = (other for other in homes.around(label) if distance(label, other, 2) <= 2)
            near = list(islice(alike, 2))
        home[label] = near[0] if len(near) == 1 else label
        if home[label] == label:
            homes.add(label, label)
    printed: defaultdict[str, set[str]] = defaultdict(set)
    assignments = []
    for voice in voices:
        label = normal(voice.printed)
        printed[home[label]].add(voice.printed)
        flags = (VARIANT,) if home[label] != label else ()
        by: ResolvedBy = "spelling" if flags else "anonymous"
        assignments.append(Assignment(voice.voice_id, slug(home[label]), by, flags))
    speakers = [
        Speaker(slug(label), None, tuple(sorted(labels))) for label, labels in printed.items()
    ]
    return speakers, assignments


def _by_office(voices: Sequence[Known]) -> list[list[Known]]:
    """Voices known by a title alone, those of one office together: `THE PRESIDENT`."""
    offices: defaultdict[str, list[Known]] = defaultdict(list)
    for known in voices:
        offices[office_key(known.parts.titles)].append(known)
    return [offices[office] for office in sorted(offices)]


def _nameless(voices: Sequence[Known], taken: Counter[str]) -> Speaker:
    """The speaker without a name behind these voices, by the label that most of them bear."""
    labels = Counter(known.voice.printed for known in voices)
    ranked = tuple(sorted(labels, key=lambda label: (-labels[label], label)))
    speaker_id = slug(ranked[0])
    taken[speaker_id] += 1
    if taken[speaker_id] > 1:
        speaker_id = slug(f"{speaker_id} {taken[speaker_id]}")
    return Speaker(speaker_id, None, ranked)


def _speaker(person: Person, taken: Counter[str]) -> Speaker:
    name = _name(person)
    labels = Counter(known.voice.printed for known in person.members)
    ranked = tuple(sorted(labels, key=lambda label: (-labels[label], label)))
    clean = [label for label in ranked if label not in _slips(person)] or ranked
    speaker_id = slug(name or clean[0])
    taken[speaker_id] += 1
    if taken[speaker_id] > 1:
        speaker_id = slug(f"{speaker_id} {clean[0]} {taken[speaker_id]}")
    return Speaker(speaker_id, name, ranked, _roles(person))


def _slips(person: Person) -> set[str]:
    return {known.voice.printed for known in person.members if VARIANT in known.flags}


def _name(person: Person) -> str | None:
    """The fullest form of the name that is not rare; None where only a surname is known."""
    forms: Counter[str] = Counter()
    for known in person.members:
        if VARIANT not in known.flags:
            forms.update(known.names)
    least = forms.total() * _RARE_SHARE
    usable = [form for form in forms if forms[form] >= least and len(form.split()) > 1]
    if not usable:
        usable = [form for form in forms if forms[form] >= least]
    if not usable:
        return None
    return min(usable, key=lambda form: (-len(form.split()), -forms[form], -len(form), form))


def _roles(person: Person) -> tuple[SpeakerRole, ...]:
    """Offices with the first and last date that shows them.

    The beginning of one fuller office counts for it: "Secretary" for "Secretary of State".
    """
    printed: defaultdict[str, Counter[str]] = defaultdict(Counter)
    dates: defaultdict[str, list[date]] = defaultdict(list)
    for known in person.members:
        for item in known.voice.evidence:
            if item.office:
                key = normal(item.office)
                printed[key][item.office] += 1
                if known.voice.date:
                    dates[key].append(known.voice.date)
    kept = []
    for key in sorted(printed):
        fuller = [other for other in printed if other.startswith(f"{key} ")]
        if len(fuller) == 1:
            dates[fuller[0]] += dates[key]
        if not fuller:
            kept.append(key)
    roles = [
        SpeakerRole(
            office=min(printed[key], key=lambda form: (-printed[key][form], form)),
            date_from=min(dates[key], default=None),
            date_to=max(dates[key], default=None),
        )
        for key in kept
    ]
    return tuple(sorted(roles, key=lambda role: (role.date_from or date.max, role.office)))
