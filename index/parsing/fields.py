"""Fields of a document's head, told by their shape: a byline, a place, a venue."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.language.lines import Line
from index.language.vocabulary import OFFICE_WORDS, OFFICES, RANKS, normal

PLACE = re.compile(
    r"(?!.* [-–] )\(?(?:(?:[Ee]n [Rr]oute|EN ROUTE)(?: to)? .{2,50}|[^\W\d_][\w.'’ -]{1,30},"
    r" [^\W\d_][\w.'’ -]{1,30}(?:, [^\W\d_][\w.'’ -]{1,20})?)\)?"
)
_VENUE = re.compile(
    r"(?i)\b(?:room|hall|hotel|cent(?:er|re)|aboard|via|house|building|palace|airport|base"
    r"|studio|university|theat(?:er|re)|school|embassy|library|auditorium|ballroom|residence|lawn"
    r"|garden|x?expo|xpo|stadium|church|museum|ministry|club|resort|station|chambers?|headquarters"
    r"|terminal|lodge|inn|college|institute|conference call|teleconference|telephone|ship|yard)\b"
)
_ORGANISATION = re.compile(r"(?i)\b(?:committee|senate|council|department|office|parliament)\b")
_BYLINE_OFFICE = re.compile(r"(?:Office|Bureau|Department|Ministry|Mission|Embassy) (?:of|to) .+")
SENTENCE_END = re.compile(r"[.?!:;,][\"”’')\]]*$|--$|—$")


def is_byline(line: str) -> bool:
    """Whether a line is "Name, Office", or an office that puts papers out."""
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


def place_and_venue(lines: Sequence[Line], after: Line | None) -> tuple[Line | None, Line | None]:
    """The lines that name the town and the house, None for one that is not told."""
    fit = [
        line
        for line in lines
        if len(line.text) <= 80
        and (line.text[0].isalpha() or line.text[0] == "(")
        and not _is_shouted(line.text)
        and not is_sentence(line.text)
    ]
    towns = [line for line in fit if PLACE.fullmatch(line.text)]
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


def is_sentence(line: str) -> bool:
    """Whether a line ends as a sentence does, and not as a name with an initial."""
    return bool(SENTENCE_END.search(line)) and not re.search(r"\b[A-Z]\.$", line)
