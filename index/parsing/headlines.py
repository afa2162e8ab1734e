"""Which line of a document's head is its title, and which lines are furniture of a page."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.language.dates import date_line
from index.language.lines import Line
from index.language.vocabulary import normal
from index.parsing.fields import PLACE, SENTENCE_END, is_byline
from index.parsing.labelwords import is_entry
from index.parsing.marks import Mark

CLOCK = re.compile(
    r"\d{1,3}:\d{2,3}(?::\d{2})?\s*(?:[AaPp]\.?\s?[Mm]\.?)?\s*(?:\(?[A-Za-z]{1,10}\)?)?\.?"
)
_FURNITURE = re.compile(
    r"(?i)\d+\s*min(?:ute)?s?\s+read|the white house|for immediate release.*|[_*=#~-]{3,}"
    r"|skip to .*|menu|home|share(?: this)?|print|search|subscribe.*|\(?transcript\)?"
    r"|.{1,60} (?:started|stopped) (?:transcription|recording)"
    r"|.{1,60} hat die (?:Transkription|Aufzeichnung) (?:gestartet|beendet)"
    r"|\(?as (?:prepared|delivered)[^)]*\)?|_+[^?]*_+"
)
_BANNER = re.compile(
    r"(?i)\bofficial (?:web)?(?:site|page)s?\b|\bwebsites?\b|https?\b|\bcookies?\b|javascript"
    r"|\.gov\b|\bpadlock\b|\bbrowser\b"
)
_CUE = re.compile(
    r"(?i)\b(?:remarks|briefing|interview|press|statement|speech|conference|gaggle|with|call"
    r"|address|session|meeting|hearing|transcript|readout|availability|on|at|before|after|to)\b"
)
_STATEMENT = re.compile(r"(?i)(?:(?:opening|prepared|written) )?statements? (?:of|by|from)\b")
# Of Markdown: the page's own heading with some words, and what is no title: the row of a table, a
# field in bold, a point of a list with a field or a link in it, a picture.
_MAIN_HEADING = re.compile(r"#\s+\S+\s+\S")
_LISTED = re.compile(
    r"\||[^|]*\|[^|]*\||!\[|<http|(?:[-*+]\s+)?\[[^\]]*\]\([^)]*\)$"
    r"|(?:[-*+>]\s+)?(?:\*\*|__)[^*_]{1,60}(?::\*\*|\*\*\s?:|:__|__\s?:)|[-*+]\s+[^:]{1,40}:\s"
)
_LONGEST_TITLE = 300
"""Titles of hearings fill two lines of print; what is longer is a paragraph."""


def is_title(line: str) -> bool:
    """Whether a line can be a title: some words without a sentence's end, no page furniture."""
    if len(line) > _LONGEST_TITLE or is_furniture(line) or date_line(line) or CLOCK.fullmatch(line):
        return False
    return len(line.split()) >= 2 and not SENTENCE_END.search(line.rstrip("*_"))


def is_furniture(line: str) -> bool:
    """Whether a line belongs to the page and not to the document: `Menu`, `Skip to content`."""
    return bool(_FURNITURE.fullmatch(line) or _BANNER.search(line))


def choose_title(lines: Sequence[Line], marks: Sequence[Mark]) -> Line | None:
    """The line of a head that is its title; None where none can be one."""
    surnames = {word for mark in marks for word in normal(mark.label).split()[-1:]}

    def weight(line: Line) -> int:
        if is_entry(line.text) and not _CUE.search(line.text):
            return 0
        words = normal(line.text.replace(",", " ")).split()
        named = sum(word in surnames for word in words)
        cues = bool(_CUE.search(line.text)) - 3 * bool(_STATEMENT.match(line.text))
        return 4 * (named > 0) + 3 * cues + min(len(words), 8)

    main = next((line for line in lines if _MAIN_HEADING.match(line.text)), None)
    if main is not None and is_title(main.text):
        return main
    best = None
    for line in lines:
        if _LISTED.match(line.text):
            continue
        words = len(line.text.split())
        if not is_title(line.text) or words < 3 or line.text[0].islower() or is_byline(line.text):
            continue
        if PLACE.fullmatch(line.text) and words < 6:
            continue
        if best is None or weight(line) > weight(best):
            best = line
    return best
