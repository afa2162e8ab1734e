"""Where documents begin in a source, and what the lines above the first words say of each.

Fields are told by their shape, not by their order: a date line, "Name, Office", "City,
Country". What no line gives stays null.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from itertools import pairwise

from index.dates import PrintedDate, date_line, full_dates
from index.labels import Mark
from index.lines import SPACE, Line
from index.records import DateStatus, Metadata
from index.vocabulary import OFFICE_WORDS, OFFICES, RANKS, normal

_KEYS = {
    "title": "title",
    "headline": "title",
    "date": "date",
    "url": "url",
    "link": "url",
    "source": "source",
    "place": "place",
    "location": "place",
    "venue": "venue",
    "byline": "byline",
    "author": "byline",
    "language": "language",
    "license": "license",
    "speakers": "speakers",
}
_KEY_LINE = re.compile(rf"([A-Za-z]{{3,9}}):{SPACE}*(.*)")
_SENTENCE_END = re.compile(r"[.?!:;,][\"”’')\]]*$|--$|—$")
_CLOCK = re.compile(
    r"\d{1,3}:\d{2,3}(?::\d{2})?\s*(?:[AaPp]\.?\s?[Mm]\.?)?\s*(?:\(?[A-Za-z]{1,10}\)?)?\.?"
)
_WITH_CLOCK = re.compile(r"\s+\d{1,2}:\d{2}.{0,12}$")
_FURNITURE = re.compile(
    r"(?i)\d+\s*min(?:ute)?s?\s+read|the white house|for immediate release.*|[_*=#~-]{3,}"
    r"|skip to .*|menu|home|share(?: this)?|print|search|subscribe.*|\(?transcript\)?"
    r"|\(?as (?:prepared|delivered)[^)]*\)?|_+.*_+"
)
_BANNER = re.compile(
    r"(?i)\bofficial (?:web)?(?:site|page)s?\b|\bwebsites?\b|https?\b|\bcookies?\b|javascript"
    r"|\.gov\b|\bpadlock\b|\bbrowser\b"
)
_RELEASE = re.compile(r"(?i)for immediate release[:,]?\s*(.*)")
_PLACE = re.compile(
    r"\(?(?:(?:[Ee]n [Rr]oute|EN ROUTE)(?: to)? .{2,50}|[^\W\d_][\w.'’ -]{1,30},"
    r" [^\W\d_][\w.'’ -]{1,30}(?:, [^\W\d_][\w.'’ -]{1,20})?)\)?"
)
_VENUE = re.compile(
    r"(?i)\b(?:room|hall|hotel|cent(?:er|re)|aboard|via|house|building|palace|airport|base"
    r"|studio|university|theat(?:er|re)|school|embassy|library|auditorium|ballroom|residence|lawn"
    r"|garden|x?expo|xpo|stadium|church|museum|ministry|club|resort|station|chambers?|headquarters"
    r"|terminal|lodge|inn|college|institute|conference call|teleconference|telephone|ship|yard)\b"
)
_ORGANISATION = re.compile(r"(?i)\b(?:committee|senate|council|department|office|parliament)\b")
_CUE = re.compile(
    r"(?i)\b(?:remarks|briefing|interview|press|statement|speech|conference|gaggle|with|call"
    r"|address|session|meeting|hearing|transcript|readout|availability|on|at|before|after|to)\b"
)
_BYLINE_OFFICE = re.compile(r"(?:Office|Bureau|Department|Ministry|Mission|Embassy) (?:of|to) .+")
_HEAD_LINES = 40
_NOTHING = Metadata()


@dataclass(frozen=True, slots=True)
class Head:
    """One document's place in the source and what its head says.

    `start` is where its own text begins (title, or first label), `body` where the head ends,
    `stop` where the next document begins.
    """

    start: int
    body: int
    stop: int
    metadata: Metadata = _NOTHING
    date: date | None = None
    date_status: DateStatus = "missing"
    date_raw: str | None = None
    date_span: tuple[int, int] | None = None
    title_span: tuple[int, int] | None = None
    byline_span: tuple[int, int] | None = None


def find_heads(
    text: str, lines: Sequence[Line], marks: Sequence[Mark], title: str | None = None
) -> list[Head]:
    """The documents of a source in text order; never none.

    Several date lines, each under a title, make a digest; otherwise the source is one document.

    :param title: The title, where it is known from elsewhere: the line that prints it is found.
    """
    first_key = _header_length(lines)
    titles = [] if first_key else _digest_titles(lines, marks)
    borders = [lines[number].start for number in titles]
    if not borders:
        return [_single(text, lines, marks, first_key, title)]
    if any(mark.start < borders[0] for mark in marks):
        borders.insert(0, lines[0].start)
    found = []
    line_starts = [line.start for line in lines]
    mark_starts = [mark.start for mark in marks]
    for start, stop in pairwise([*borders, len(text)]):
        inside = lines[bisect_left(line_starts, start) : bisect_left(line_starts, stop)]
        labels = marks[bisect_left(mark_starts, start) : bisect_left(mark_starts, stop)]
        found.append(replace(_read_head(inside, labels, stop), start=start))
    return _infer_years(text, found)


def _single(
    text: str, lines: Sequence[Line], marks: Sequence[Mark], keys: int, known: str | None
) -> Head:
    head = _read_head(lines[keys:], marks, len(text), known, keyed=keys > 0)
    if not keys:
        return _infer_years(text, [head])[0]
    given: dict[str, str] = {}
    spans: dict[str, tuple[int, int]] = {}
    for line in lines[:keys]:
        match = _KEY_LINE.fullmatch(line.text)
        if match and match[2]:
            field = _KEYS[match[1].lower()]
            given.setdefault(field, match[2])
            spans.setdefault(field, (line.start + match.start(2), line.end))
    head = replace(head, metadata=_merged(head.metadata, given), title_span=spans.get("title"))
    if "date" in given:
        printed = date_line(given["date"], spans["date"][0])
        full = printed.full() if printed else None
        head = replace(
            head,
            date=full,
            date_status="given" if full else "missing",
            date_raw=given["date"],
            date_span=spans["date"],
        )
    return head


def _header_length(lines: Sequence[Line]) -> int:
    """How many lines at the top are `Key: value`; fewer than two keys are none."""
    count = 0
    for line in lines[:12]:
        match = _KEY_LINE.fullmatch(line.text)
        if not match or match[1].lower() not in _KEYS:
            break
        count += 1
    keys = {line.text.partition(":")[0].lower() for line in lines[:count]}
    return count if len(keys) >= 2 and keys & {"title", "date"} else 0


def _digest_titles(lines: Sequence[Line], marks: Sequence[Mark]) -> list[int]:
    """Line numbers of titles that stand over a date line, when there are at least two."""
    labelled = {mark.start for mark in marks}
    found = []
    for number in range(1, len(lines)):
        line, above = lines[number], lines[number - 1]
        if len(line.text) <= 40 and line.text[-1].isalnum() and date_line(line.text):
            if above.start in labelled or not is_title(above.text):
                continue
            found.append(number - 1)
    return found if len(found) >= 2 else []


def is_title(line: str) -> bool:
    """Whether a line can be a title: some words without a sentence's end, no page furniture."""
    if len(line) > 300 or _is_furniture(line) or date_line(line) or _CLOCK.fullmatch(line):
        return False
    return len(line.split()) >= 2 and not _SENTENCE_END.search(line)


