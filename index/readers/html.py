"""HTML pages: their main text without menus, banners and footers, through trafilatura."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from index.errors import EmptySource
from index.language.naming import is_opener, prefix, shape
from index.readers.classed import with_voices
from index.readers.furniture import without_furniture
from index.readers.hidden import shown
from index.readers.layout import without_page_lines
from index.readers.markup import all_blocks, tame
from index.readers.rows import told_rows
from index.records import Metadata, Source

HTML = "text/html"
# htmldate takes dates after today for errors; transcripts of fiction lie in the future.
_DATES = {"original_date": True, "extensive_search": False, "max_date": "2199-12-31"}
_LABEL = re.compile(r"(?<![^\s|>])[A-Z][A-Z.’'-]+(?: [A-Z][A-Z.’'-]+){0,5}\s*:")
# Podcasts name who speaks in `cite`, before the time or the words; the main text leaves it out.
_CITED = re.compile(r"(?i)[:：]\s*</cite>|</cite>\s*<(?:time|p)[\s>]")
# Names and words as a list of terms: the main text makes one list of both.
_TERM = re.compile(r"(?i)</dt>\s*<dd[\s>]")
_SHORT = 40
"""Characters up to which a line that comes again is taken for a page's furniture and dropped."""


def read_page(text: str) -> Source:
    """An HTML page: the text is the main text as it is shown, one line for each paragraph.

    :raises EmptySource: The page has no text.
    """
    text = without_furniture(shown(tame(text)))
    voiced = with_voices(text)
    text = voiced or text
    whole = all_blocks(text)
    if not whole:
        raise EmptySource("the page has no text but markup; save the transcript's own page")
    import trafilatura  # noqa: PLC0415 (0.25 s that a question need not wait)

    main = trafilatura.extract(
        text, include_comments=False, include_tables=True, favor_recall=True, output_format="txt"
    )
    named = len(_CITED.findall(text)) > 1 or len(_TERM.findall(text)) > 1
    named = named or voiced is not None or (_tells(whole) and not _tells(main or ""))
    if not main or named or _labels_lost(main, whole):
        main = whole
    words = _without_pages(_without_cells(main))
    return Source("", "", "", HTML, words, metadata=_metadata(text))


def _without_pages(text: str) -> str:
    """The text without page numbers and heads, where the page was made from a printed one.

    Each line of it is a paragraph, as `without_page_lines` has them between blank lines.
    """
    apart = text.replace("\n", "\n\n")
    kept = without_page_lines(apart)
    return text if kept == apart else re.sub(r"\n{2,}", "\n", kept).strip()


def _metadata(text: str) -> Metadata:
    from trafilatura.metadata import extract_metadata  # noqa: PLC0415 (as above)

    metadata = extract_metadata(text, date_config=dict(_DATES))
    return Metadata(
        title=metadata.title or None,
        date=metadata.date or None,
        url=metadata.url or None,
        date_status="page" if metadata.date else None,
    )


def _labels_lost(main: str, whole: str) -> bool:
    """Whether the main text misses turns that the page has: a label, or a short line between two.

    Capitals are labels anywhere in a line; names in ordinary case where they stand again at the
    start of lines.
    """
    kept = Counter(_LABEL.findall(main))
    there = Counter(_LABEL.findall(whole))
    if any(there[label] > count for label, count in kept.items()) or (not kept and bool(there)):
        return True
    names = _names(whole)
    if len(names) < 2:
        return False
    kept, there = _short_lines(main, names), _short_lines(whole, names)
    return any(count > kept[line] for line, count in there.items())


def _names(text: str) -> frozenset[str]:
    """Names before a colon that stand again at the start of a page's lines."""
    counts = Counter(
        name.label
        for line in text.splitlines()
        if (name := prefix(line[:80]))
        and not is_opener(name.label)
        and shape(name.label) != "lower"
    )
    return frozenset(label for label, count in counts.items() if count > 1)


def _short_lines(text: str, names: frozenset[str]) -> Counter[str]:
    """How often each label and each short line between the first label and the last one stands."""
    lines = [line.strip("| ") for line in text.splitlines()]
    labels = [name.label if (name := prefix(line[:80])) else "" for line in lines]
    places = [number for number, label in enumerate(labels) if label in names]
    counts = Counter(labels[number] for number in places)
    if places:
        between = lines[places[0] : places[-1] + 2]
        counts.update(" ".join(line.split()) for line in between if 0 < len(line) <= _SHORT)
    return counts


def _without_cells(text: str) -> str:
    """Table rows as lines: `| MS. DOE: | Yes. |` gives `MS. DOE: Yes.`."""
    lines: list[str] = []
    for rows, together in _tables(text):
        if rows:
            lines += told_rows(rows) or [" ".join(filter(None, row)) for row in rows]
        else:
            lines += [line.rstrip() for line in together if not line.startswith("|")]
    return "\n".join(lines).strip()


def _tables(text: str) -> Iterator[tuple[list[list[str]], list[str]]]:
    """The lines of a text in order, those of a table as rows of cells, the others as they are."""
    for is_row, lines in groupby(text.splitlines(), key=lambda line: line.startswith("|")):
        together = list(lines)
        rows = [_cells(line) for line in together if is_row]
        yield [row for row in rows if not all(set(cell) <= set("-: ") for cell in row)], together


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip()[1:].strip("|").split("|")]


def _tells(text: str) -> bool:
    """Whether a table of a text tells who speaks."""
    return any(rows and told_rows(rows) for rows, _ in _tables(text))
