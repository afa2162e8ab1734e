"""Corrections of who speaks, given by a file in a folder of transcripts.

The file holds `{"corrections": [...]}`, each an object with a `kind` and the fields of
`index.records.Correction` that the kind takes. It is no transcript and is never indexed as one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from index.errors import SourceError
from index.files import plain_bytes
from index.listing import CORRECTIONS
from index.records import Correction, CorrectionKind

MOST_BYTES = 1_000_000

TAKES: Mapping[CorrectionKind, tuple[frozenset[str], frozenset[str]]] = {
    "rename": (frozenset({"speaker", "name"}), frozenset()),
    "merge": (frozenset({"speaker", "into"}), frozenset()),
    "split": (frozenset({"speaker", "documents"}), frozenset({"name", "into"})),
    "reassign": (frozenset({"turn"}), frozenset({"speaker"})),
}
"""The fields that each kind needs, and those that it takes besides; a split takes one of them."""


def read_corrections_file(folder: Path) -> tuple[Correction, ...]:
    """What the corrections file of a folder says, in order; none where there is no file.

    :raises SourceError: It is no plain file in the folder, no such JSON, or a correction lacks
        something.
    """
    path = folder / CORRECTIONS
    try:
        data = plain_bytes(path, MOST_BYTES, within=folder.resolve())
    except (FileNotFoundError, NotADirectoryError):
        return ()
    except OSError as error:
        raise SourceError(f"{path} cannot be read ({error}): correct it") from error
    try:
        values = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise SourceError(f"{path} is not JSON in UTF-8 ({error}): correct it") from error
    listed = values.get("corrections") if isinstance(values, dict) else None
    if not isinstance(listed, list) or values.keys() != {"corrections"}:
        raise SourceError(f'{path} must be a JSON object with a list "corrections" and no more')
    return tuple(_one(path, number, value) for number, value in enumerate(listed, start=1))


def make_correction(values: Mapping[str, Any]) -> Correction:
    """A correction from its fields; those that are None are not given.

    :raises SourceError: The kind is unknown, or it takes other fields.
    """
    given = {name: value for name, value in values.items() if value not in (None, [], ())}
    kind = given.pop("kind", None)
    known = next((name for name in TAKES if name == kind), None)
    if known is None:
        raise SourceError(f"the kind is {kind!r}, but must be one of {', '.join(TAKES)}")
    needed, besides = TAKES[known]
    if missing := needed - given.keys():
        raise SourceError(f"{known} needs {' and '.join(sorted(missing))}: give that too")
    if more := given.keys() - needed - besides:
        raise SourceError(f"{known} takes no {' and no '.join(sorted(more))}: leave that out")
    if known == "split" and len(given.keys() & besides) != 1:
        raise SourceError("split needs a name for somebody new, or whom the words go into: one")
    documents = given.pop("documents", [])
    texts = [*given.values(), *(documents if isinstance(documents, list | tuple) else [None])]
    if not all(isinstance(text, str) and text.strip() for text in texts):
        raise SourceError(f"the fields of {known} are texts, and documents a list of texts")
    plain: dict[str, Any] = {name: value.strip() for name, value in given.items()}
    return Correction(known, **plain, documents=tuple(map(str, documents)))


def _one(path: Path, number: int, value: object) -> Correction:
    try:
        return make_correction(value if isinstance(value, dict) else {})
    except SourceError as error:
        raise SourceError(f"{path}, correction {number}: {error}") from error
