"""Who speaks in records of Japan and Korea: a circle, the name or the office, a wide space.

kind     example                                 counter-example
name     ○丘田委員長　これより会議を開きます。           ○議事日程　第三号
office   ○国務大臣（丘田一郎君）　お答えします。          ○本日の会議に付した案件
Korean   ◯의장 홍길동  회의를 시작하겠습니다.          ○ 첫째  다리
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence

from index.language.lines import Line
from index.parsing.marks import Mark

_SPEAKS = re.compile(
    r"[○◯〇◎][ \u3000]?"
    r"(?P<label>[^\W\d_][^\s（(）)。、：:]{0,24}(?: [^\W\d_][^\s（(）)。、：:]{0,11}){0,3})"
    r"(?P<note>[（(][^（）()\n]{1,24}[）)])?(?:\u3000+| {2,}|\t+|(?<=[君）)]) )(?=\S)"
)
_CIRCLES = frozenset("○◯〇◎")
# What an office or a name with its title ends in, and a note of who holds an office.
_TITLED = re.compile(
    r"(?:君|氏|さん|長|大臣|委員|議員|理事|参考人|説明員|政務官|公述人|証人|参事|官|[構成職教]員|[務理政]局"
    r"|[의부]?장|의원|위원|장관|차관|총리|대통령|실장|국장|처장|청장|감사|교육감|증인|진술인)$"
)
_OFFICE_FIRST = re.compile(
    r"(?:\S*(?:의장|위원장?|장관|차관|총리|시장|도지사|교육감|증인|진술인|원장)) \S+"
)
_HEADINGS = re.compile(
    r"(?:日程|案件|会議|会期|議題|報告|出席|欠席|日時|場所|의사일정|출석|보고사항|안건)"
)
_LEAST, _VOICES = 3, 2


def with_circles(lines: Sequence[Line], marks: Sequence[Mark]) -> list[Mark]:
    """The marks, with those behind circles where most of these tell who speaks.

    A circle before a heading, or before what is no name, ends the turn above and names nobody.
    """
    circled = [(line, _SPEAKS.match(line.text)) for line in lines if line.text[0] in _CIRCLES]
    again = Counter(match["label"] for _, match in circled if match)
    spoken = [
        label
        for _, match in circled
        if match and _may_speak(match, again=again[label := str(match["label"])] > 1)
    ]
    counts = Counter(spoken)
    if len(spoken) < _LEAST or len(counts) < _VOICES or 2 * len(spoken) < len(circled):
        return list(marks)
    taken = sorted(mark.ends_before for mark in marks)
    added = [
        _mark(line, match if match and match["label"] in counts else None)
        for line, match in circled
        if not _holds(taken, line)
    ]
    return sorted([*marks, *added], key=lambda mark: mark.start)


def _may_speak(match: re.Match[str], *, again: bool) -> bool:
    """Whether what stands behind a circle comes back, or is a name with its title or an office."""
    label, note = match["label"], match["note"] or ""
    if _HEADINGS.search(label):
        return False
    held = bool(re.search(r"(?:君|氏|さん)[）)]$", note))
    return again or held or bool(_TITLED.search(label) or _OFFICE_FIRST.fullmatch(label))


def _mark(line: Line, match: re.Match[str] | None) -> Mark:
    if match is None:
        return Mark(line.text, line.start, line.start, cut=line.start, known=False)
    note = match["note"][1:-1] if match["note"] else None
    start = line.start + match.start("label")
    return Mark(match["label"], start, line.start + match.end(), note=note, cut=line.start)


def _holds(taken: Sequence[int], line: Line) -> bool:
    place = bisect_right(taken, line.end) - 1
    return place >= 0 and taken[place] >= line.start
