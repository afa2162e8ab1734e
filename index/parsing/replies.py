"""Replies without a label, where only the questions have one: they are nobody's, not the asker's.

An interview prints `Q:` before each question and nothing before what was replied, a paragraph of
its own below the question.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from index.language.lines import Line
from index.language.vocabulary import ASKERS, normal, uncounted
from index.parsing.marks import Mark
from index.parsing.unmarked import REPLIED

_ASKED = ("?", "？", "؟")
_LEAST, _MOSTLY = 2, 0.5


def with_bare_replies(lines: Sequence[Line], marks: Sequence[Mark]) -> list[Mark]:
    """The marks, with marks of nobody where a question's paragraph ends and another one follows.

    Only where an asker is the only voice that has a label.
    """
    known = [mark for mark in marks if mark.known]
    voices = {uncounted(normal(mark.label)) for mark in known}
    if len(known) < _LEAST or len(voices) != 1 or not voices <= ASKERS:
        return list(marks)
    starts = [line.start for line in lines]
    ends = [mark.ends_before for mark in marks]
    spaced = any(line.gap for line in lines)
    found = []
    for mark in known:
        number = bisect_right(starts, mark.start) - 1
        place = bisect_right(ends, mark.start)
        stop = bisect_left(starts, ends[place]) if place < len(ends) else len(lines)
        for asked, below in zip(lines[number:stop], lines[number + 1 : stop], strict=False):
            if asked.text.rstrip('*_"”)]').endswith(_ASKED) and (below.gap or not spaced):
                found.append(
                    Mark("", below.start, below.start, REPLIED, cut=below.start, known=False)
                )
                break
    if len(found) < _MOSTLY * len(known):
        return list(marks)
    return sorted([*marks, *found], key=lambda mark: mark.start)
