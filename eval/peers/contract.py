"""What passes between this project and a driver in a peer's environment, as JSON.

A driver runs under the peer's own Python, where none of this project's libraries are installed:
this module, `driving.py` and the package's `__init__` import the standard library alone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Text:
    """One document: its name in the collection and its whole text."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Asked:
    """One question; `document` names the only document to look into, None for all of them."""

    query_id: str
    text: str
    document: str | None


@dataclass(frozen=True, slots=True)
class Job:
    """What a driver is to do.

    `model` is the folder of the embedding model, `index` the folder where the built index is
    kept, `depth` the number of hits for each question. `collection` is the judged collection's
    folder and `documents_folder` that of its files, empty for its own: only our own driver,
    which reads files and not texts, looks at these two.
    """

    configuration: str
    model: str
    index: str
    depth: int
    threads: int
    documents: tuple[Text, ...]
    questions: tuple[Asked, ...]
    collection: str = ""
    documents_folder: str = ""


@dataclass(frozen=True, slots=True)
class Chunk:
    """What a peer indexed, and where the peer says that it starts; None where it does not say."""

    document: str
    text: str
    start: int | None = None


@dataclass(frozen=True, slots=True)
class Ranked:
    """A chunk's key in the peer's index, and its score; higher is better."""

    key: str
    score: float


@dataclass(frozen=True, slots=True)
class PeerHit:
    """A hit in code points of the document; no place where its words do not stand there."""

    document: str
    start: int | None
    end: int | None
    score: float


@dataclass(frozen=True, slots=True)
class PeerAnswer:
    """The ranked hits for one question and the milliseconds that they took."""

    query_id: str
    document: str | None
    ms: float
    hits: tuple[PeerHit, ...]


@dataclass(frozen=True, slots=True)
class Built:
    """The first process: it splits, embeds and indexes the documents.

    `index_s` begins with the texts in memory and the model loaded, and ends when the index can
    be searched. `unplaced` counts chunks, by document, whose words do not stand in it.
    """

    settings: Mapping[str, object]
    versions: Mapping[str, str]
    chunks: int
    index_s: float
    peak_mib: float
    unplaced: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answered:
    """The second process: it loads the index and answers every question.

    `cold_start_s` runs from the start of the process to the first answer.
    """

    cold_start_s: float
    peak_mib: float
    answers: tuple[PeerAnswer, ...]


def write_json(path: Path, value: Job | Built | Answered) -> None:
    """Write a job or a result beside its place and rename it, so that no half is ever read."""
    half = path.with_suffix(".part")
    half.write_text(json.dumps(asdict(value), ensure_ascii=False), encoding="utf-8")
    half.replace(path)


def read_job(path: Path) -> Job:
    """Read a job.

    :raises ValueError: It is no job; the file is named.
    """
    fields = _fields(path)
    try:
        documents = tuple(Text(**document) for document in fields.pop("documents"))
        questions = tuple(Asked(**question) for question in fields.pop("questions"))
        return Job(**fields, documents=documents, questions=questions)
    except (KeyError, TypeError) as error:
        raise ValueError(f"{path} is no job for a driver: {error!r}") from error


def read_built(path: Path) -> Built:
    """Read what the first process wrote.

    :raises ValueError: It is no such result; the file is named.
    """
    try:
        return Built(**_fields(path))
    except TypeError as error:
        raise ValueError(f"{path} does not describe an index: {error}") from error


def read_answered(path: Path) -> Answered:
    """Read what the second process wrote.

    :raises ValueError: It is no such result, or a hit lies outside of 0 ≤ start < end.
    """
    fields = _fields(path)
    try:
        answers = tuple(_answer(answer) for answer in fields.pop("answers"))
        return Answered(**fields, answers=answers)
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{path} does not hold a peer's answers: {error!r}") from error


def place_chunks(chunks: Sequence[Chunk], texts: Mapping[str, str]) -> list[tuple[int, int] | None]:
    """Where each chunk stands in its document, in code points, end exclusive.

    The peer's own offset counts where exactly the chunk's words stand there. Else the chunk is
    looked for, word for word, behind the document's chunk before it, so that repeated words find
    their own place; None where the words do not stand there.

    :param chunks: Each document's chunks in the order of its text. They may overlap where the
        peer gives offsets; a peer that gives none is taken to cut without overlap.
    """
    places: list[tuple[int, int] | None] = []
    before: dict[str, tuple[int, int]] = {}
    for chunk in chunks:
        text, length, start = texts[chunk.document], len(chunk.text), chunk.start
        if start is None or not length or text[start : start + length] != chunk.text:
            last_start, last_end = before.get(chunk.document, (-1, 0))
            behind = last_end if start is None else last_start + 1
            start = text.find(chunk.text, behind) if length else -1
        places.append((start, start + length) if start >= 0 else None)
        if start >= 0:
            before[chunk.document] = (start, start + length)
    return places


def _answer(fields: dict[str, Any]) -> PeerAnswer:
    hits = tuple(PeerHit(**hit) for hit in fields.pop("hits"))
    for hit in hits:
        if (hit.start is None) != (hit.end is None) or (
            hit.start is not None and hit.end is not None and not 0 <= hit.start < hit.end
        ):
            raise ValueError(f"{fields.get('query_id')}: no place {hit.start}:{hit.end}")
    return PeerAnswer(**fields, hits=hits)


def _fields(path: Path) -> dict[str, Any]:
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, json.JSONDecodeError) as error:
        raise ValueError(f"{path} cannot be read as JSON: {error}") from error
    if not isinstance(fields, dict):
        raise ValueError(f"{path} must hold an object, holds {type(fields).__name__}")
    return fields
