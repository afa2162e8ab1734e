"""Everything that an index says of what is on record, to compare with what it must say."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from index.build import Index, open_index
from index.errors import NotFound, OnRecordError, StoreError
from index.persons.speakers import resolve
from index.storing.aliases import read_aliases
from index.storing.corrections import read_corrections
from index.storing.earlier import all_earlier
from index.storing.store import Store
from tests.index.opening import ENCODER, answers, check_whole, opened, says, transcript

State = Mapping[str, int]
"""The number of the talk that each source on record holds, by its name."""


def talk(number: int) -> bytes:
    """A transcript of which one word tells the number."""
    return transcript(f"The cargo{number} arrives on the ferry{number % 7}.")


def word(number: int) -> str:
    """The word of a talk that stands in no other."""
    return f"cargo{number}"


def portrait(index: Index) -> object:
    """All that can be asked of an index, and all that it holds, but no counters."""
    return _of_store(index.store), answers(index)


def _of_store(store: Store) -> object:
    with store.snapshot():
        sources = store.sources()
        texts = [(one.name, one.sha256, store.text(one.source_id)) for one in sources]
        documents = store.documents()
        turns = [store.turns(one.document_id) for one in documents]
        passages = [one.embedded for one in store.passages(store.passage_keys())]
        voices, speakers, assigned = store.voices(), store.speakers(), store.assignments()
        vectors = store.embeddings(store.passage_keys()).tobytes()
        with store.reading() as connection:
            more = [
                repr(read(connection)) for read in (all_earlier, read_aliases, read_corrections)
            ]
    people = (voices, speakers, assigned)
    return texts, documents, turns, passages, people, more, hashlib.sha256(vectors).hexdigest()


def check_state(index: Index, allowed: Sequence[State]) -> State:
    """See that an index holds one of these states whole, in all its parts; which one.

    :raises AssertionError: It holds another, or a part differs.
    """
    there = {one.name: one.source_id for one in index.store.sources()}
    fitting = [
        state
        for state in allowed
        if there == {name: source_id(number) for name, number in state.items()}
    ]
    assert fitting, f"on record are {sorted(there)}, allowed {[dict(one) for one in allowed]}"
    state = fitting[0]
    for name, number in state.items():
        assert index.store.text(there[name]).encode() == talk(number), name
        assert says(index, word(number)) == {name}, word(number)
    assert resolve(index.store.voices()).speakers == index.store.speakers()
    check_whole(index)
    return state


def source_id(number: int) -> str:
    """The id of the source that holds a talk."""
    return hashlib.sha256(talk(number)).hexdigest()[:16]


def check_gone(index: Index, numbers: Sequence[int]) -> None:
    """See that nothing of these talks is found any more."""
    for number in numbers:
        assert not says(index, word(number)), f"{word(number)} is back"


def reopened(folder: Path, *, create: bool = False) -> Index:
    """The index of a folder as the next process opens it."""
    return open_index(folder, ENCODER, create=create)


def refused_with_cure(error: OnRecordError) -> bool:
    """Whether a refusal is one for what is on disk, and says what can be done."""
    words = str(error)
    cures = ("restore", "put back a backup", "index the transcripts again", "onrecord index")
    return isinstance(error, StoreError) and any(cure in words for cure in cures)


def made(folder: Path, state: State) -> None:
    """An index that holds a state, closed."""
    with opened(folder) as index:
        for name, number in state.items():
            index.put(name, talk(number))


def present(index: Index, name: str) -> bool:
    """Whether a source of this name is on record."""
    try:
        index.store.source(name)
    except NotFound:
        return False
    return True
