"""What `onrecord label` and `onrecord add` do with one file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePath

from index.errors import SourceError
from index.files import replaced
from index.parsing.taught import Taught, TaughtForm, TaughtName, checked
from index.parsing.transcript import parse
from index.readers import SUPPORTED, read_source
from index.records import Metadata, ParsedSource
from index.teaching import LABELS, read_taught, written
from service.console import Output
from service.fetching import Fetched, fetch, name_of
from service.opening import opened_index
from service.settings import Settings

_SHOWN, _WORDS = 10, 70


@dataclass(frozen=True, slots=True)
class Lesson:
    """What one call teaches."""

    form: str | None
    example: str | None
    names: tuple[str, ...]
    files: str

    def added_to(self, known: Taught) -> Taught:
        """What is known with this lesson; the newest stands first, and so it counts.

        :raises SourceError: It is not whole, or does not fit its example.
        """
        if (self.form is None) != (self.example is None):
            raise SourceError("--form and --example come together: give a line that has the form")
        forms = []
        if self.form is not None and self.example is not None:
            forms.append(TaughtForm(self.form, self.example, self.files))
        names = [_name(one, self.files) for one in self.names]
        old_forms = [one for one in known.forms if one not in forms]
        told = {(one.label, one.files) for one in names}
        old_names = [one for one in known.names if (one.label, one.files) not in told]
        return checked(Taught((*forms, *old_forms), (*names, *old_names)), "this lesson")


def _name(text: str, files: str) -> TaughtName:
    label, sign, person = text.partition("=")
    if not sign:
        raise SourceError(f"--name {text!r} needs LABEL=PERSON, as in --name 'M=Ada Quill'")
    return TaughtName(label.strip(), person.strip(), files)


def taught(file: Path, lesson: Lesson, encoding: str, *, save: bool) -> Output:
    """The first turns of a file with what is taught, which is kept when asked for."""
    known = lesson.added_to(read_taught(file.parent))
    parsed = parse(read_source(file.name, file.read_bytes(), encoding=encoding), known)
    if save:
        with replaced(file.parent / LABELS) as beside:
            beside.write_text(written(known), encoding="utf-8")
    named = sum(turn.label is not None for turn in parsed.turns)
    counts = f"{len(parsed.turns)} turns, {len(parsed.turns) - named} of them of nobody"
    kept = f"kept in {file.parent / LABELS}: index the folder again" if save else "not kept"
    lines = (*map(_line, _shown(parsed, known)), "", f"{counts}; {kept}")
    turns = [
        {"label": one.label, "person": one.person, "words": one.words}
        for one in _shown(parsed, known)
    ]
    return Output({"turns": turns, "count": len(parsed.turns), "saved": save}, lines)


def listed(folder: Path) -> Output:
    """What is taught for a folder."""
    known = read_taught(folder)
    forms = [{"form": one.form, "example": one.example, "files": one.files} for one in known.forms]
    names = [{"label": one.label, "person": one.person, "files": one.files} for one in known.names]
    lines = [f"form  {one.form}  as in “{one.example}”  [{one.files}]" for one in known.forms]
    lines += [f"name  {one.label} is {one.person}  [{one.files}]" for one in known.names]
    return Output({"forms": forms, "names": names}, tuple(lines or [f"no {LABELS} in {folder}"]))


@dataclass(frozen=True, slots=True)
class _Shown:
    """One turn of the preview."""

    label: str | None
    person: str | None
    words: str


def _shown(parsed: ParsedSource, known: Taught) -> list[_Shown]:
    mine = known.of(parsed.source.name)
    text = parsed.source.text
    return [
        _Shown(
            turn.label,
            mine.person(turn.label) if turn.label else None,
            " ".join(text[turn.start : turn.end].split()),
        )
        for turn in parsed.turns[:_SHOWN]
    ]


def _line(one: _Shown) -> str:
    words = one.words if len(one.words) <= _WORDS else one.words[:_WORDS] + " …"
    who = one.label or "(speaker not marked)"
    return f"{who} (is {one.person}): {words}" if one.person else f"{who}: {words}"


def add(settings: Settings, url: str, name: str | None) -> Output:
    """Put what stands at an address on record; its bytes are kept, and where they were found."""
    found: Fetched = fetch(url, settings.max_source_bytes)
    called = name or name_of(url)
    with opened_index(settings, create=True) as opened:
        result = opened.put(
            called,
            found.data,
            media_type=_reader_type(called, found.media_type),
            metadata=Metadata(url=found.url),
        )
    documents = [one.document_id for one in result.documents]
    body = {"source": called, "url": found.url, "status": result.status, "documents": documents}
    told = tuple(f"{called}: {notice}" for notice in result.notices)
    line = f"{result.status}: {called}, {len(documents)} documents from {found.url}"
    return Output(body, (line, *told))


def _reader_type(name: str, sent: str | None) -> str | None:
    """The type that a server sends, where the name's ending does not tell a reader."""
    known = PurePath(name).suffix.lower() in SUPPORTED
    return None if known else sent
