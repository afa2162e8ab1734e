"""Who speaks, as the voices tell and as people have put it right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection

from index.persons.corrections import Rule, correct
from index.persons.speakers import resolve
from index.records import Correction, Voice
from index.storing.aliases import follow, read_aliases
from index.storing.corrections import (
    OWN_VOICE,
    StoredCorrection,
    add_correction,
    read_corrections,
    remove_corrections,
    write_anchors,
)
from index.storing.past import corrections_of
from index.storing.seats import seated
from index.storing.store import Store
from index.storing.writes import Change, Resolved, Resolver, resolve_again


def resolver(connection: Connection) -> Resolver:
    """What resolves voices within one transaction: the corrections on record are laid on."""

    def run(voices: Sequence[Voice]) -> Resolved:
        stored = read_corrections(connection)
        if not stored:
            return resolve(voices)
        found = resolve([one for one in voices if not OWN_VOICE.search(one.voice_id)])
        rules = [_rule(one) for one in stored]
        seats = {one.voice_id: one.seat for one in seated(connection)}
        known = {one.alias: one.speaker_id for one in read_aliases(connection)}
        former = {one: follow(one, known) for one in known}
        corrected = correct(found, voices, rules, seats, former)
        for one, rule in zip(stored, rules, strict=True):
            anchored = _anchored(one, rule)
            if anchored != one:
                write_anchors(connection, anchored)
        return corrected

    return run


def change_corrections(
    connection: Connection, new: Sequence[Correction], gone: Sequence[str], origin: str | None
) -> Change:
    """Forget the corrections of these ids, write the new ones down, and lay all of them on."""
    ids = _seats_by_speaker(connection)
    remove_corrections(connection, gone)
    for one in new:
        stored = add_correction(connection, one, origin)
        anchors = {
            name: ids[value]
            for name, value in (("speaker", one.speaker), ("into", one.into))
            if value in ids
        }
        if anchors:
            write_anchors(connection, replace(stored, anchors=anchors))
    return resolve_again(connection, resolver(connection))


def given_by(store: Store, origin: str) -> tuple[StoredCorrection, ...]:
    """The corrections that the file of a folder gives."""
    return tuple(one for one in corrections_of(store) if one.origin == origin)


def _seats_by_speaker(connection: Connection) -> dict[str, list[str]]:
    """The seats of each speaker's voices, and of each former id's."""
    found: dict[str, list[str]] = {}
    for one in seated(connection):
        if one.speaker_id is not None:
            found.setdefault(one.speaker_id, []).append(one.seat)
    known = {one.alias: one.speaker_id for one in read_aliases(connection)}
    for alias in known:
        if alias not in found and (target := follow(alias, known)) in found:
            found[alias] = found[target]
    return found


def _rule(one: StoredCorrection) -> Rule:
    anchors = one.anchors
    return Rule(
        one.correction,
        tuple(anchors.get("speaker") or ()),
        tuple(anchors.get("into") or ()),
        anchors.get("seat"),
    )


def _anchored(one: StoredCorrection, rule: Rule) -> StoredCorrection:
    anchors = dict(one.anchors) | {"applied": rule.applied}
    if rule.speaker:
        anchors["speaker"] = list(rule.speaker)
    if rule.into:
        anchors["into"] = list(rule.into)
    return replace(one, anchors=anchors)
