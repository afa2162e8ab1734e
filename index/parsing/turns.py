"""From labels to turns: which words belong to each label, with their flags."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from index.language.lines import SPACE, Line, trim
from index.language.vocabulary import ASKERS, is_anonymous, normal, uncounted
from index.parsing.endings import end_lines, speech_end
from index.parsing.interludes import refrains
from index.parsing.labels import Mark
from index.records import TurnFlag

_INTERPRETED = re.compile(
    r"[(\[]?\s*(?:(?:via|through|as|by)\s+)?(?:an?\s+|the\s+)?(?:inter?pret|translat)\w*\.?\s*[)\]]?",
    re.IGNORECASE,
)
_LEADING_NOTE = re.compile(rf"(?:\*\*|__)?{SPACE}*([(\[][^()\[\]\n]{{1,40}}[)\]]){SPACE}*")
_INAUDIBLE = re.compile(
    r"[(\[](?:\w+ )?(?:inaudible|off[- ]?mi[ck]e?|unintelligible|indiscernible|crosstalk|cross-talk"
    r"|no audio|no se escucha)\b[^()\[\]]{0,30}[)\]]",
    re.IGNORECASE,
)
_PHONETIC = re.compile(r"[(\[](?:ph|phon|phonetic|sp)\.?\??[)\]]", re.IGNORECASE)
_AUDIENCE = re.compile(
    r"[(\[][^()\[\]]{0,30}\b(?:laughter|laughs?|applause|cheers?|booing|chuckles)\b[^()\[\]]{0,20}"
    r"[)\]]",
    re.IGNORECASE,
)
# A line drawn between a label and its words.
_RULE_LINE = re.compile(r"[-=_*~]{4,}[ \t]*(?:\n|$)")
WRITTEN = "written"
"""The note of a label in a chat: its words were typed, not said."""
_BROKEN_OFF = re.compile(r"(?:--|—|–|\s-)[\s\"”’)\]]*$")


@dataclass(frozen=True, slots=True)
class Speech:
    """The words `start:end` that one label introduces, before roles are known.

    `section` counts the end marks above it: what is appended is a conversation of its own. The
    `key` is the label for comparing, empty where nobody knows who speaks.
    """

    mark: Mark
    key: str
    start: int
    end: int
    flags: tuple[TurnFlag, ...]
    section: int = 0

    @property
    def label(self) -> str | None:
        """The label as printed, None where nobody knows who speaks."""
        return self.mark.label if self.mark.known else None


def cut_turns(text: str, lines: Sequence[Line], marks: Sequence[Mark], stop: int) -> list[Speech]:
    """The speech of one document, in text order; a label without words gives none."""
    stops = [line.start for line in end_lines(lines)]
    starts = [line.start for line in lines]
    speeches: list[Speech] = []
    marks = _before_footer(text, lines, starts, marks, stop)
    again = refrains(lines, (mark.ends_before for mark in marks))
    shouted = 2 * sum(line.text.isupper() for line in lines) > len(lines)
    for number, mark in enumerate(marks):
        following = marks[number + 1].ends_before if number + 1 < len(marks) else stop
        ended = bisect_left(stops, mark.after)
        limit = min(following, stops[ended]) if ended < len(stops) else following
        limit = max(limit, mark.after)
        first, noted = _words_start(text, mark.after, limit)
        if mark.until is None:
            own = _own_lines(text, lines, starts, first, limit)
            last = limit == stop or limit < following
            asked = number + 1 < len(marks) and uncounted(normal(marks[number + 1].label)) in ASKERS
            end = speech_end(
                text, own, first, limit, last=last, asked=asked, again=again, shouted=shouted
            )
        else:
            end = min(mark.until, following)
        first, end = trim(text, first, _without_closing(text, mark, first, end))
        if first >= end:
            continue
        if not mark.known and mark.label:
            # What looks like a label stays in sight: nobody vouches that it is none.
            first = mark.start
        flags = _flags(text[first:end])
        if mark.note == WRITTEN:
            flags.append("written")
        if not mark.known and mark.label:
            flags.append("speaker_unknown")
        if noted or (mark.note and _INTERPRETED.fullmatch(mark.note)):
            flags.insert(0, "via_interpreter")
        if speeches and _turn_lost(text, speeches[-1], mark):
            flags.append("suspected_gap")
        key = normal(mark.label) if mark.known else ""
        speeches.append(Speech(mark, key, first, end, tuple(flags), ended))
    return speeches


def _without_closing(text: str, mark: Mark, start: int, end: int) -> int:
    """The end of the words without the sign of an emphasis that begins before the label."""
    opened = _EMPHASIS.search(text, mark.ends_before, mark.start)
    if opened is None:
        return end
    words = text[start:end].rstrip()
    closes = words.endswith(opened[0]) and words.count(opened[0]) % 2 == 1
    return start + len(words) - len(opened[0]) if closes else end


def _before_footer(
    text: str, lines: Sequence[Line], starts: Sequence[int], marks: Sequence[Mark], stop: int
) -> Sequence[Mark]:
    """The marks without those of nobody that stand in a footer, behind the last speech."""
    count = len(marks)
    while count and not marks[count - 1].known:
        count -= 1
    if not count or count == len(marks):
        return marks
    first = trim(text, marks[count - 1].after, stop)[0]
    end = speech_end(text, _own_lines(text, lines, starts, first, stop), first, stop, last=True)
    return [mark for number, mark in enumerate(marks) if number < count or mark.start < end]


_EMPHASIS = re.compile(r"\*{1,3}|_{1,3}")
# A clock behind a label, in Markdown perhaps `\\[0:31\\]`: "MR TADD: [9:31:40] When?"
_CLOCK_NOTE = re.compile(
    rf"\\?[(\[]\d{{1,2}}[:.]\d{{2}}(?:[:.]\d{{2,3}}){{0,2}}\\?[)\]]{SPACE}+(?=\S)"
)


# Emphasis that closes behind a label's colon, or the sign of a list below a label.
_CLOSES = re.compile(r"(?<=[:：])[*_]{1,3}(?=\s)|\s+[*•](?=[ \t]+\S)")


def _words_start(text: str, after: int, limit: int) -> tuple[int, bool]:
    """Where the words begin behind a label, and whether an interpreter's note stands before."""
    interpreted = False
    closed = _CLOSES.match(text, after, limit)
    after = closed.end() if closed else after
    while True:
        start = trim(text, after, limit)[0]
        rule = _RULE_LINE.match(text, start, limit) or _CLOCK_NOTE.match(text, start, limit)
        if rule:
            after = rule.end()
            continue
        match = _LEADING_NOTE.match(text, start, limit)
        if not match or not _INTERPRETED.fullmatch(match[1]):
            return start, interpreted
        after, interpreted = match.end(), True


