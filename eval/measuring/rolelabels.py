"""Hand-labelled turns: the role of a turn, and the question that it replies to.

    collections.tsv   name, folder; the folder is a collection, relative to this one
    documents.tsv     collection, document, sha256, half; the half is `dev` or `check`
    labels.tsv        document, start, role, replies_to, note

All three are tab-separated below a header of these names. A turn is named by the place where its
words start, in code points. `role` may name two roles with `|` between them where either is
right, and `replies_to` the starts of several questions with `,` between them where any is; only an
answer has one. The words stay where they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from eval.collections.collection import Collection
from eval.collections.lines import table
from eval.running.loading import load
from index.errors import CollectionError
from index.parsing.transcript import parse
from index.readers import read_source
from index.records import ParsedSource, Role, Turn

COLLECTIONS_HEADER = ("name", "folder")
DOCUMENTS_HEADER = ("collection", "document", "sha256", "half")
LABELS_HEADER = ("document", "start", "role", "replies_to", "note")
HALVES = ("dev", "check")
ROLES: tuple[Role, ...] = get_args(Role)
HANDOVERS = ("hands-over", "calls-time", "thanks")
"""Notes of turns that only pass the floor on."""


@dataclass(frozen=True, slots=True)
class LabelledTurn:
    """One turn as somebody labelled it, and what the parser found.

    `roles` are the right ones, the plainest first; `questions` are the starts of the turns that it
    may be said to reply to, none where it replies to nothing.
    """

    collection: str
    half: str
    document: str
    start: int
    roles: tuple[Role, ...]
    questions: tuple[int, ...]
    note: str
    found_role: Role
    found_question: int | None
    found_handover: bool

    @property
    def is_handover(self) -> bool:
        """Whether it was labelled as one that only passes the floor on."""
        return self.note in HANDOVERS


@dataclass(frozen=True, slots=True)
class _Document:
    """A labelled document with its turns by their start."""

    collection: str
    half: str
    turns: Mapping[int, Turn]
    starts: Mapping[str, int]


def load_role_labels(folder: Path) -> tuple[LabelledTurn, ...]:
    """Read a folder of labels beside what the parser finds in the same turns, in file order.

    :raises CollectionError: A line is wrong (file and line are named), or a document is missing or
        is not the one that was labelled.
    """
    folder = folder.resolve()
    documents = _read_documents(folder)
    path = folder / "labels.tsv"
    by_turn: dict[tuple[str, int], LabelledTurn] = {}
    for number, row in table(path, LABELS_HEADER):
        place = f"{path}:{number}"
        if row[0] not in documents:
            raise CollectionError(f"{place}: no document {row[0]!r} in documents.tsv")
        labelled = _labelled(row, documents[row[0]], place)
        if (labelled.document, labelled.start) in by_turn:
            raise CollectionError(f"{place}: the turn at {labelled.start} is labelled twice")
        by_turn[labelled.document, labelled.start] = labelled
    if not by_turn:
        raise CollectionError(f"{path} has no labels")
    return tuple(by_turn.values())


def _labelled(row: list[str], document: _Document, place: str) -> LabelledTurn:
    name, start, role, replies_to, note = row
    turn = document.turns[_start(start, document, place)]
    roles = tuple(each for each in ROLES if each in role.split("|"))
    if len(roles) != len(role.split("|")):
        raise CollectionError(
            f"{place}: role must be among {', '.join(ROLES)}, with | between two, is {role!r}"
        )
    first = role.split("|")[0]
    questions = tuple(
        _start(ordinal, document, place) for ordinal in replies_to.split(",") if ordinal
    )
    if late := [question for question in questions if question >= turn.start]:
        raise CollectionError(f"{place}: the turn replies to {late[0]}, which is not before it")
    if bool(questions) != ("answer" in roles):
        raise CollectionError(
            f"{place}: an answer, and nothing else, has the start of its question in replies_to; "
            f"this {role} has {replies_to or 'none'}"
        )
    asked = turn.replies_to
    return LabelledTurn(
        collection=document.collection,
        half=document.half,
        document=name,
        start=turn.start,
        roles=tuple(sorted(roles, key=lambda each: each != first)),
        questions=questions,
        note=note,
        found_role=turn.role,
        found_question=None if asked is None else document.starts[asked],
        found_handover="handover" in turn.flags,
    )


def _start(written: str, document: _Document, place: str) -> int:
    if not written.isdecimal() or int(written) not in document.turns:
        raise CollectionError(f"{place}: no turn of this document starts at {written!r}")
    return int(written)


def _read_documents(folder: Path) -> dict[str, _Document]:
    homes = _read_collections(folder / "collections.tsv")
    path = folder / "documents.tsv"
    documents: dict[str, _Document] = {}
    for number, (collection, name, sha256, half) in table(path, DOCUMENTS_HEADER):
        place = f"{path}:{number}"
        if collection not in homes:
            raise CollectionError(f"{place}: no collection {collection!r} in collections.tsv")
        if half not in HALVES:
            raise CollectionError(f"{place}: half must be dev or check, is {half!r}")
        if name in documents:
            raise CollectionError(f"{place}: {name!r} is listed twice")
        source = _parsed(homes[collection], name, place)
        if source.source.sha256 != sha256.lower():
            raise CollectionError(
                f"{place}: {name!r} is not the document that was labelled: its SHA-256 is "
                f"{source.source.sha256}"
            )
        documents[name] = _Document(
            collection,
            half,
            {turn.start: turn for turn in source.turns},
            {turn.turn_id: turn.start for turn in source.turns},
        )
    return documents


def _read_collections(path: Path) -> dict[str, Collection]:
    return {name: load(path.parent / home) for _, (name, home) in table(path, COLLECTIONS_HEADER)}


def _parsed(collection: Collection, name: str, place: str) -> ParsedSource:
    for source in _sources(collection, name):
        return source
    raise CollectionError(f"{place}: {collection.name} has no document {name!r}")


def _sources(collection: Collection, name: str) -> Iterator[ParsedSource]:
    for source in collection.parsed:
        if source.source.name == name:
            yield source
    for path in collection.paths():
        if path.name == name:
            yield parse(read_source(path.name, path.read_bytes()))
