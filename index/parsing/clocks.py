"""What labels with times are made of: clocks, names before a colon, and what ends such a text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.language.lines import PICTURES, SPACE, Line

_WEEKDAY = r"(?:Mon|Tue(?:s)?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?"
# A month by its name: "Mar 03, 2031", "3 mars 2031", "03-Mar-31".
_DATE = (
    r"(?:\d{1,4}(?:[./-]\d{1,2}[./-]|\. \d{1,2}\. |-[^\W\d_]{3}-)\d{1,4}\.?"
    r"|\b\d{1,2}[/.]\d{1,2}(?= )|\b[^\W\d_]{3,10}\.? \d{1,2},? \d{4}"
    r"|\b\d{1,2}\.? [^\W\d_]{3,10}\.?,? \d{4})"
)
# Small words before a clock: "at", "à", "um", "a las"; "上午", "오전" for half a day.
_AT = r"(?:(?: [^\W\d_]{1,3}){0,2}| ?[\u3040-\u9fff\uac00-\ud7af]{2,3})"
_DAY = rf"(?:{_DATE}[,،]?{_AT}|(?:[Yy]esterday|[Tt]oday|{_WEEKDAY}),?(?: at)?)"
DAY = rf"{_DAY}(?:[ \u202f]|(?<=[\u3040-\u9fff\uac00-\ud7af]))"
# The frame of a film may stand behind the seconds: `00:00:05:12`, `00;00;05;12`.
_FRAMED = r"\d{2}:\d{2}:\d{2}[:;]\d{2}|\d{2};\d{2};\d{2};\d{2}"
# "오전 10:00" in the brackets of a chat; some countries write "10.00" behind a date.
_HALF_FIRST = r"[\uac00-\ud7af\u4e00-\u9fff]{2} ?\d{1,2}:\d{2}"
_DOTTED = r"\d{1,2}\.\d{2}(?:\.\d{2})?"
CLOCK = (
    rf"(?:\d{{2}}-(?=\d{{2}}:\d{{2}}:)|{DAY})?"
    rf"(?:{_HALF_FIRST}|(?<=[ \u202f]){_DOTTED}(?= -)|{_FRAMED}"
    r"|\d{1,3}:\d{2}(?::\d{2})?(?:[.,]\d{1,6})?)"
)
SPAN = rf"(?P<time>{CLOCK})(?:{SPACE}*(?:-->|[-–—→]|to){SPACE}*{CLOCK})?"
HALF = rf"(?:{SPACE}?(?:[AaPp]\.?{SPACE}?[Mm]\.?|[صم](?!\w)))?"
TIME = rf"(?:[\[(<]{SPACE}*{SPAN}{HALF}{SPACE}*[\])>]|{SPAN.replace('time', 'bare')}{HALF})"
PLAIN_TIME = f"{TIME.removesuffix(f'{HALF})')})"
"""Without half a day behind a bare clock, where a name may follow."""
IN_BRACKETS = rf"[\[(<]{SPACE}*{SPAN}{SPACE}*[\])>]"
STAR = r"[*_]{0,3}"
LEAD = rf"[*_#>•\-\ufeff\u200e{PICTURES}{SPACE[1:-1]}]*"
NAME = r"[^:：\n\t\[\]*]{1,60}?"
BESIDE = rf"(?:{SPACE}*[(\[（][^()\[\]\d（）]{{0,40}}[)\]）])?"
COLON = rf"{SPACE}*{STAR}{SPACE}*[:：]{STAR}{SPACE}*"

# Google Docs gives a heading its own name behind it: `### 00:02:11 {#00:02:11}`.
# A message's own time may have a note: `Mar 03, 2031 10:00:12 AM (Read after 2 minutes)`.
ALONE = re.compile(
    rf"{LEAD}(?P<dated>(?={DAY}))?{TIME}{STAR}(?:(?<=[\])>]):)?(?:{SPACE}*\{{#[^{{}}\n]*\}})?"
    rf"(?(dated)(?:{SPACE}+\([^()\n]{{1,60}}\))?|)"
)
_TAIL = re.compile(
    r"(?i)\W*(?:meeting|recording|call|transcription) (?:ended|stopped)\b.{0,60}"
    r"|.{1,60} (?:started|stopped) (?:transcription|recording)|\W*transcribed by .{3,60}"
    r"|\W*this (?:editable )?transcript (?:was|is) .{0,200}"
)
LONGEST = 120
_PARTS = 3
"""Hours, minutes and seconds; a frame behind them is a part of a second."""
HALF_DAY = re.compile(
    r"(?:^|\s)[AaPp]\.?\s?[Mm](?![^\W\d_])"
    r"|^(?:[ACEHMP][DS]?T|GMT|UTC|BST|CES?T|EES?T|WES?T|[IJK]ST|SAST|A[CEW][DS]T|[Uu]hr|[Hh]rs?)\b"
)


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
    clock = re.split(r"[^\d:;.,]", clock)[-1]
    clock = clock.replace(".", ":") if re.fullmatch(_DOTTED, clock) else clock
    whole, _, fraction = clock.replace(",", ".").partition(".")
    for part in re.split("[:;]", whole)[:_PARTS]:
        total = total * 60 + int(part)
    return total + (int(fraction) / 10 ** len(fraction) if fraction else 0.0)


def timed_label(match: re.Match[str], line: Line, number: int, after: int | None = None) -> Timed:
    """The label and the clock that a match found in a line; `after` is where its words begin."""
    return Timed(
        label=match["label"].rstrip(" ,\t\u00a0\u202f"),
        start=line.start + match.start("label"),
        line=number,
        after=line.start + match.end() if after is None else after,
        time_s=time_of(match),
    )


def is_dash(line: Line) -> bool:
    """Whether a line is the dash alone that a chat sets between a name and its time."""
    return line.text in ("-", "–", "—", "·", "•", "|")
