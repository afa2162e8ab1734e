"""Words whose speaker is not marked: cut into stretches, so that they can be found and quoted.

They are nobody's. A stretch ends where a paragraph does, and where a line looks like a label that
no form knows, so that no quote runs on from one speaker to the next.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set

from index.language.lines import Line, is_end
from index.language.naming import may_name
from index.language.vocabulary import HEADINGS, NOT_LABELS, normal
from index.parsing.labelwords import is_forbidden, is_name
from index.parsing.marks import UPPER, Mark
from index.parsing.turns import Speech

_LONGEST = 1_500
"""Characters of one stretch: a quote of such a turn is cut from it, and it is what a hit shows."""
_LABEL_LIKE = re.compile(
    rf"(?:[^\w\n]{{0,4}}|\[?\d[\d:.,\]]{{1,11}}\s?)(?P<label>[{UPPER}][^.:?!\n]{{0,40}}?)"
    r"(?:[:：]|\.[-–—]|\s(?:--|[–—])\s)(?!//)"
)
_SHOWN = 3
_SET_OFF = re.compile(
    r"#{1,6}\s+(?:\d{1,3}[.)]\s+)?[^\W\d_].{5,}[?？][*_]{0,3}"
    r"|(?P<sign>\*{1,3}|_{1,3})(?:\d{1,3}[.)]\s+)?[^\W\d_][^*_]{5,}[?？](?P=sign)"
)
_QUESTIONS = 3
"""So many paragraphs set off as questions make an interview whose voices have no labels."""
ASKED, REPLIED = "asked", "replied"
"""The notes of a question that is set off, and of what stands below one."""


def unmarked_speech(lines: Sequence[Line]) -> list[Speech]:
    """These lines as stretches of nobody, in text order; end marks are left out.

    Where questions are set off as headings or in bold, each is a stretch, and so is each reply.
    """
    questions = {line.start for line in lines if _SET_OFF.fullmatch(line.text)}
    if len(questions) < _QUESTIONS:
        questions = set()
    speeches = []
    asked = False
    for run in _runs(lines, questions):
        start = run[0].start
        is_question = start in questions
        asked = asked or is_question
        note = ASKED if is_question else REPLIED if asked else None
        mark = Mark("", start, start, note=note, known=False)
        speeches.append(Speech(mark, "", start, run[-1].end, ()))
    return speeches


_ABOVE = 1_200
"""So many characters of prose above the first label are said or told, and no head of a document."""
_PROSE_WORDS = 8
_SAID_WORDS = 3
_HEADING = re.compile(r"(?i)[#*_= ]*(?:[^\W\d_]+ ){0,3}transcript(?:ion)?[:*_= ]*")
"""Below it begins what was said: notes and lists stand above."""
_GREETS = re.compile(
    r"(?i)(?:ladies and gentlemen|good (?:morning|afternoon|evening|day)|hello|welcome|dear "
    r"(?:colleagues|friends|ladies)|(?:okay|all right|well),? (?:good|hello|welcome)|thanks?)\b"
)
_SENTENCE = re.compile(r"[.?!…][\"”’)\]]*$")


def above_labels(lines: Sequence[Line]) -> list[Speech]:
    """What is said above the first label; mostly nothing is, only a head is printed.

    It is said from a greeting on, from lines on that look like labels with words behind them, or
    where there is so much of it: a spokesman's statement, names that stand once in full.
    """
    heading = max((n for n, line in enumerate(lines) if _HEADING.fullmatch(line.text)), default=-1)
    lines = lines[heading + 1 :]
    prose = [line for line in lines if _is_prose(line.text)]
    labelled = [line for line in lines if _is_labelled(line.text)]
    begins = [line.start for line in lines if _GREETS.match(line.text)]
    if len(labelled) > 1 or any(_is_prose(line.text) for line in labelled):
        begins.append(labelled[0].start)
    if sum(len(line.text) for line in prose) >= _ABOVE:
        begins.append(prose[0].start)
    if not begins:
        return []
    return unmarked_speech([line for line in lines if line.start >= min(begins)])


def _is_labelled(text: str) -> bool:
    """Whether a line has a sentence behind what may be a name, and no field of a head."""
    match = _LABEL_LIKE.match(text)
    if not match or not _SENTENCE.search(text) or "://" in text:
        return False
    label = normal(match["label"])
    words = label.split()
    if (HEADINGS | NOT_LABELS).intersection(words) or not may_name(match["label"].strip()):
        return False
    named = is_name(label) and not is_forbidden(label)
    return named and len(text[match.end() :].split()) >= _SAID_WORDS


def _is_prose(text: str) -> bool:
    sentence = bool(_SENTENCE.search(text)) and "://" not in text
    return sentence and len(text.split()) >= _PROSE_WORDS


def _runs(lines: Sequence[Line], questions: Set[int]) -> Iterator[list[Line]]:
    run: list[Line] = []
    spaced = any(line.gap for line in lines)
    for line in lines:
        if is_end(line.text) or not any(sign.isalnum() for sign in line.text):
            continue
        border = line.gap > 0 or not spaced
        long = bool(run) and line.end - run[0].start > _LONGEST
        new = (
            bool(questions)
            and bool(run)
            and (line.start in questions) != (run[-1].start in questions)
        )
        if run and (new or (border and (long or looks_like_label(line.text))) or _far(run, line)):
            yield run
            run = []
        run.append(line)
    if run:
        yield run


def _far(run: Sequence[Line], line: Line) -> bool:
    """Whether a stretch is so long that it ends although no paragraph does."""
    return line.end - run[0].start > 2 * _LONGEST


def looks_like_label(text: str) -> bool:
    """Whether a line begins as one with a label does, in any form that was ever seen."""
    return bool(_LABEL_LIKE.match(text))


def likely_labels(lines: Sequence[Line]) -> tuple[str, ...]:
    """The beginnings of lines that most look like labels: those that recur, else the first ones."""
    labels = [match["label"].strip() for line in lines if (match := _LABEL_LIKE.match(line.text))]
    counts = Counter(labels)
    ranked = sorted(counts, key=lambda label: (-counts[label], labels.index(label)))
    return tuple(ranked[:_SHOWN])
