"""What labels with times are made of: clocks, names before a colon, and what ends such a text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.language.lines import PICTURES, SPACE, Line

_WEEKDAY = r"(?:Mon|Tue(?:s)?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?"
DAY = (
    r"(?:\d{1,4}[./-]\d{1,2}[./-]\d{2,4},?"
    rf"|(?:[Yy]esterday|[Tt]oday|{_WEEKDAY}),?(?: at)?)[ \u202f]"
)
CLOCK = rf"(?:\d{{2}}-(?=\d{{2}}:\d{{2}}:)|{DAY})?" r"\d{1,3}:\d{2}(?::\d{2})?(?:[.,]\d{1,6})?"
SPAN = rf"(?P<time>{CLOCK})(?:{SPACE}*(?:-->|[-–—→]|to){SPACE}*{CLOCK})?"
HALF = rf"(?:{SPACE}?[AaPp]\.?[Mm]\.?)?"
TIME = rf"(?:[\[(<]{SPACE}*{SPAN}{HALF}{SPACE}*[\])>]|{SPAN.replace('time', 'bare')}{HALF})"
PLAIN_TIME = TIME.replace(HALF, "")
IN_BRACKETS = rf"[\[(<]{SPACE}*{SPAN}{SPACE}*[\])>]"
STAR = r"[*_]{0,3}"
LEAD = rf"[*_#>•\-\ufeff\u200e{PICTURES}{SPACE[1:-1]}]*"
NAME = r"[^:：\n\t\[\]*]{1,60}?"
BESIDE = rf"(?:{SPACE}*[(\[（][^()\[\]\d（）]{{0,40}}[)\]）])?"
COLON = rf"{SPACE}*{STAR}{SPACE}*[:：]{STAR}{SPACE}*"

# Google Docs gives a heading its own name behind it: `### 00:02:11 {#00:02:11}`.
ALONE = re.compile(rf"{LEAD}{TIME}{STAR}(?:(?<=[\])>]):)?(?:{SPACE}*\{{#[^{{}}\n]*\}})?")
_TAIL = re.compile(
    r"(?i)\W*(?:meeting|recording|call|transcription) (?:ended|stopped)\b.{0,60}"
    r"|.{1,60} (?:started|stopped) (?:transcription|recording)|\W*transcribed by .{3,60}"
    r"|\W*this (?:editable )?transcript (?:was|is) .{0,200}"
)
LONGEST = 120


@dataclass(frozen=True, slots=True)
class Timed:
    """One label: its place, where its lines begin, where its words begin, and the time in s."""

    label: str
    start: int
    line: int
    after: int
    time_s: float | None


def is_clock(line: Line) -> bool:
    """Whether a line has a clock and nothing else, or a heading's own name behind it."""
    return len(line.text) <= LONGEST and bool(ALONE.fullmatch(line.text))


def is_tail(line: Line) -> bool:
    """Whether a line is what a tool says of its own transcript, at the end as a rule."""
    return len(line.text) <= 2 * LONGEST and bool(_TAIL.fullmatch(line.text))


def time_of(match: re.Match[str]) -> float:
    """The seconds of the clock in a match."""
    groups = match.groupdict()
    clock = groups.get("time") or groups.get("bare") or groups.get("inner") or "0"
    total = 0
    clock = re.split(r"[-\s]", clock)[-1]
    whole, _, fraction = clock.replace(",", ".").partition(".")
    for part in whole.split(":"):
        total = total * 60 + int(part)
    return total + (int(fraction) / 10 ** len(fraction) if fraction else 0.0)


def timed_label(match: re.Match[str], line: Line, number: int, after: int | None = None) -> Timed:
    """The label and the clock that a match found in a line; `after` is where its words begin."""
    return Timed(
        label=match["label"].rstrip(),
        start=line.start + match.start("label"),
        line=number,
        after=line.start + match.end() if after is None else after,
        time_s=time_of(match),
    )
