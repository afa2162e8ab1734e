"""Which letters before a colon, a full stop or alone on a line name who speaks: `Q`, `A`, `P3`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from index.language.lines import Line
from index.parsing.labelwords import coded
from index.parsing.lined import paragraphs
from index.parsing.marks import Mark
from index.parsing.replying import is_one_pair
from index.parsing.verdicts import Found, Verdict

_STOPPED_NAME = re.compile(r"[^\W\d_][^.?!:]{1,40}\.(?= )")
_RECURS = 2
"""A label that stands so often in a document recurs."""
_LETTER_RECURS, _LETTER_VOICES = 3, 3
"""Any letter is a voice where it stands so often, and so few letters share the talk."""
_LETTERS_OVER = 3
"""Letters of voices outnumber labels of other forms so many times."""
_DENSE = 0.5
"""Share of paragraphs with a label, where turns are short."""
_MANY_CODES, _MOSTLY = 8, 0.85
"""Codes such as `P1` that follow one another make a study where they stand so often; a few follow
themselves."""
_CODED = 6
"""So many letters before colons make codes of a study, two of which come back."""


def accept_letters(family: Found) -> Verdict:
    """`Q` where it recurs or others speak beside it; `A` and full stops only where both recur.

    Any other letter counts where two or three letters share the talk.
    """
    stopped = [m for n, m in family.marks if _char(family.lines[n], m.after - 1) == "."]
    others = [m for n, m in family.marks if _char(family.lines[n], m.after - 1) != "."]
    questions = [mark for mark in others if mark.label in ("Q", "P")]
    answers = [mark for mark in others if mark.label == "A"]
    paired = min(len(answers), len(questions)) >= _RECURS
    accepted = answers if paired or is_one_pair(questions, answers, family.lines) else []
    if len(questions) >= _RECURS or family.beside or accepted:
        counts = Counter(mark.label for mark in questions)
        accepted = accepted + [
            m for m in questions if m.label == "Q" or counts["P"] >= _LETTER_RECURS
        ]
    counts = Counter(mark.label for mark in others)
    codes = coded(counts)
    often = [label for label in codes if counts[label] > 1]
    dense = len(others) >= _DENSE * paragraphs(family.lines) or _alternate(others, often)
    if len(often) > 1 and len(others) >= _CODED and not family.beside and dense:
        # "P1:", "R2:" of a study, and "I:" who interviews them.
        return Verdict([m for m in others if counts[m.label] > 1 or m.label in codes])
    if often and _take_turns_with(family.beside, [m for m in others if m.label in codes]):
        return Verdict(accepted + [mark for mark in others if mark.label in codes])
    others = [mark for mark in others if len(mark.label) == 1]
    counts = Counter(mark.label for mark in others)
    shared = 1 < len(counts) <= _LETTER_VOICES and min(counts.values()) >= _LETTER_RECURS
    if shared and len(others) >= _LETTERS_OVER * len(family.beside):
        accepted = others
    counts = Counter(mark.label for mark in stopped)
    if min(counts["Q"], counts["A"]) >= (1 if family.beside else _RECURS):
        accepted = accepted + stopped
    elif (family.beside and counts["Q"] >= _RECURS) or _asks(family, stopped):
        accepted = accepted + [mark for mark in stopped if mark.label == "Q"]
    return Verdict(accepted)


def _asks(family: Found, stopped: Sequence[Mark]) -> bool:
    """Whether most of three or more lines that begin with `Q.` end as questions do."""
    starts = {mark.start for mark in stopped if mark.label == "Q"}
    lines = [family.lines[n] for n, mark in family.marks if mark.start in starts]
    asked = sum(line.text.rstrip('*_"”)').endswith("?") for line in lines)
    below = {n + 1 for n, mark in family.marks if mark.start in starts} & set(
        range(len(family.lines))
    )
    # "THE PRESIDENT. No." is of a form that has its own rule.
    begun = Counter(match[0] for n in below if (match := _STOPPED_NAME.match(family.lines[n].text)))
    named = max(begun.values(), default=0) > 1
    return len(lines) >= _LETTER_RECURS and 3 * asked >= 2 * len(lines) and not named


def _alternate(marks: Sequence[Mark], coded: Sequence[str]) -> bool:
    """Whether most of these letters are codes such as `P1`, and follow one another as voices do."""
    order = sorted(marks, key=lambda mark: mark.start)
    changes = sum(one.label != other.label for one, other in pairwise(order))
    many = sum(mark.label in coded for mark in order)
    return many >= _MANY_CODES and 2 * many > len(order) and changes >= _MOSTLY * (len(order) - 1)


def _take_turns_with(beside: Sequence[Mark], codes: Sequence[Mark]) -> bool:
    """Whether codes and labels in capitals follow one another: `INTERVIEWER:` and `P3:`."""
    order = sorted([*beside, *codes], key=lambda mark: mark.start)
    changes = sum(one.label != other.label for one, other in pairwise(order))
    between = sum((one in codes) != (other in codes) for one, other in pairwise(order))
    return 2 * changes > len(order) and between >= min(len(codes), _LETTER_RECURS)


def _char(line: Line, place: int) -> str:
    return line.text[place - line.start]
