"""Voices that a recogniser counts, in forms that names do not have: no colon, or odd times.

kind      example                             counter-example
brackets  [SPEAKER_00] The weir is old.       [Figure 1] The weir.
bare      SPEAKER_00 The weir is old.         Speaker 1 is old.
alone     (Speaker 1)                         Speaker 1 (once)
seconds   [0.0 - 4.2] SPEAKER_00: It is old.  4.2 metres: SPEAKER_00
once      spk09: It is old. (among spk01:)    spk09: (alone)
anybody   ?: It is old. (nobody's)            ?: (without labels)
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from index.language.lines import SPACE, Line
from index.language.naming import shape
from index.language.vocabulary import is_anonymous, normal
from index.parsing.labelwords import is_name
from index.parsing.marks import Mark

_TIME = r"\d[\d:]*(?:[.,]\d+)?"
_SPAN = (
    rf"[\[(<]?(?P<{{}}>{_TIME}){SPACE}?s?"
    rf"(?:{SPACE}*(?:-->|[-–—→]|to){SPACE}*{_TIME}{SPACE}?s?)?[\])>]?"
)
_BARE = r"[^\W\d_]{1,20}_\d{1,3}"
_COUNTED = rf"{_BARE}|[^\W\d_]{{1,20}}{SPACE}?(?:\d{{1,3}}|[A-Z])|UNKNOWN|Unknown"
_NAME = r"[^\W\d_][^\[\]()<>:\n]{1,40}"
_BEFORE = rf"(?:{_SPAN.format('before')}{SPACE}*[-–—|:]?{SPACE}+)"
_BEHIND = rf"(?:{SPACE}*{_SPAN.format('behind')})?{SPACE}*:?(?:{SPACE}+(?=\S)|$)"
_LINE = re.compile(rf"{_BEFORE}?(?:[\[(<](?P<inside>{_COUNTED})[\])>]|(?P<bare>{_BARE})){_BEHIND}")
# The same with a name that somebody put for the number.
_NAMED = re.compile(
    rf"{_BEFORE}?(?:[\[<](?P<inside>{_NAME})[\]>]{_BEHIND}"
    rf"|(?<=\s)(?P<bare>{_NAME}):(?:{SPACE}+(?=\S)|$))"
)
_LEAST, _SHARE = 3, 0.1


def with_numbered(lines: Sequence[Line], marks: Sequence[Mark]) -> list[Mark]:
    """The marks, with such voices where a text has more of them than of known labels.

    Names in the same form are labels too; one word may be a noise, so that nobody speaks then.
    """
    found = [(line, match) for line in lines if (match := _LINE.match(line.text))]
    numbered = [
        mark for line, match in found if is_anonymous(normal((mark := _mark(line, match)).label))
    ]
    known = [mark for mark in marks if mark.known]
    if len(numbered) < max(_LEAST, _SHARE * len(lines), len(known) + 1):
        return list(marks)
    taken = {mark.ends_before for mark in numbered}
    known = [mark for mark in known if mark.ends_before not in taken]
    taken |= {mark.ends_before for mark in known}
    named = [
        mark if " " in mark.label else replace(mark, start=line.start, known=False)
        for line in lines
        if line.start not in taken
        and (match := _NAMED.match(line.text))
        and shape((mark := _mark(line, match)).label) in ("title", "capitals")
        and is_name(normal(mark.label))
    ]
    return sorted([*numbered, *known, *named], key=lambda mark: mark.start)


# `spk09:` among `spk01:` and `spk03:`; `?:` and `All:` among labels with colons.
_CODE = re.compile(rf"(?P<label>(?P<stem>[^\W\d_]{{2,12}}[ _-]?)\d{{1,3}}):{SPACE}+(?=\S)")
_ANYBODY = re.compile(
    r"(?:\?{1,3}|\(\?\)|[MF]\?|All|Both|Several|Group|Everyone|Everybody|Together|Unknown)"
    rf"(?:{SPACE}?\([^()\n]{{1,30}}\))?:{SPACE}+(?=\S)"
)


def with_codes(lines: Sequence[Line], marks: Sequence[Mark]) -> list[Mark]:
    """The marks, with voices of the same count that stand once, and those of nobody in particular.

    Where they were left out, their words would be the neighbour's.
    """
    known = [mark for mark in marks if mark.known]
    stems = Counter(match["stem"] for mark in known if (match := _CODE.match(f"{mark.label}: x")))
    taken = {mark.ends_before for mark in marks}
    found: list[Mark] = []
    for line in lines if len(known) >= _LEAST else ():
        if line.start in taken or ":" not in line.text[:50]:
            continue
        match = _CODE.match(line.text)
        if match and stems[match["stem"]] >= _LEAST:
            after = line.start + match.end()
            found.append(Mark(match["label"], line.start, after, cut=line.start))
        elif line.start > known[0].start and _ANYBODY.match(line.text):
            found.append(Mark(line.text, line.start, line.start, cut=line.start, known=False))
    return sorted([*marks, *found], key=lambda mark: mark.start)


def _mark(line: Line, match: re.Match[str]) -> Mark:
    group = "inside" if match["inside"] else "bare"
    return Mark(
        match[group],
        line.start + match.start(group),
        line.start + match.end(),
        start_s=_seconds(match["before"] or match["behind"]),
        cut=line.start,
    )


def _seconds(clock: str | None) -> float | None:
    if clock is None or not re.search(r"[:.,]", clock):
        return None
    total = 0.0
    for part in clock.replace(",", ".").split(":"):
        total = 60 * total + float(part or 0)
    return total