def _is_furniture(line: str) -> bool:
    return bool(_FURNITURE.fullmatch(line) or _BANNER.search(line))


def _read_head(
    lines: Sequence[Line],
    marks: Sequence[Mark],
    stop: int,
    known: str | None = None,
    *,
    keyed: bool = False,
) -> Head:
    """Tell the lines above the first label, or above the first sentence, by their shape.

    Where header lines give the title (`keyed`), no other line is taken for it.
    """
    upper = _head_lines(lines, marks)
    body = marks[0].start if marks else (upper[-1].end if upper else _start(lines, stop))
    kept = [line for line in upper if not _is_furniture(line.text)]
    dates = [(line, printed) for line in upper if (printed := _dated(line))]
    dated = {line.start for line, _ in dates}
    rest = [line for line in kept if line.start not in dated and not _CLOCK.fullmatch(line.text)]
    printed_title = [line for line in rest if known and line.text == known]
    title = printed_title[0] if printed_title else None if keyed else _choose_title(rest, marks)
    byline = next((line for line in rest if line is not title and _is_byline(line.text)), None)
    others = [line for line in rest if line not in (title, byline)]
    place, venue = _place_and_venue(others, after=title or byline)
    metadata = Metadata(
        title=title.text if title else None,
        place=place.text.strip("()") if place else None,
        venue=_WITH_CLOCK.sub("", venue.text) if venue else None,
        byline=byline.text if byline else None,
    )
    told = [line for line in (title, byline, place, venue) if line]
    start = min([line.start for line in told] + [body]) if told or marks else _start(lines, stop)
    head = Head(start=start, body=body, stop=stop, metadata=metadata)
    if title:
        head = replace(head, title_span=(title.start, title.end))
    if byline:
        head = replace(head, byline_span=(byline.start, byline.end))
    if not dates:
        return head
    line, printed = dates[0]
    # A date above the title, on a page with furniture, is when the page was put up.
    above = title is not None and line.start < title.start and not _RELEASE.match(line.text)
    status: DateStatus = "page" if above else "given"
    full = printed.full()
    return replace(
        head,
        start=min(head.start, head.start if above else line.start),
        date=full,
        date_status=status if full else "missing",
        date_raw=line.text[printed.start - line.start : printed.end - line.start],
        date_span=(printed.start, printed.end),
    )


def _start(lines: Sequence[Line], stop: int) -> int:
    return lines[0].start if lines else stop


