"""Where documents begin in a source, and what the lines above the first words say of each.

Fields are told by their shape, not by their order: a date line, "Name, Office", "City,
Country". What no line gives stays None.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from itertools import pairwise

from index.language.dates import (
    PrintedDate,
    date_line,
    field_date,
    figure_date,
    figure_dates,
    full_dates,
    iso_dates,
    told_date,
)
from index.language.lines import Line
from index.language.tags import language_tag
from index.parsing.fields import SENTENCE_END, is_byline, is_sentence, place_and_venue
from index.parsing.header import Header, heading_text, read_header
from index.parsing.headlines import CLOCK, choose_title, is_furniture, is_title
from index.parsing.labels import Mark
from index.records import DateStatus, Metadata

_WITH_CLOCK = re.compile(r"\s+\d{1,2}:\d{2}.{0,12}$")
_RELEASE = re.compile(r"(?i)for immediate release[:,]?\s*(.*)")
# A field of a list or in bold: `**Date:** 2031-03-05`, `- Recorded: 5 March 2031`.
_DATE_FIELD = re.compile(
    r"(?i)(?:[-*+#>]{1,6}\s+)?[*_]{0,3}(?:meeting |air |release |interview )?"
    r"(?:date|recorded|published|aired|datum|fecha|data)(?: recorded)?"
    r"[*_]{0,3}\s*[:：][*_]{0,3}\s*(.+)"
)
# What stands between a title and its date; a weekday may come before it.
_DASHED = re.compile(r"(?:\s[-–—|•·:]|[,:|(\[])[*_]{0,3}\s*(?:[A-Z][a-z]+day,?\s+)?$")
# A head is a screen at most: further down a line that looks like a title is part of the talk.
_HEAD_LINES, _DATED_LINE = 40, 120
# A date line of a digest is a date and little else: the longest has weekday, month and clock.
_DATE_LINE_LENGTH = 40
_FIGURES = len("17. 03. 2031")
_LEAST_TITLES = 2
"""Dated titles that make a digest; one alone is the document's own."""
_LONGEST_HEAD_LINE = 200
"""A longer line is prose: it ends a head without labels, and dates in it are told, not printed."""
_SENTENCE_WORDS = 7
"""A line of more words that ends like a sentence is one."""
# The lines of a wrapped paragraph are longer, but for its last.
_WRAPPED = 50
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
    header = read_header(lines)
    titles = [] if header.count else _digest_titles(lines, marks)
    borders = [lines[number].start for number in titles]
    if not borders:
        return [_single(text, lines, marks, header, title)]
    if any(mark.start < borders[0] for mark in marks) or _has_text(lines, borders[0]):
        borders.insert(0, lines[0].start)
    heads = []
    line_starts = [line.start for line in lines]
    mark_starts = [mark.start for mark in marks]
    for start, stop in pairwise([*borders, len(text)]):
        inside = lines[bisect_left(line_starts, start) : bisect_left(line_starts, stop)]
        labels = marks[bisect_left(mark_starts, start) : bisect_left(mark_starts, stop)]
        heads.append(replace(_read_head(inside, labels, stop), start=start))
    return _infer_years(text, heads)


def _has_text(lines: Sequence[Line], stop: int) -> bool:
    """Whether sentences stand above the first title: they are in a document, too."""
    above = [line for line in lines if line.start < stop and not is_furniture(line.text)]
    return any(len(line.text.split()) > 7 and SENTENCE_END.search(line.text) for line in above)


def _single(
    text: str, lines: Sequence[Line], marks: Sequence[Mark], header: Header, known: str | None
) -> Head:
    keyed = header.count > 0
    head = _read_head(lines[header.count :], marks, len(text), known, keyed=keyed)
    if not header.count:
        return _infer_years(text, [head])[0]
    given, spans = header.given, header.spans
    head = replace(head, metadata=_merged(head.metadata, given), title_span=spans.get("title"))
    if head.date is None and "date" not in given and "title" in given:
        start, end = spans["title"]
        head = _dated_inside(head, [Line(start, end, given["title"])])
    if "date" in given:
        printed = field_date(given["date"], spans["date"][0])
        full = printed.full() if printed else None
        head = replace(
            head,
            date=full,
            date_status="given" if full else "missing",
            date_raw=given["date"],
            date_span=spans["date"],
        )
    return head


