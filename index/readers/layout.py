"""Lines that a page has and nobody says: page numbers, running heads, the numbers of lines.

They are left out of the text, so that a sentence that runs over a page break is one again and no
quote prints them. What is left out is told by its place: a number alone, or a head that comes back
with another number, in the middle of a sentence or again and again; a text whose lines are
numbered from 1 on every page.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.readers.linenumbers import without_line_numbers

_BARE = re.compile(
    r"[-–—\[(|~ ]{0,4}(?:(?:page|seite|página|pág\.|pag\.|p\.|s\.):? ?)?(\d{1,4})"
    r"(?: ?(?:/|of|von|de|sur) ?\d{1,4})?[-–—\])|~ ]{0,4}",
    re.IGNORECASE,
)
_OF = r"(?: ?(?:/|of|von|sur) ?\d{1,4})?"
_HEADED = re.compile(
    rf"(?:(\d{{1,4}}){_OF}[ \t|]+)?(\S[^\n]{{2,119}}?)(?:[ \t|]+(?:[Pp]age )?(\d{{1,4}}){_OF})?"
)
# So wide a space stands between a page's head and its number, and in no sentence.
_WIDE = re.compile(r"\S(?: {3,}|\t| -- | [|] )(?:[^\n]*\S)?\d|\d{1,4}(?: {3,}|\t)\S")
_WIDE_INSIDE = re.compile(r"\S(?: {3,}|\t)\S")
_PAGE_STEP = 2
_SENTENCE_END = re.compile(r"[.?!…:;,][\"”’»)\]]*$")
_LABELLED = re.compile(r"(?!(?:[Pp]age|PAGE|[Ss]eite): ?\d)[^\W\d_][^:]{0,40}: ")
_SHORT = 120
_REPEATED = 60
"""Characters of a sentence that comes back beside most page numbers: no one says it so often."""
_SAME, _PAGE_SHARE = 3, 0.5
_MOST_LINES = 5
_HEAD_WORDS = 3
_YEARS = range(1900, 2101)
_PAGES = 3
"""Numbers are those of pages if so many in a row rise, each one or two above the one before."""
_QUICK = re.compile(
    r"^[^\w\n]{0,80}(?:[Pp]age:? ?|PAGE:? ?|[Ss]eite:? ?|[Pp][áa]g\. ?|[ps]\. ?)?\d{1,5}\b"
    r"|[ \t|]\d{1,4}[ \t]*$",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class _Row:
    """One line that is not blank: its number, its words, the blank lines above it."""

    number: int
    text: str
    gap: bool


def without_page_lines(text: str) -> str:
    """The text without lines, and numbers of lines, that only its pages have."""
    if not _QUICK.search(text):
        return text
    lines = text.splitlines(keepends=True)
    lines = without_line_numbers(lines) or lines
    dropped = _page_lines(_rows(lines))
    return "".join(line for number, line in enumerate(lines) if number not in dropped)


def _rows(lines: Sequence[str]) -> list[_Row]:
    rows, gap = [], True
    for number, line in enumerate(lines):
        words = line.strip()
        if words:
            rows.append(_Row(number, words, gap))
        gap = not words
    return rows


def _page_lines(rows: Sequence[_Row]) -> set[int]:
    """The numbers of the lines that are a page's."""
    heads = Counter(_head(row.text)[0] for row in rows if len(row.text) <= _SHORT)
    same = Counter(row.text for row in rows)
    # A head that comes back with the same number gives a date or a volume, and no page.
    signs = [_sign(row.text, heads) if same[row.text] < _SAME else None for row in rows]
    inner = _inner_numbers(rows) | _of_total(rows)
    signs = [inner.get(place, sign) for place, sign in enumerate(signs)]
    dropped: set[int] = set()
    known: set[str] = set()
    for first, last in _blocks(rows, signs):
        if _breaks_sentence(rows, first, last):
            for row in rows[first:last]:
                dropped.add(row.number)
                known.add(_shape(row.text))
    ascending = _ascending(signs)
    least = max(_SAME, _PAGE_SHARE * len(ascending))
    often = {head for head, count in heads.items() if count >= least}
    beside = _constant(rows, sorted(ascending), least)
    for place, row in enumerate(rows):
        head = _head(row.text)[0]
        # "Speaker 2" and "Chapter 2" are no page's head.
        wide = bool(_WIDE.search(row.text))
        comes_back = heads[head] > 2 and (len(head.split()) >= _HEAD_WORDS or wide)
        headed = any(_head(neighbour.text)[0] in often for neighbour in _beside(rows, place))
        bare = _is_alone(rows, place) or (headed and bool(_BARE.fullmatch(row.text)))
        alone = place in ascending and (comes_back or bare or place in inner)
        if alone or (_shape(row.text) in known and signs[place] is not None):
            dropped.add(row.number)
            dropped |= {
                neighbour.number for neighbour in _beneath(rows, place, known, often, beside)
            }
    return dropped


