"""Speaker labels in a text: which line starts name who speaks, and which are prose.

The forms are a table, `index/parsing/forms.py`, and so are their rules,
`index/parsing/acceptance.py`. Here the families are weighed against each other: a document is
written in one of them, save that names in ordinary case may stand beside capitals, and `Q.` beside
either.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from index.language.lines import SPACE, Line, is_end
from index.language.naming import is_opener
from index.language.vocabulary import CASTS, DEGREES, is_anonymous, normal
from index.parsing.acceptance import speaks
from index.parsing.casts import unlisted
from index.parsing.forms import FORMS, Family, Lead, found_marks, leads
from index.parsing.labelwords import is_code, is_forbidden, is_known
from index.parsing.marks import PARTICLE, UPPER, Mark
from index.parsing.placed import SENTENCE, begins_paragraph, is_slip
from index.parsing.recurring import (
    behind_furniture,
    clocked,
    counted,
    furniture,
    small_names,
)
from index.parsing.strays import bare_labels, joined_labels, joint_labels, once_labels, openers
from index.parsing.surnames import with_given_names
from index.parsing.verdicts import Found, Verdict

__all__ = ["Mark", "label_marks"]

_GLUED_Q = re.compile(r"Q(?=[A-Z][a-z’']|I[ ’'])")
# `. Q Robert, …` and `? MR. GIBBS: …`: a line break was lost.
_INLINE_Q = re.compile(r"(?<=[.?!)”\"—-]) (?P<label>Q) (?=[A-Z“\"(-])")
_INLINE_LABEL = re.compile(
    rf"(?<=[.?!)”\"—-]) (?P<label>(?:MR|MS|MRS|DR)\.? {PARTICLE}?[{UPPER}][{UPPER}'’\-]+):"
)
# A letter that asks or answers may stand behind list signs and emphasis.
_LETTER_SIGNS = frozenset("QPA*_#>\u2022-[")
_RULES = {form.family: form.rule for form in FORMS}
# With so many labels and lines for each, no other family is looked at.
_BROKEN = 90
_MANY, _LINES_EACH = 4, 10
_SLIP = 60
"""A label with a slip of the pen has its colon in so many characters; what is longer is prose."""


class _Document:
    """One document's lines, and those of them that may open a label."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.with_colon = leads(
            (number, line)
            for number, line in enumerate(lines)
            if ":" in line.text or "：" in line.text
        )
        broken = [number for number, line in enumerate(lines) if _is_broken(lines, number, line)]
        if broken:
            joined = leads((number, _joined(lines, number)) for number in broken)
            self.with_colon = sorted([*self.with_colon, *joined])
        self.letters = leads(
            (number, line)
            for number, line in enumerate(lines)
            if line.text[0] in _LETTER_SIGNS or ":" in line.text[1:5]
        )

    @cached_property
    def leads(self) -> list[Lead]:
        """All lines that may open a label; most documents are told by the others."""
        return leads(enumerate(self.lines))

    def found(self, family: Family, among: Sequence[Lead], beside: Sequence[Mark] = ()) -> Found:
        """The marks of a family among these lines, one a line."""
        marks: list[tuple[int, Mark]] = []
        for form in FORMS:
            if form.family == family:
                taken = {number for number, _ in marks} if form.last else set()
                marks += [pair for pair in found_marks(form, among) if pair[0] not in taken]
        marks = with_given_names(sorted(marks, key=lambda pair: pair[0]))
        return Found(marks, self.lines, beside)


def _is_broken(lines: Sequence[Line], number: int, line: Line) -> bool:
    """Whether a label with brackets runs over the end of this line: `The Minister (Prof.`."""
    opened = next((sign for sign in "([" if sign in line.text), "")
    closed = {"(": ")", "[": "]"}.get(opened, "")
    if not opened or number + 1 == len(lines) or closed in line.text or ":" in line.text:
        return False
    below = lines[number + 1]
    return not below.gap and len(line.text) < _BROKEN and f"{closed}:" in below.text[:_BROKEN]


