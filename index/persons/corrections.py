"""People's corrections of who speaks, applied to what the voices tell.

A correction names speakers by id, name or label. So that it goes on meaning the same persons when
ids and files change, it is anchored: the seats (`index/storing/seats.py`) of their voices are
noted when it is first laid on, and count before the name from then on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from index.language.vocabulary import normal
from index.persons.speakers import Resolution
from index.records import Assignment, Correction, Speaker, Voice, slug, voice_id

CORRECTED = "corrected"
"""The flag of an assignment that a correction decides."""

MOST_ANCHORS = 200


@dataclass(slots=True)
class Rule:
    """A correction with what anchors it, and whether it could be laid on.

    `seat` is that of the voice made for a turn that is reassigned, None where the turn is gone.
    """

    correction: Correction
    speaker: tuple[str, ...] = ()
    into: tuple[str, ...] = ()
    seat: str | None = None
    applied: bool = False


@dataclass(slots=True)
class _Group:
    """One person: the record as resolved, and the voices that are this person's now."""

    speaker: Speaker
    voices: set[str] = field(default_factory=set)
    changed: bool = False


def correct(
    resolution: Resolution,
    voices: Sequence[Voice],
    rules: Sequence[Rule],
    seats: Mapping[str, str],
    former: Mapping[str, str],
) -> Resolution:
    """Lay corrections on, in order; each rule is told whether it could be, and anchored.

    :param found: What `resolve` gives for the voices but those of reassigned turns.
    :param voices: All voices.
    :param seats: The seat of each voice.
    :param former: Former ids of speakers, each with the one it leads to.
    """
    table = _Table(resolution, voices, seats, former)
    for rule in rules:
        rule.applied = table.lay_on(rule)
    return table.resolution()