def _digest_titles(lines: Sequence[Line], marks: Sequence[Mark]) -> list[int]:
    """Line numbers of titles that stand over a date line, when there are at least two."""
    labelled = {mark.start for mark in marks}
    titles = []
    for number in range(1, len(lines)):
        line, above = lines[number], lines[number - 1]
        if len(line.text) <= _DATE_LINE_LENGTH and line.text[-1].isalnum() and date_line(line.text):
            if above.start in labelled or not is_title(above.text):
                continue
            titles.append(number - 1)
    # One title that comes back under one date is the head of a page.
    first: dict[str, int] = {}
    for number in titles:
        first.setdefault(_page_head(lines[number].text), number)
    return list(first.values()) if len(first) >= _LEAST_TITLES else []


def _page_head(title: str) -> str:
    """A title without numbers at its borders, for comparing with other pages' heads."""
    return title.strip("0123456789 \t|–—-").casefold()


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
    kept = [line for line in upper if not is_furniture(line.text)]
    dates = [(line, printed) for line in upper if (printed := _dated(line))]
    dated = {line.start for line, _ in dates}
    rest = [line for line in kept if line.start not in dated and not CLOCK.fullmatch(line.text)]
    rest = _without_prose(rest, upper)
    printed_title = [line for line in rest if known and line.text == known]
    title = printed_title[0] if printed_title else None if keyed else choose_title(rest, marks)
    byline = next((line for line in rest if line is not title and is_byline(line.text)), None)
    others = [line for line in rest if line not in (title, byline)]
    place, venue = place_and_venue(others, after=title or byline)
    words, skipped = heading_text(title.text) if title else ("", 0)
    metadata = Metadata(
        title=words or None,
        place=place.text.strip("()") if place else None,
        venue=_WITH_CLOCK.sub("", venue.text) if venue else None,
        byline=byline.text if byline else None,
    )
    told = [line for line in (title, byline, place, venue) if line]
    body = marks[0].ends_before if marks else _first_words(lines, told, dated, stop)
    start = min([line.start for line in told] + [body]) if told or marks else _start(lines, stop)
    head = Head(start=start, body=body, stop=stop, metadata=metadata)
    if title:
        begin = title.start + skipped
        head = replace(head, title_span=(begin, begin + len(words)))
    if byline:
        head = replace(head, byline_span=(byline.start, byline.end))
    held = _held_on(title)
    if not dates and held is None:
        return _dated_inside(head, kept)
    line, printed = held or dates[0]
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


def _held_on(title: Line | None) -> tuple[Line, PrintedDate] | None:
    """The date that a title gives: above it stands the day when the record was printed."""
    inside = told_date(title.text) if title and len(title.text) <= _DATED_LINE else None
    if title is None or inside is None:
        return None
    return title, replace(inside, start=title.start + inside.start, end=title.start + inside.end)


def _without_prose(among: Sequence[Line], lines: Sequence[Line]) -> list[Line]:
    """These lines without those of a paragraph over several lines that ends as a sentence does."""
    prose: set[int] = set()
    block: list[Line] = []
    for line in [*lines, None]:
        if line is None or (block and line.gap):
            wrapped = len(block) > 1 and all(
                len(wrapped_line.text) >= _WRAPPED for wrapped_line in block[:-1]
            )
            if wrapped and re.search(r"[.?!][\"”)]?$", block[-1].text):
                prose |= {wrapped_line.start for wrapped_line in block}
            block = []
        if line is not None:
            block.append(line)
    return [line for line in among if line.start not in prose]