def _joined(lines: Sequence[Line], number: int) -> Line:
    """A line with the one below, as long as both are in the text."""
    line, below = lines[number], lines[number + 1]
    text = line.text + " " * (below.start - line.end) + below.text
    return line._replace(text=text)


def label_marks(lines: Sequence[Line]) -> list[Mark]:
    """The labels of one document's lines, in text order; unknown ones end a turn only."""
    numbered = counted(lines)
    shifted = numbered or clocked(lines)
    if shifted:
        cuts = {line.start: start for start, line in shifted.items()}
        marks = _uncounted([shifted.get(line.start, line) for line in lines])
        marks = _counted_names(marks, numbered) if numbered else marks
        return [replace(mark, cut=cuts.get(mark.ends_before, mark.cut)) for mark in marks]
    return _uncounted(lines)


_COUNTED_NAME = re.compile(r"[^(\[,:\n]{2,60}")


def _counted_names(marks: list[Mark], counted_lines: Mapping[int, Line]) -> list[Mark]:
    """The marks, with all lines that are counted, where many of these are labels alone."""
    taken = {mark.start for mark in marks if mark.known}
    alone = [line for line in counted_lines.values() if line.start in taken]
    if 3 * len(alone) < len(counted_lines):
        return marks
    free = [line for line in counted_lines.values() if line.start not in taken]
    names = [
        (line, match[0].rstrip()) for line in free if (match := _COUNTED_NAME.match(line.text))
    ]
    added = [
        Mark(name, line.start, line.end, cut=line.start)
        for line, name in names
        if len(line.text) <= _BROKEN and not SENTENCE.search(line.text)
    ]
    starts = {mark.start for mark in added}
    return _sorted([mark for mark in marks if mark.start not in starts] + added)


def _uncounted(lines: Sequence[Line]) -> list[Mark]:
    """The labels of lines that have no counter before them."""
    printed = furniture(lines)
    document = _Document([line for line in lines if line.text not in printed] if printed else lines)
    tagged = leads((n, line) for n, line in enumerate(lines) if line.text[:2] == "<v")
    tags = _RULES["tags"](document.found("tags", tagged))
    verdict = tags if tags.labels else _of_best_family(document)
    labels = verdict.labels
    if not labels:
        return small_names(document.lines)
    if not tags.labels:
        prose = openers(lines, labels)
        labels = [mark for mark in labels if mark.label not in prose]
        bare = bare_labels(lines, labels)
        labels = labels + bare.labels
        labels = labels + joined_labels(lines, labels)
        labels = labels + joint_labels(lines, labels)
        once = once_labels(lines, [*labels, *verdict.unknown, *bare.unknown])
        bare.unknown.extend(once.unknown)
        verdict = Verdict(labels + once.labels, verdict.unknown + bare.unknown)
    marks = _ordered(verdict, lines)
    return behind_furniture(marks, lines, printed) if printed else marks


def _of_best_family(document: _Document) -> Verdict:
    """The labels of the form that explains most, and of what stands beside it."""
    lines = document.lines
    capitals = _capitals(document)
    count = len(capitals.labels)
    # "Q" alone on its line, and who answers alone on his.
    letters = count > 0 and all(len(mark.label) == 1 for mark in capitals.labels)
    if count < _MANY or count * _LINES_EACH < len(lines) or letters:
        rivals = [
            _RULES["stop"](document.found("stop", _with(document.leads, "."))),
            _RULES["dash"](document.found("dash", _with(document.leads, "-–—"))),
            _RULES["alone"](document.found("alone", _short(document.leads))),
        ]
        if not count:
            rivals.append(_RULES["title"](_titles(document)))
        best = max(rivals, key=lambda verdict: len(verdict.labels))
        if len(best.labels) > 2 * count or (letters and len(best.labels) >= max(2 * count, _MANY)):
            asked = _RULES["letters"](document.found("letters", document.letters, best.labels))
            labels = best.labels + asked.labels
            labels += _without_names(document, labels)
            labels += _phrases(document, labels)
            return Verdict(labels + _slips(document, labels), best.unknown)
    if not count:
        phrases = _phrases(document, [])
        voices = {mark.label for mark in phrases}
        return Verdict(phrases if len(voices) > 1 else [])
    beside = _RULES["title"](_titles(document, capitals.labels))
    labels = capitals.labels + beside.labels
    labels += _appended(lines, max(mark.start for mark in capitals.labels))
    labels += _phrases(document, labels)
    labels += _slips(document, labels)
    return Verdict(labels, capitals.unknown + beside.unknown)


