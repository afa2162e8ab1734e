"""Speaker labels in a text: which line starts are somebody's name and a colon, and which not.

A label stands at the start of a line, in capitals, one to seven words. It counts when it
begins with a known title, names a known anonymous role, or occurs again in the document;
prose such as "So one question: When…" never does. Two forms need no colon: the `Q` of press
briefings and the name with a time of meeting software. Title case counts only where the
whole document is written so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from index.lines import SPACE, Line, is_end
from index.vocabulary import (
    HONORIFICS,
    LABEL_TITLES,
    NOT_LABELS,
    OFFICES,
    RANKS,
    is_anonymous,
    near_title,
    normal,
    uncounted,
)

_UPPER = "".join(
    chr(code)
    for block in (range(0x41, 0x5B), range(0xC0, 0x250), range(0x386, 0x3AC), range(0x400, 0x530))
    for code in block
    if chr(code).isupper()
)
_PARTICLE = "(?:Mc|Mac|La|Le|De|Du|Di|Van|Von|Fitz|St)"
_CAPS = rf"(?:(?:Mr|Ms|Mrs|Dr)\b\.?|{_PARTICLE}?[{_UPPER}][{_UPPER}'’‘.&\-]*)"
_NUMBER = rf"(?:{SPACE}?[#_]?\d{{1,2}})?"
_NOTE = rf"(?:{SPACE}*[(\[](?P<note>[^()\[\]\n]{{1,40}})[)\]])?"
_COLON = rf"(?:\*\*|__)?{SPACE}*:(?:\*\*|__)?(?!//|\d)"
_LEAD = r"[*_#>\u2022 \t\u00a0\u202f\ufeff\u200e]*(?:- )?[*_]*"

_CAPITALS = re.compile(
    rf"(?P<label>{_CAPS}(?:{SPACE}{{1,3}}{_CAPS}){{0,6}}{_NUMBER})"
    rf"(?P<office>,{SPACE}[^:()\n]{{2,60}}?)?{_NOTE}{_COLON}"
)
_BARE_Q = re.compile(rf"(?P<label>[QP])[*]*(?={SPACE}|$)(?!{SPACE}+(?:and|&|&amp;){SPACE}+A\b)")
_GLUED_Q = re.compile(r"(?P<label>Q)(?=[A-Z][a-z’']|I[ ’'])")
_WORD = rf"[{_UPPER}][\w.'’\-]*"
_TITLE_CASE = re.compile(
    rf"(?P<label>{_WORD}(?:{SPACE}(?:(?:of|the|de|van|von|der|bin|al){SPACE})?{_WORD}){{0,4}}{_NUMBER})"
    rf"{_NOTE}{_COLON}"
)
_NAME_AND_TIME = re.compile(
    rf"\[?(?P<label>{_WORD}(?:{SPACE}{_WORD}){{0,4}}{_NUMBER})\]?(?:{SPACE}*[(\[]?[^()\[\]\d]{{0,30}}[)\]]?)??"
    rf"{SPACE}+[(\[]?(?P<time>\d{{1,2}}:\d{{2}}(?::\d{{2}})?)[)\]]?"
)
# `. Q Robert, …` and `? MR. GIBBS: …`: a line break was lost.
_INLINE_Q = re.compile(r"(?<=[.?!)”\"—-]) (?P<label>Q) (?=[A-Z“\"(-])")
_INLINE_LABEL = re.compile(
    rf"(?<=[.?!)”\"—-]) (?P<label>(?:MR|MS|MRS|DR)\.? {_PARTICLE}?[{_UPPER}][{_UPPER}'’\-]+):"
)
_PREPOSITIONS = frozenset({"BY", "ON", "WITH", "FROM", "IN", "AT"})


@dataclass(frozen=True, slots=True)
class Mark:
    """A label as printed, without its colon, at `start`; the words come after `after`.

    `until` is where they end, if the format says so.
    """

    label: str
    start: int
    after: int
    note: str | None = None
    office: str | None = None
    start_s: float | None = None
    until: int | None = None


def label_marks(lines: Sequence[Line]) -> list[Mark]:
    """The labels of one document's lines, in text order."""
    timed = _timed_marks(lines)
    if timed:
        return timed
    capitals, questions, glued = _candidates(lines)
    accepted = _accept(capitals)
    answers = [mark for mark in capitals if mark.label == "A"]
    if len(answers) >= 2 and len(questions) >= 2:
        accepted += answers
    if len(questions) >= 2 or accepted:
        counts = Counter(mark.label for mark in questions)
        accepted += [mark for mark in questions if mark.label == "Q" or counts["P"] >= 3]
    if accepted:
        known = {mark.label for mark in accepted}
        if "Q" in known or len(glued) >= 2:
            accepted += glued
        accepted += _inline(lines, known)
        return _ordered(accepted + _appended(lines, max(mark.start for mark in accepted)))
    return _title_case(lines)


def _appended(lines: Sequence[Line], last: int) -> list[Mark]:
    """Labels of another form in what is appended behind the end mark of a transcript."""
    ends = [line.start for line in lines if line.start > last and is_end(line.text)]
    return _title_case([line for line in lines if line.start > ends[0]]) if ends else []


def cue_marks(lines: Sequence[Line]) -> list[Mark]:
    """The labels at the start of captions' lines, where a name is a known form of writing.

    Beside capitals, a name in title case counts: of two words and more, or when it recurs.
    """
    capitals, questions, _ = _candidates(lines)
    found = _accept(capitals) + [mark for mark in questions if mark.after - mark.start > 1]
    named = _title_candidates(lines)
    counts = Counter(normal(mark.label) for mark in named)
    taken = {mark.start for mark in found}
    for mark in named:
        label = normal(mark.label)
        if mark.start not in taken and (len(label.split()) > 1 or counts[label] > 1):
            found.append(mark)
    return _ordered(found)