def _dated_inside(head: Head, lines: Sequence[Line]) -> Head:
    """The date that a line of the head prints beside other words: at its end or in brackets."""
    for line in lines:
        if len(line.text) > _LONGEST_HEAD_LINE or is_sentence(line.text):
            continue
        for printed in (*full_dates(line.text), *iso_dates(line.text), *figure_dates(line.text)):
            before, behind = line.text[: printed.start], line.text[printed.end :]
            bracketed = bool(re.search(r"[(\[][^)\]]*$", before)) and behind[:1] in (")", "]")
            if bracketed or (not behind.strip(" .)]") and _DASHED.search(before)):
                return _with_date(head, line, printed)
    told = (
        (line, told_date(line.text) or figure_date(line.text))
        for line in lines
        if len(line.text) <= _DATED_LINE
    )
    for line, inside in told:
        if inside:
            return _with_date(head, line, inside)
    return head


def _with_date(head: Head, line: Line, printed: PrintedDate) -> Head:
    return replace(
        head,
        date=printed.full(),
        date_status="given",
        date_raw=line.text[printed.start : printed.end],
        date_span=(line.start + printed.start, line.start + printed.end),
    )


def _first_words(lines: Sequence[Line], told: Sequence[Line], dated: set[int], stop: int) -> int:
    """Where a text without labels begins: at the first line that is no field of its head."""
    known = {line.start for line in told} | dated
    for line, below in pairwise(lines):
        # A title that runs on into the next line is the first sentence.
        if line.start in known and not below.gap and below.text[0].islower():
            known.discard(line.start)
    return next(
        (
            line.start
            for line in lines
            if line.start not in known
            and not is_furniture(line.text)
            and not CLOCK.fullmatch(line.text)
        ),
        lines[-1].end if lines else stop,
    )


def _start(lines: Sequence[Line], stop: int) -> int:
    return lines[0].start if lines else stop


def _dated(line: Line) -> PrintedDate | None:
    printed = date_line(line.text, line.start)
    if printed:
        return printed
    if line.text[0].isdigit() and line.text[-1].isdigit() and len(line.text) <= _FIGURES:
        return figure_date(line.text, line.start)
    release = _RELEASE.fullmatch(line.text) or _DATE_FIELD.fullmatch(line.text)
    return field_date(release[1], line.start + release.start(1)) if release and release[1] else None


def _head_lines(lines: Sequence[Line], marks: Sequence[Mark]) -> list[Line]:
    """The lines above the first label; without labels, those above the first sentence."""
    if marks:
        return [line for line in lines if line.start < marks[0].ends_before][:_HEAD_LINES]
    head = []
    for line in lines[:_HEAD_LINES]:
        long = len(line.text) > _LONGEST_HEAD_LINE
        words = len(line.text.split())
        if long or (words > _SENTENCE_WORDS and SENTENCE_END.search(line.text)):
            if is_furniture(line.text):
                continue
            break
        head.append(line)
    return head


def with_given(head: Head, given: Metadata) -> Head:
    """The head with what a sidecar, a caller or the page's markup gives; given fields win.

    The date of a page's markup only stands in for a date that the text does not print.
    """
    status = given.date_status or "given"
    head = replace(head, metadata=_merged(head.metadata, asdict(given)))
    if given.date is None or (status == "page" and head.date is not None):
        return head
    printed = field_date(given.date)
    full = printed.full() if printed else None
    return replace(
        head,
        date=full,
        date_status=status if full else "missing",
        date_raw=given.date,
        date_span=None,
    )


def _merged(read: Metadata, given: Mapping[str, str | None]) -> Metadata:
    return Metadata(
        title=given.get("title") or read.title,
        place=given.get("place") or read.place,
        venue=given.get("venue") or read.venue,
        byline=given.get("byline") or read.byline,
        url=given.get("url") or read.url,
        language=language_tag(given.get("language")) or read.language,
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