def _without_names(document: _Document, labels: Sequence[Mark]) -> list[Mark]:
    """Voices without a name before a colon, beside labels of another form: `Operator:`."""
    taken = {mark.start for mark in labels}
    return [
        mark
        for number, mark in document.found("title", document.with_colon).marks
        if mark.start not in taken
        and len(mark.label) > 1
        and is_anonymous(normal(mark.label))
        and speaks(mark, document.lines[number])
        and begins_paragraph(document.lines, number)
    ]


_PHRASE = re.compile(
    rf"(?P<label>(?:The|An?|Some|Several|Une?|Des|Les?|La|El|Los|Las|Der|Die){SPACE}"
    rf"[^\W\d_][^\n.:?!,;()\"“”]{{2,50}}?){SPACE}?:{SPACE}"
)
_SAID = re.compile(
    r"(?i)\b(?:is|are|was|were|say|says|said|question|point|thing|answer|problem|issue|fact|first"
    r"|second|third|last|other|next|est|sont|es|son|ist|sind|following|same|bottom|key|reason)\b"
)
_AGAIN = 3


def _phrases(document: _Document, labels: Sequence[Mark]) -> list[Mark]:
    """Voices named by their part, each a paragraph's beginning that comes again and again."""
    taken = {mark.start for mark in labels}
    marks: list[Mark] = []
    if any(mark.label == "Q" for mark in labels):
        # At a briefing it is an interview that somebody reads out.
        return marks
    spaced = any(line.gap for line in document.lines[len(document.lines) // 10 :])
    for one in document.with_colon:
        match = _PHRASE.match(one.text)
        placed = one.line.gap or not spaced
        if match and one.start not in taken and placed and not _SAID.search(match["label"]):
            mark = Mark(match["label"], one.start, one.start + match.end(), cut=one.line.start)
            if speaks(mark, one.line):
                marks.append(mark)
    counts = Counter(mark.label for mark in marks)
    return [mark for mark in marks if counts[mark.label] >= _AGAIN]


def _slips(document: _Document, labels: Sequence[Mark]) -> list[Mark]:
    """Labels that differ by a slip of the pen from one that recurs, set in the same capitals."""
    counts = Counter(normal(mark.label) for mark in labels)
    often = [label for label, count in counts.items() if count > 1]
    taken = {mark.start for mark in labels}
    high = {normal(mark.label) for mark in labels if mark.label.isupper()}
    near = [lead for lead in document.with_colon if lead.start not in taken]
    near = [lead for lead in near if ":" in lead.text[:_SLIP]] if often else []
    marks = []
    for family in ("capitals", "title"):
        for number, mark in document.found(family, near).marks:
            label = normal(mark.label)
            alike = [other for other in often if (other in high) == mark.label.isupper()]
            spoken = label not in counts and speaks(mark, document.lines[number])
            if spoken and is_slip(label, alike):
                marks.append(mark)
    return marks


def _ordered(verdict: Verdict, lines: Sequence[Line]) -> list[Mark]:
    """Labels and marks of nobody in text order; above the first label nothing is a turn."""
    labels = unlisted(_sorted(verdict.labels), lines)
    labels = labels[_is_headline(labels) :]
    taken = {mark.start for mark in labels}
    others = [
        replace(mark, known=False)
        for mark in verdict.unknown
        if labels and mark.start > labels[0].start and mark.start not in taken
    ]
    return _sorted(labels + others)


def _is_headline(labels: Sequence[Mark]) -> bool:
    """Whether the first label is a head's line in capitals: `ADA QUILL: A life in ditches`.

    Below it she speaks under her name in ordinary case.
    """
    if not labels or not labels[0].label.isupper() or len(labels[0].label) == 1:
        return False
    key = normal(labels[0].label)
    again = [mark.label for mark in labels[1:] if normal(mark.label) == key]
    return len(again) >= _AGAIN and not any(label.isupper() for label in again)


def _sorted(marks: list[Mark]) -> list[Mark]:
    by_start = {mark.start: mark for mark in marks}
    return [by_start[start] for start in sorted(by_start)]


def _with(among: Sequence[Lead], signs: str) -> list[Lead]:
    return [lead for lead in among if any(sign in lead.text[:90] for sign in signs)]


def _short(among: Sequence[Lead]) -> list[Lead]:
    return [lead for lead in among if len(lead.text) <= 120]


def _titles(document: _Document, beside: Sequence[Mark] = ()) -> Found:
    near = [lead for lead in document.with_colon if ":" in lead.text[:90] or "：" in lead.text[:90]]
    family = document.found("title", [lead for lead in near if lead.text[0].isupper()])
    kept = [(n, mark) for n, mark in family.marks if _may_speak(mark.label)]
    return Found(kept, family.lines, beside)


def _may_speak(label: str) -> bool:
    """Whether words before a colon may name a voice, and do not open a sentence."""
    key = normal(label)
    odd = len(key.split()) > 2 and key.split()[1] in DEGREES  # "Kämmerer Dr. Tadd"
    sayable = odd or not is_forbidden(key)
    return is_code(key) or (sayable and (is_known(key) or not is_opener(label)))


def _capitals(document: _Document) -> Verdict:
    """Capitals and letters of one document, and what stands beside them."""
    verdict = _RULES["capitals"](document.found("capitals", document.with_colon))
    labels = unlisted(verdict.labels, document.lines)
    if len(labels) == 1 and normal(labels[0].label) in CASTS:
        # The heading of the last list of who is there, with nobody else in capitals.
        labels = []
    among = [lead for lead in document.letters if lead.text[0] in "QPA" or ":" in lead.text[1:5]]
    if among:
        labels += _RULES["letters"](document.found("letters", among, labels)).labels
    if labels:
        known = {mark.label for mark in labels}
        glued = _glued(among)
        if "Q" in known or len(glued) >= 2:
            labels += glued
        labels += _inline(document.lines, known)
    return Verdict(labels, verdict.unknown)


def _glued(among: Sequence[Lead]) -> list[Mark]:
    return [
        Mark("Q", lead.start, lead.start + 1, cut=lead.line.start)
        for lead in among
        if lead.text[0] == "Q" and _GLUED_Q.match(lead.text)
    ]


def _inline(lines: Sequence[Line], known: set[str]) -> list[Mark]:
    """Labels inside a line, where the break before them was lost; only such as are known."""
    marks = []
    for line in lines:
        if "Q" in known and " Q " in line.text:
            for match in _INLINE_Q.finditer(line.text):
                marks.append(Mark("Q", line.start + match.start("label"), line.start + match.end()))
        if ":" in line.text:
            for match in _INLINE_LABEL.finditer(line.text):
                if match["label"] in known:
                    at = line.start
                    marks.append(Mark(match["label"], at + match.start("label"), at + match.end()))
    return marks


def _appended(lines: Sequence[Line], last: int) -> list[Mark]:
    """Labels of another form in what is appended behind the end mark of a transcript."""
    ends = [line.start for line in lines if line.start > last and is_end(line.text)]
    if not ends:
        return []
    behind = _Document([line for line in lines if line.start > ends[0]])
    return _RULES["title"](_titles(behind)).labels
