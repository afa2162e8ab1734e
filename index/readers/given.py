"""What an object of JSON tells beside its pieces: who its voices are, its title, its day."""

from __future__ import annotations

from datetime import date

from index.language.dates import iso_day
from index.readers.listed import Value, first, is_list_of_objects, plainly_of, voice_of
from index.records import Metadata

_MOST_DEPTH = 3


def called(values: Value) -> dict[str, str]:
    """Names by id, where an object lists its speakers: `{"S0": {"name": "Ada Quill"}}`."""
    listed = _listed(values)
    if isinstance(listed, dict):
        pairs = [(key, voice_of(value)) for key, value in listed.items()]
    elif is_list_of_objects(listed):
        plainly = [plainly_of(fields) for fields in listed]
        pairs = [
            (
                voice_of(first(f, "id", "speakerid", "label")) or "",
                voice_of(first(f, "name", "speakername")),
            )
            for f in plainly
        ]
    else:
        pairs = []
    return {key: name for key, name in pairs if key and name and any(map(str.isalpha, name))}


def _listed(values: Value, depth: int = 0) -> Value:
    """The first list of speakers in an object or in those inside it."""
    if not isinstance(values, dict) or depth == _MOST_DEPTH:
        return None
    inner = (_listed(value, depth + 1) for value in values.values())
    own = first(values, "speakers", "participants")
    return own or next(filter(None, inner), None)


def given_of(values: Value) -> Metadata:
    """Title, day and more that an object tells of itself, beside its pieces."""
    if not isinstance(values, dict):
        return Metadata()
    title, day = values.get("title"), _day(values.get("date"))
    return Metadata(
        title=" ".join(title.split()) or None if isinstance(title, str) else None,
        date=day,
        date_status="page" if day else None,
        url=_string(values.get("url")),
        language=_string(values.get("language")),
    )


def _day(value: Value) -> str | None:
    if isinstance(value, date):
        return value.isoformat()[: len("2031-03-05")]
    return iso_day(value) if isinstance(value, str) else None


def _string(value: Value) -> str | None:
    return value.strip() or None if isinstance(value, str) else None
