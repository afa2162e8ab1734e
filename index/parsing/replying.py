"""Labels told by their place between questions and replies, where they seldom come back.

kind        example                                   counter-example
one pair    Q: Is it wet? / A: It is.                 A: Salt. / Q: Sand.
one replies RCN: Is it wet? / Ada Quill: It is.       Note: It is wet. / Ada Quill: It is.
asked       Q. Is it wet? / ADA QUILL: It is.         Q. Is it wet? / It is. / NOTE WELL: …
oneself     Jo: Sir, I am Jo from the Post.           Gates: the gates from the mill
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from index.language.lines import Line
from index.language.vocabulary import HOSTS, OFFICES, normal
from index.parsing.labelwords import is_name, is_titled
from index.parsing.marks import Mark
from index.parsing.placed import begins_paragraph

_REPLIES = 3
"""Who replies to everybody else does so at least so often."""
_TURNING, _ASKING = 0.85, 0.6
"""Shares: of the replies behind somebody else's words, and of the others who ask."""
_ASKED = re.compile(r"Q(?:[.:]|\s)\s*\S")
_LONGEST_QUESTION = 200
"""Lines of a question's paragraph that are looked through: each label would look through all."""
_BEGINNING = 80
_OFFICES = OFFICES | HOSTS
_WHERE_FROM = r"(?:\s[A-Z][\w’'-]+)?,?\s(?:from|with|of|at|for|here)\b"


def is_one_pair(questions: Sequence[Mark], answers: Sequence[Mark], lines: Sequence[Line]) -> bool:
    """Whether one `Q:` and one `A:` below it are all there is, each a paragraph's beginning."""
    if len(questions) != 1 or len(answers) != 1 or questions[0].start > answers[0].start:
        return False
    numbers = {line.start: number for number, line in enumerate(lines)}
    begun = [numbers.get(mark.ends_before) for mark in (*questions, *answers)]
    if any(number is None or not begins_paragraph(lines, number) for number in begun):
        return False
    asked = [line for line in lines if questions[0].start <= line.end <= answers[0].start]
    return any("?" in line.text for line in asked)


def one_replies(marks: Sequence[tuple[int, Mark]], lines: Sequence[Line]) -> bool:
    """Whether one person replies to all others, most of whom ask, and each of them in turn."""
    labels = [normal(mark.label) for _, mark in marks]
    if not labels:
        return False
    guest, count = Counter(labels).most_common(1)[0]
    person = is_titled(guest) or _is_full(guest)
    if count < _REPLIES or not person or 2 * count > len(labels) + 1:
        return False
    stops = [*(number for number, _ in marks[1:]), len(lines)]
    behind = sum(labels[place] == guest != labels[place - 1] for place in range(1, len(labels))) + (
        labels[0] == guest
    )
    asked = sum(
        any("?" in line.text for line in lines[number:stop])
        for (number, _), stop, label in zip(marks, stops, labels, strict=True)
        if label != guest
    )
    others = len(labels) - count
    return behind >= _TURNING * count and asked >= _ASKING * others and 2 * count >= others


def is_asked(mark: Mark, number: int, lines: Sequence[Line]) -> bool:
    """Whether a full name stands right below a paragraph that begins with `Q.`."""
    if not _is_full(normal(mark.label)):
        return False
    for line in reversed(lines[max(0, number - _LONGEST_QUESTION) : number]):
        if _ASKED.match(line.text):
            return True
        if line.gap:
            return False
    return False


def with_offices(marks: Sequence[Mark]) -> set[str]:
    """Full names with an office behind them, all in capitals; one alone holds a known office."""
    held = {
        label: normal(mark.office.strip(" ,")).split()
        for mark in marks
        if mark.office and mark.office.isupper() and _is_full(label := normal(mark.label))
    }
    if len(held) > 1:
        return {label for label, words in held.items() if len(words) > 1 or _OFFICES & set(words)}
    return {label for label, words in held.items() if _OFFICES & set(words)}


def _is_full(label: str) -> bool:
    return " " in label and is_name(label)


def tells_oneself(mark: Mark, line: Line) -> bool:
    """Whether the words behind a label say its name again, and from where: `Jo: Jo from …`."""
    words = line.text[mark.after - line.start :][:_BEGINNING]
    return bool(re.search(rf"\b{re.escape(mark.label)}\b{_WHERE_FROM}", words))


_TOGETHER = re.compile(r" (?:&|AND) ")


def is_chorus(label: str, counts: Counter[str]) -> bool:
    """Whether a label is of two who speak at once, each of whom also speaks alone."""
    parts = _TOGETHER.split(label)
    return len(parts) > 1 and all(counts[part] for part in parts)