def _ordered(marks: list[Mark]) -> list[Mark]:
    by_start = {mark.start: mark for mark in marks}
    return [by_start[start] for start in sorted(by_start)]


def _lead(line: Line) -> tuple[str, int]:
    """A line without list signs and emphasis before its first word, and where that stands."""
    first = line.text[0]
    if first.isalpha() or first == "[":
        return line.text, line.start
    match = re.match(_LEAD, line.text)
    skipped = match.end() if match else 0
    return line.text[skipped:], line.start + skipped


def _candidates(lines: Sequence[Line]) -> tuple[list[Mark], list[Mark], list[Mark]]:
    capitals, questions, glued = [], [], []
    for line in lines:
        text, start = _lead(line)
        head = text[:1]
        if not head.isupper():
            continue
        match = _CAPITALS.match(text)
        if match:
            mark = _mark(match, start)
            if mark.office and len(mark.label.split()) < 2:
                continue
            if mark.label in ("Q", "P"):
                questions.append(mark)
            else:
                capitals.append(mark)
            continue
        if head in "QP":
            match = _BARE_Q.match(text)
            if match:
                questions.append(_mark(match, start))
            elif _GLUED_Q.match(text):
                glued.append(Mark("Q", start, start + 1))
    return capitals, questions, glued


def _mark(match: re.Match[str], start: int) -> Mark:
    groups = match.groupdict()
    return Mark(
        label=groups["label"],
        start=start + match.start("label"),
        after=start + match.end(),
        note=groups.get("note"),
        office=groups.get("office"),
    )


def _accept(candidates: list[Mark]) -> list[Mark]:
    """Known roles and titles at once; other labels when repeated, or near an accepted one."""
    counts = Counter(normal(mark.label) for mark in candidates)
    verdicts = {label: _known(label) for label in counts}
    surnames = {label.split()[-1] for label, known in verdicts.items() if known}
    for label, known in verdicts.items():
        if known or _forbidden(label):
            continue
        words = label.split()
        verdicts[label] = (
            counts[label] >= 2
            or (words[-1] in surnames and len(words) < 4)
            or (len(words) > 1 and near_title(words[0]) is not None)
        )
    return [mark for mark in candidates if verdicts[normal(mark.label)]]


def _forbidden(label: str) -> bool:
    words = label.split()
    honorifics = sum(word in HONORIFICS for word in words)
    return words[0] in NOT_LABELS or honorifics > 1 or len(uncounted(label)) < 2


def _known(label: str) -> bool:
    if label == "A" or _forbidden(label):
        return False
    if is_anonymous(label):
        return True
    words = label.split()
    if words[0] in HONORIFICS:
        return len(words) > 1
    return (
        words[0] in LABEL_TITLES
        and any(word in OFFICES or word in RANKS for word in words)
        and not _PREPOSITIONS.intersection(words)
    )


def _inline(lines: Sequence[Line], known: set[str]) -> list[Mark]:
    """Labels inside a line, where the break before them was lost; only such as are known."""
    found = []
    for line in lines:
        if "Q" in known and " Q " in line.text:
            for match in _INLINE_Q.finditer(line.text):
                found.append(Mark("Q", line.start + match.start("label"), line.start + match.end()))
        if ":" in line.text:
            for match in _INLINE_LABEL.finditer(line.text):
                if match["label"] in known:
                    found.append(_mark(match, line.start))
    return found


def _timed_marks(lines: Sequence[Line]) -> list[Mark]:
    """Names with a time on one line, as meeting software exports them; two make a form."""
    found = []
    for line in lines:
        if line.text[-1] in "0123456789)]" and len(line.text) <= 80:
            match = _NAME_AND_TIME.fullmatch(line.text)
            if match:
                mark = _mark(match, line.start)
                found.append(
                    Mark(mark.label, mark.start, line.end, start_s=_seconds(match["time"]))
                )
    if len(found) < 2:
        return []
    if found[0].start_s is not None and found[0].start_s >= 3600:
        # A clock on the wall, not time since the recording began.
        return [Mark(mark.label, mark.start, mark.after) for mark in found]
    return found


def _seconds(clock: str) -> float:
    total = 0
    for part in clock.split(":"):
        total = total * 60 + int(part)
    return float(total)


def _title_case(lines: Sequence[Line]) -> list[Mark]:
    """Labels such as `Jane Doe:` where at least two recur and most lines carry one."""
    found = _title_candidates(lines)
    counts = Counter(normal(mark.label) for mark in found)
    recurring = [label for label, count in counts.items() if count >= 2]
    dense = 2 * len(found) >= len(lines)
    often = max(counts.values(), default=0) >= 3 and 4 * len(found) >= len(lines)
    if len(recurring) < 2 or not (dense or often):
        return []
    return [mark for mark in found if _is_voice(normal(mark.label), counts)]


def _is_voice(label: str, counts: Counter[str]) -> bool:
    """Whether a title-case label counts among recurring ones: a full name may stand once."""
    return counts[label] >= 2 or _known(label) or len(label.split()) in (2, 3)


def _title_candidates(lines: Sequence[Line]) -> list[Mark]:
    found = []
    for line in lines:
        text, start = _lead(line)
        if ":" in text[:60]:
            match = _TITLE_CASE.match(text)
            if match and not _forbidden(normal(match["label"])):
                found.append(_mark(match, start))
    return found
