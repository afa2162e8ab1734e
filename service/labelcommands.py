"""What `onrecord label` and `onrecord add` do with one file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePath

from index.errors import SourceError
from index.files import plain_bytes, replaced
from index.parsing.taught import Taught, TaughtForm, TaughtName, checked
from index.parsing.transcript import parse
from index.readers import DEFAULT_MAX_BYTES, SUPPORTED, read_source
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
        names = [_name(text, self.files) for text in self.names]
        old_forms = [form for form in known.forms if form not in forms]
        told = {(name.label, name.files) for name in names}
        old_names = [name for name in known.names if (name.label, name.files) not in told]
        return checked(Taught((*forms, *old_forms), (*names, *old_names)), "this lesson")


def _name(text: str, files: str) -> TaughtName:
    label, sign, person = text.partition("=")
    if not sign:
        raise SourceError(f"--name {text!r} needs LABEL=PERSON, as in --name 'M=Ada Quill'")
    return TaughtName(label.strip(), person.strip(), files)


def taught(file: Path, lesson: Lesson, encoding: str, *, save: bool) -> Output:
    """The first turns of a file with what is taught, which is kept when asked for."""
    known = lesson.added_to(read_taught(file.parent))
    parsed = parse(
        read_source(file.name, plain_bytes(file, DEFAULT_MAX_BYTES), encoding=encoding), known
    )
    if save:
        with replaced(file.parent / LABELS) as beside:
            beside.write_text(written(known), encoding="utf-8")
    named = sum(turn.label is not None for turn in parsed.turns)
    counts = f"{len(parsed.turns)} turns, {len(parsed.turns) - named} of them of nobody"
    kept = f"kept in {file.parent / LABELS}: index the folder again" if save else "not kept"
    lines = (*map(_line, _shown(parsed, known)), "", f"{counts}; {kept}")
    turns = [
        {"label": turn.label, "person": turn.person, "words": turn.words}
        for turn in _shown(parsed, known)
    ]
    return Output({"turns": turns, "count": len(parsed.turns), "saved": save}, lines)


def listed(folder: Path) -> Output:
    """What is taught for a folder."""
    known = read_taught(folder)
    forms = [
        {"form": form.form, "example": form.example, "files": form.files} for form in known.forms
    ]
    names = [
        {"label": name.label, "person": name.person, "files": name.files} for name in known.names
    ]
    lines = [f"form  {form.form}  as in “{form.example}”  [{form.files}]" for form in known.forms]
    lines += [f"name  {name.label} is {name.person}  [{name.files}]" for name in known.names]
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


def _line(shown: _Shown) -> str:
    words = shown.words if len(shown.words) <= _WORDS else shown.words[:_WORDS] + " …"
    who = shown.label or "(speaker not marked)"
    return f"{who} (is {shown.person}): {words}" if shown.person else f"{who}: {words}"


def add(settings: Settings, url: str, name: str | None) -> Output:
    """Put what stands at an address on record; its bytes are kept, and where they were found."""
    fetched: Fetched = fetch(url, settings.max_source_bytes)
    called = name or name_of(url)
    with opened_index(settings, create=True) as opened:
        result = opened.put(
            called,
            fetched.data,
            media_type=_reader_type(called, fetched.media_type),
            metadata=Metadata(url=fetched.url),
        )
    documents = [document.document_id for document in result.documents]
    body = {"source": called, "url": fetched.url, "status": result.status, "documents": documents}
    told = tuple(f"{called}: {notice}" for notice in result.notices)
    line = f"{result.status}: {called}, {len(documents)} documents from {fetched.url}"
    return Output(body, (line, *told))


def _reader_type(name: str, sent: str | None) -> str | None:
    """The type that a server sends, where the name's ending does not tell a reader."""
    known = PurePath(name).suffix.lower() in SUPPORTED
    return None if known else sent