def _inner_numbers(rows: Sequence[_Row]) -> dict[int, int]:
    """The page that a running head gives between other words: `.WEIRS 8.4.32   P-2   T. ODDIE`.

    Such lines differ in their numbers only, and one of these counts on from line to line.
    """
    alike: defaultdict[str, list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        if len(row.text) <= _SHORT and _WIDE_INSIDE.search(row.text) and row.text[-1] not in ".:?!":
            alike[_shape(row.text)].append(place)
    found: dict[int, int] = {}
    for places in alike.values():
        if len(places) < _SAME or len({rows[place].text for place in places}) < _SAME:
            continue
        columns = zip(*(map(int, re.findall(r"\d+", rows[p].text)) for p in places), strict=True)
        for column in columns:
            if all(1 <= after - before <= _PAGE_STEP for before, after in pairwise(column)):
                found |= dict(zip(places, column, strict=True))
                break
    return found


# "31-06012 3/19", "4/19 31-06012": the page, of how many, beside the number of the print.
_OF_TOTAL = re.compile(r"(?:\d[\d.-]{2,12} )?(\d{1,4}) ?/ ?(\d{1,4})(?: \d[\d.-]{2,12})?")


def _of_total(rows: Sequence[_Row]) -> dict[int, int]:
    """The pages of lines that give page and total and nothing else, if one total comes back."""
    found = [
        (place, match)
        for place, row in enumerate(rows)
        if "/" in row.text[:_SHORT] and (match := _OF_TOTAL.fullmatch(row.text))
    ]
    totals = Counter(match[2] for _, match in found)
    return {
        place: int(match[1])
        for place, match in found
        if totals[match[2]] >= _SAME and int(match[1]) <= int(match[2])
    }


def _head(text: str) -> tuple[str, int | None]:
    """A line without a number at either border, for comparing, and that number."""
    match = _HEADED.fullmatch(text)
    if match is None:
        return text.casefold(), None
    number = match[1] or match[3]
    return match[2].casefold(), int(number) if number else None


def _shape(text: str) -> str:
    return re.sub(r"\d+", "#", text.casefold())


def _sign(text: str, heads: Counter[str]) -> int | None:
    """The page that a line gives the number of: alone, or beside a head that comes back."""
    if len(text) > _SHORT:
        return None
    bare = _BARE.fullmatch(text)
    if bare:
        return None if int(bare[1]) in _YEARS else int(bare[1])
    head, number = _head(text)
    if number is None or number in _YEARS or heads[head] < 2 or _LABELLED.match(text):
        return None
    return number


def _blocks(rows: Sequence[_Row], signs: Sequence[int | None]) -> Iterator[tuple[int, int]]:
    """Page numbers, each with the paragraphs of short lines that it stands in and that follow.

    Where other words stand in its paragraph, the number is alone in its block.
    """
    place = 0
    while place < len(rows):
        if signs[place] is None:
            place += 1
            continue
        first = place
        while first and place - first < _MOST_LINES and not rows[first].gap:
            first -= 1
        last = _paragraph_end(rows, place)
        if not rows[first].gap or last - first > _MOST_LINES or not _all_short(rows[first:last]):
            first, last = place, place + 1
        else:
            while (end := _paragraph_end(rows, last)) - first <= _MOST_LINES and end > last:
                if not _all_short(rows[last:end]):
                    break
                last = end
        yield first, last
        place = max(last, place + 1)


def _paragraph_end(rows: Sequence[_Row], place: int) -> int:
    """The place behind the paragraph's last line, or behind so many lines."""
    end = min(place + 1, len(rows))
    while end < len(rows) and end - place <= _MOST_LINES and not rows[end].gap:
        end += 1
    return end


def _all_short(rows: Sequence[_Row]) -> bool:
    return all(_is_short(row) for row in rows)


def _is_short(row: _Row) -> bool:
    return (
        len(row.text) <= _SHORT
        and not row.text[0].islower()
        and not _SENTENCE_END.search(row.text)
        and not _LABELLED.match(row.text)
    )


def _breaks_sentence(rows: Sequence[_Row], first: int, last: int) -> bool:
    """Whether the words before a block go on behind it in the same sentence."""
    if not first or last >= len(rows):
        return False
    before, behind = rows[first - 1].text, rows[last].text
    open_end = not re.search(r"[.?!…:][\"”’»)\]]*$|--$|—$", before) and before[-1] not in ")]"
    return open_end and behind[0].islower()


def _ascending(signs: Sequence[int | None]) -> set[int]:
    """The places of numbers that count pages: each is one or two above the one before."""
    run: list[int] = []
    ascending: set[int] = set()
    last = -9
    for place, number in enumerate(signs):
        if number is None:
            continue
        if not 1 <= number - last <= 2:
            run = []
        run.append(place)
        last = number
        if len(run) >= _PAGES:
            ascending.update(run[-_PAGES:])
    return ascending


def _is_alone(rows: Sequence[_Row], place: int) -> bool:
    """Whether blank lines stand above and below a number, or the text's end."""
    below = place + 1 == len(rows) or rows[place + 1].gap
    return rows[place].gap and below and bool(_BARE.fullmatch(rows[place].text))


def _beside(rows: Sequence[_Row], place: int) -> Sequence[_Row]:
    """The lines right above and below in one paragraph."""
    above = rows[place - 1 : place] if place and not rows[place].gap else ()
    below = [row for row in rows[place + 1 : place + 2] if not row.gap]
    return [*above, *below]


def _constant(rows: Sequence[_Row], pages: Sequence[int], least: float) -> dict[int, str]:
    """Lines that stand as far from the number on most pages, such as a publisher's notice."""
    constant = {}
    for away in (*range(-_MOST_LINES, 0), *range(1, _MOST_LINES + 1)):
        near = Counter(rows[at + away].text for at in pages if 0 <= at + away < len(rows))
        text, count = near.most_common(1)[0] if near else ("", 0)
        if count >= least:
            constant[away] = text
    return constant


def _beneath(
    rows: Sequence[_Row], place: int, known: set[str], often: set[str], beside: dict[int, str]
) -> Iterator[_Row]:
    """The lines around a page's number that come back on other pages."""
    for step in (1, -1):
        at = place + step
        while 0 <= at < len(rows) and abs(at - place) <= _MOST_LINES:
            text = rows[at].text
            repeated = _head(text)[0] in often
            repeated = repeated and (_is_short(rows[at]) or len(text) > _REPEATED)
            repeated = repeated or beside.get(at - place) == text
            # A label that comes back is wrapped above its words, and may stand below a page's head.
            repeated = repeated and not text.endswith(":")
            if not (_shape(rows[at].text) in known or repeated):
                break
            yield rows[at]
            at += step
