"""What the owner of an archive taught of its labels: forms that no table has, and who is meant.

A form is written with `{name}` where the name stands and, where there is one, `{time}`: no pattern
that a computer could hang in. It comes with an example, which must fit, so that a slip is seen
when it is made and not in a quote.

    form                 example                      counter-example
    # {name} >           # Ada Quill > The gate.      # The gate
    {time} {name} ||     0:12 Ada Quill || Hello.     0:12 Hello
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from index.errors import SourceError
from index.language.lines import Line
from index.language.vocabulary import normal
from index.parsing.marks import Mark

_PARTS = {"{name}": r"(?P<label>\S[^\n]{0,79}?)", "{time}": r"(?P<time>\d{1,3}(?::\d{2}){1,2})"}
_MOST_FORMS, _MOST_LENGTH = 100, 80


@dataclass(frozen=True, slots=True)
class TaughtForm:
    """How labels are printed in these files, with a line in which one is."""

    form: str
    example: str
    files: str = "*"

    @property
    def pattern(self) -> re.Pattern[str]:
        """What a line with such a label begins with; white space may be any."""
        pieces = re.split(r"(\{name\}|\{time\})", " ".join(self.form.split()))
        return re.compile("".join(_PARTS.get(piece) or _literal(piece) for piece in pieces))


@dataclass(frozen=True, slots=True)
class TaughtName:
    """Who is meant by a label in these files."""

    label: str
    person: str
    files: str = "*"


@dataclass(frozen=True, slots=True)
class Taught:
    """All that is taught for an archive."""

    forms: tuple[TaughtForm, ...] = ()
    names: tuple[TaughtName, ...] = ()

    def of(self, name: str) -> Taught:
        """What holds for the file of this name."""
        return Taught(
            tuple(form for form in self.forms if fnmatchcase(name, form.files)),
            tuple(told for told in self.names if fnmatchcase(name, told.files)),
        )

    def with_speakers(self, speakers: Iterable[tuple[str, str]]) -> Taught:
        """The same for one file, whose own metadata names these people before all others."""
        own = tuple(TaughtName(label, person) for label, person in speakers)
        return Taught(self.forms, (*own, *self.names)) if own else self

    def person(self, label: str) -> str | None:
        """Who is meant by a label; None where nobody told."""
        key = normal(label)
        return next((name.person for name in self.names if normal(name.label) == key), None)


NOTHING_TAUGHT = Taught()


def _literal(piece: str) -> str:
    return r"[^\S\n]*".join(re.escape(word) for word in re.split(r"(?:\s+)", piece))


def checked(taught: Taught, place: str) -> Taught:
    """The same, once each form has a name in it, signs around it, and fits its example.

    :raises SourceError: One does not; the message tells which, and the cure.
    """
    if len(taught.forms) + len(taught.names) > _MOST_FORMS:
        raise SourceError(f"{place} teaches more than {_MOST_FORMS} labels: leave some out")
    for form in taught.forms:
        sign = form.form.replace("{time}", "").partition("{name}")[2].strip()
        if form.form.count("{name}") != 1 or not sign or len(form.form) > _MOST_LENGTH:
            raise SourceError(
                f"{place}: the form {form.form!r} needs {{name}} once, with a sign behind it, as "
                "in '# {name} >'"
            )
        match = form.pattern.match(form.example)
        if not match or not form.example[match.end() :].strip():
            raise SourceError(
                f"{place}: the form {form.form!r} does not fit its example {form.example!r}, "
                "a line with a name and words; correct one of them"
            )
    for name in taught.names:
        if not name.label.strip() or not name.person.strip():
            raise SourceError(f"{place}: a name needs a label and a person, both not empty")
    return taught


def taught_marks(lines: Sequence[Line], forms: Sequence[TaughtForm]) -> list[Mark]:
    """The labels of the lines that have a form which was taught, in text order."""
    patterns = [form.pattern for form in forms]
    marks = []
    for line in lines:
        match = next((m for pattern in patterns if (m := pattern.match(line.text))), None)
        if match:
            marks.append(
                Mark(
                    match["label"].strip(),
                    line.start + match.start("label"),
                    line.start + match.end(),
                    start_s=_seconds(match.groupdict().get("time")),
                    cut=line.start,
                )
            )
    return marks


def _seconds(clock: str | None) -> float | None:
    if clock is None:
        return None
    total = 0
    for part in clock.split(":"):
        total = total * 60 + int(part)
    return float(total)


def with_taught(marks: Sequence[Mark], taught: Sequence[Mark]) -> list[Mark]:
    """The labels with those of taught forms; on one line the taught one counts."""
    cuts = {mark.cut for mark in taught}
    kept = [mark for mark in marks if mark.ends_before not in cuts and mark.cut not in cuts]
    return sorted([*kept, *taught], key=lambda mark: mark.start)