def _own_lines(
    text: str, lines: Sequence[Line], starts: Sequence[int], first: int, limit: int
) -> list[Line]:
    """The lines of one turn; the first begins behind the label, the last before the next one."""
    low = max(bisect_right(starts, first) - 1, 0)
    own = []
    for line in lines[low : bisect_left(starts, limit)]:
        begin, end = trim(text, max(line.start, first), min(line.end, limit))
        if begin < end:
            whole = (begin, end) == (line.start, line.end)
            own.append(line if whole else Line(begin, end, text[begin:end]))
    return own


def _turn_lost(text: str, before: Speech, mark: Mark) -> bool:
    """One person labelled twice in a row: somebody's interjection is missing in between.

    A recess, a film or an end mark in between is a reason for the second label.
    """
    key = normal(mark.label)
    if not mark.known or before.key != key or is_anonymous(key) or mark.until is not None:
        return False
    return not any(sign.isalnum() for sign in text[before.end : mark.start])


def _flags(words: str) -> list[TurnFlag]:
    flags: list[TurnFlag] = []
    if "(" in words or "[" in words:
        if _INAUDIBLE.search(words):
            flags.append("inaudible")
        if _PHONETIC.search(words):
            flags.append("phonetic")
        if _AUDIENCE.search(words):
            flags.append("audience")
    if _BROKEN_OFF.search(words[-8:]):
        flags.append("interrupted")
    return flags