def _dated(line: Line) -> PrintedDate | None:
    printed = date_line(line.text, line.start)
    if printed:
        return printed
    release = _RELEASE.fullmatch(line.text)
    return date_line(release[1], line.start + release.start(1)) if release and release[1] else None


def _head_lines(lines: Sequence[Line], marks: Sequence[Mark]) -> list[Line]:
    """The lines above the first label; without labels, those above the first sentence."""
    if marks:
        return [line for line in lines if line.start < marks[0].start][:_HEAD_LINES]
    head = []
    for line in lines[:_HEAD_LINES]:
        if len(line.text) > 200 or (len(line.text.split()) > 7 and _SENTENCE_END.search(line.text)):
            if _is_furniture(line.text):
                continue
            break
        head.append(line)
    return head


def _choose_title(lines: Sequence[Line], marks: Sequence[Mark]) -> Line | None:
    surnames = {normal(mark.label).split()[-1] for mark in marks if mark.label}

    def weight(line: Line) -> int:
        words = normal(line.text.replace(",", " ")).split()
        named = sum(word in surnames for word in words)
        return 4 * (named > 0) + 3 * bool(_CUE.search(line.text)) + min(len(words), 8)

    best = None
    for line in lines:
        words = len(line.text.split())
        if not is_title(line.text) or words < 3 or _is_byline(line.text):
            continue
        if _PLACE.fullmatch(line.text) and words < 6:
            continue
        if best is None or weight(line) > weight(best):
            best = line
    return best


def _is_byline(line: str) -> bool:
    if _is_shouted(line):
        # Part of a title that is set in capitals over several lines.
        return False
    if _BYLINE_OFFICE.fullmatch(line) or re.fullmatch(r"By [A-Z][\w. ’'-]+", line):
        return True
    name, comma, office = line.partition(",")
    if not comma or not 2 <= len(name.split()) <= 5 or len(line) > 150:
        return False
    words = normal(office.replace(",", " ")).split()
    capitals = all(word[0].isupper() or len(word) <= 3 for word in name.split())
    named = any(word not in OFFICE_WORDS for word in normal(name).split())
    return capitals and named and any(word in OFFICES or word in RANKS for word in words)


def _place_and_venue(lines: Sequence[Line], after: Line | None) -> tuple[Line | None, Line | None]:
    fit = [
        line
        for line in lines
        if len(line.text) <= 80
        and (line.text[0].isalpha() or line.text[0] == "(")
        and not _is_shouted(line.text)
        and not _is_sentence(line.text)
    ]
    towns = [line for line in fit if _PLACE.fullmatch(line.text)]
    place = next((line for line in towns if not _ORGANISATION.search(line.text)), None)
    halls = [line for line in fit if _VENUE.search(line.text) or line in towns]
    venue = next((line for line in halls if line is not place), None)
    if after is not None and place is not None and venue is None:
        under = [line for line in fit if line.start > place.start and len(line.text) <= 60]
        venue = under[0] if under else None
    return place, venue


def _is_shouted(line: str) -> bool:
    """Whether a line is set in capitals, but for a `Mc` or a `La`."""
    letters = [sign for sign in line if sign.isalpha()]
    return sum(sign.isupper() for sign in letters) > 0.8 * len(letters)


def _is_sentence(line: str) -> bool:
    return bool(_SENTENCE_END.search(line)) and not re.search(r"\b[A-Z]\.$", line)


def with_given(head: Head, given: Metadata) -> Head:
    """The head with what a sidecar, a caller or the page's markup gives; given fields win.

    The date of a page's markup only stands in for a date that the text does not print.
    """
    status = given.date_status or "given"
    head = replace(head, metadata=_merged(head.metadata, asdict(given)))
    if given.date is None or (status == "page" and head.date is not None):
        return head
    printed = date_line(given.date)
    full = printed.full() if printed else None
    return replace(
        head,
        date=full,
        date_status=status if full else "missing",
        date_raw=given.date,
        date_span=None,
    )


def _merged(found: Metadata, given: Mapping[str, str | None]) -> Metadata:
    return Metadata(
        title=given.get("title") or found.title,
        place=given.get("place") or found.place,
        venue=given.get("venue") or found.venue,
        byline=given.get("byline") or found.byline,
        url=given.get("url") or found.url,
    )


def _infer_years(text: str, heads: list[Head]) -> list[Head]:
    """Give a date without a year the year that the source prints for the same day, if only one."""
    if all(head.date is not None or head.date_raw is None for head in heads):
        return heads
    years = full_dates(text)
    return [_infer_year(head, years) for head in heads]


def _infer_year(head: Head, years: Sequence[PrintedDate]) -> Head:
    if head.date is not None or head.date_raw is None:
        return head
    printed = date_line(head.date_raw)
    if printed is None or printed.year is not None:
        return head
    same = [full for full in years if (full.day, full.month) == (printed.day, printed.month)]
    if len({full.year for full in same}) != 1:
        return head
    return replace(
        head,
        date=same[0].full(),
        date_status="inferred",
        date_span=(same[0].start, same[0].end),
    )