class _Table:
    """Who is whom while corrections are applied."""

    def __init__(
        self,
        resolution: Resolution,
        voices: Sequence[Voice],
        seats: Mapping[str, str],
        former: Mapping[str, str],
    ) -> None:
        self._voices = {voice.voice_id: voice for voice in voices}
        self._seats = seats
        self._at = {seats[voice.voice_id]: voice.voice_id for voice in voices}
        self._former = former
        self._groups = {speaker.speaker_id: _Group(speaker) for speaker in resolution.speakers}
        self._assigned = {assignment.voice_id: assignment for assignment in resolution.assignments}
        self._home: dict[str, str | None] = {}
        for assignment in resolution.assignments:
            self._home[assignment.voice_id] = assignment.speaker_id
        for voice in voices:
            if voice.voice_id not in self._assigned:  # of a turn taken out of its label's
                whole = voice_id(voice.document_id, voice.label)
                self._home[voice.voice_id] = self._home.get(whole)
                self._assigned[voice.voice_id] = replace(
                    self._assigned[whole], voice_id=voice.voice_id
                )
        for id_, home in self._home.items():
            if home is not None:
                self._groups[home].voices.add(id_)
        self._corrected: set[str] = set()

    def lay_on(self, rule: Rule) -> bool:
        """Apply one rule; false where what it names is not on record."""
        wanted = rule.correction
        if wanted.kind == "reassign":
            return self._reassign(rule)
        whom = self._find(wanted.speaker, rule.speaker)
        if whom is None:
            return False
        rule.speaker = rule.speaker or self._anchors(whom)
        if wanted.kind == "rename":
            return self._rename(whom, wanted.name or "")
        target = self._find(wanted.into, rule.into) if wanted.into else None
        if target is not None:
            rule.into = rule.into or self._anchors(target)
        if wanted.kind == "merge":
            return target not in (None, whom) and self._merge(whom, str(target))
        return self._split(whom, wanted, target)

    def resolution(self) -> Resolution:
        """Persons and assignments as they are now; who has no voice any more is left out."""
        left = [group for group in self._groups.values() if group.voices]
        speakers = [self._labelled(group) if group.changed else group.speaker for group in left]
        assignments = [self._assignment(id_) for id_ in sorted(self._home)]
        return Resolution(
            tuple(sorted(speakers, key=lambda speaker: speaker.speaker_id)), tuple(assignments)
        )

    def _assignment(self, id_: str) -> Assignment:
        assignment = replace(self._assigned[id_], speaker_id=self._home[id_])
        if id_ not in self._corrected:
            return assignment
        return replace(assignment, flags=tuple(dict.fromkeys((*assignment.flags, CORRECTED))))

    def _labelled(self, group: _Group) -> Speaker:
        """The speaker with the labels of the voices that are left or have come."""
        labels: Counter[str] = Counter()
        for id_ in group.voices:
            if (label := self._voices[id_].label) is not None:
                labels[label] += 1
        ranked = tuple(sorted(labels, key=lambda label: (-labels[label], label)))
        return replace(group.speaker, labels=ranked)

    def _find(self, named: str | None, anchors: Sequence[str]) -> str | None:
        """The person meant: whoever has most of the anchored voices, else by id, name or label."""
        homes = Counter(
            home
            for seat in anchors
            if seat in self._at and (home := self._home[self._at[seat]]) is not None
        )
        if homes:
            return min(homes, key=lambda home: (-homes[home], home))
        if not named:
            return None
        for id_ in (named, self._former.get(named, named)):
            if id_ in self._groups and self._groups[id_].voices:
                return id_
        wanted = normal(named)
        alike = [
            id_
            for id_, group in self._groups.items()
            if group.voices
            and wanted
            in {normal(form) for form in (group.speaker.name or "", *group.speaker.labels)}
        ]
        return alike[0] if len(alike) == 1 else None

    def _anchors(self, id_: str) -> tuple[str, ...]:
        voices = sorted(
            self._groups[id_].voices, key=lambda voice_id: (-self._voices[voice_id].turns, voice_id)
        )
        return tuple(self._seats[voice_id] for voice_id in voices[:MOST_ANCHORS])

    def _rename(self, whom: str, name: str) -> bool:
        group = self._groups[whom]
        group.speaker = replace(group.speaker, name=name)
        self._corrected |= group.voices
        return True

    def _merge(self, whom: str, target: str) -> bool:
        gone, stays = self._groups[whom], self._groups[target]
        roles = dict.fromkeys((*stays.speaker.roles, *gone.speaker.roles))
        name = stays.speaker.name or gone.speaker.name
        stays.speaker = replace(stays.speaker, name=name, roles=tuple(roles))
        self._move(set(gone.voices), target)
        return True

    def _split(self, whom: str, wanted: Correction, target: str | None) -> bool:
        names = set(wanted.documents)
        theirs = {
            id_
            for id_ in self._groups[whom].voices
            if self._voices[id_].document_id in names
            or self._seats[id_].split("\t")[0] in names
            or self._seats[id_].rpartition("\t")[0] in names
        }
        if not theirs or (wanted.into and target in (None, whom)):
            return False
        if target is None:
            target = self._new(wanted.name or "")
        self._move(theirs, target)
        return True

    def _new(self, name: str) -> str:
        id_, number = slug(name), 1
        while id_ in self._groups:
            number += 1
            id_ = f"{slug(name)}-{number}"
        self._groups[id_] = _Group(Speaker(id_, name, ()))
        return id_

    def _reassign(self, rule: Rule) -> bool:
        voice = self._at.get(rule.seat or "")
        if voice is None:
            return False
        if rule.correction.speaker is None:
            self._move({voice}, None)
            return True
        target = self._find(rule.correction.speaker, rule.speaker)
        if target is None:
            return False
        rule.speaker = rule.speaker or self._anchors(target)
        self._move({voice}, target)
        return True

    def _move(self, voices: set[str], target: str | None) -> None:
        for id_ in voices:
            home = self._home[id_]
            if home is not None:
                self._groups[home].voices.discard(id_)
                self._groups[home].changed = True
            self._home[id_] = target
            if target is not None:
                self._groups[target].voices.add(id_)
                self._groups[target].changed = True
        self._corrected |= voices
