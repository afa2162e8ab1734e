"""Corrections of who speaks, whoever gives them: checked against the record, laid on, removed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from index.build import Index
from index.correctionsfile import make_correction
from index.errors import BadRequest, NotFound, SourceError
from index.records import Correction
from index.storing.corrections import StoredCorrection, correction_id_of
from index.storing.past import corrections_of
from retrieval.answer import Searcher
from service.formats import load_transcript
from service.problems import echo
from service.routes.documents import find_documents


def add(index: Index, searcher: Searcher, given: Mapping[str, Any]) -> StoredCorrection:
    """Lay a correction on what is on record; it counts for what comes later, too.

    :param given: The fields of the contract's `CorrectionRequest`.
    :raises BadRequest: Its kind takes other fields, or it would change nothing.
    :raises UnknownFilter: A speaker is not on record; several are called so.
    :raises NotFound: A document or the turn is not on record.
    """
    correction = _checked(given, index, searcher)
    index.correct([correction])
    wanted = correction_id_of(correction)
    return next(one for one in corrections_of(index.store) if one.correction_id == wanted)


def remove(index: Index, correction_id: str) -> int:
    """Take a correction off; the generation from which on it does not count.

    :raises NotFound: There is no such correction.
    """
    if correction_id not in {one.correction_id for one in corrections_of(index.store)}:
        raise NotFound(f"no correction has the id {echo(correction_id)}")
    return index.correct([], [correction_id])


def words(correction: Correction) -> str:
    """A correction in a sentence."""
    said = correction
    if said.kind == "rename":
        return f"{said.speaker} is called {said.name}"
    if said.kind == "merge":
        return f"{said.speaker} and {said.into} are one person: {said.into}"
    if said.kind == "split":
        whose = said.into or f"somebody else, {said.name}"
        return f"what {said.speaker} says in {', '.join(said.documents)} is said by {whose}"
    return f"turn {said.turn} is said by {said.speaker or 'nobody who is known'}"


def _checked(given: Mapping[str, Any], index: Index, searcher: Searcher) -> Correction:
    """The correction with ids for what it names."""
    try:
        wanted = make_correction(given)
    except SourceError as error:
        raise BadRequest(str(error)) from error
    speaker, into = (
        None if one is None else _speaker(one, searcher) for one in (wanted.speaker, wanted.into)
    )
    if speaker is not None and speaker == into:
        raise BadRequest(f"{echo(wanted.speaker)} and {echo(wanted.into)} are one speaker already")
    store = index.store
    for name in wanted.documents:
        find_documents(store, name)
    if wanted.turn is not None and "#t" not in wanted.turn:
        turns = load_transcript(store, wanted.turn.rpartition("-t")[0]).turns
        if wanted.turn not in {one.turn_id for one in turns}:
            raise NotFound(f"no turn has the id {echo(wanted.turn)}")
    return replace(wanted, speaker=speaker, into=into)


def _speaker(named: str, searcher: Searcher) -> str:
    found = searcher.speakers([named])
    if len(found) > 1:
        ids = ", ".join(one.speaker_id for one in found)
        raise BadRequest(f"{echo(named)} may be {ids}: give the id of one of them")
    return found[0].speaker_id
