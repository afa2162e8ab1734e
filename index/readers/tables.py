"""Tables: Whisper's TSV with times in milliseconds, and CSV with a column of words.

A CSV's columns are those of JSON's pieces, see `index/readers/listed.py`: `speaker` and `text`,
`start` and `end` where there are times, under the names that tools give them.
"""

from __future__ import annotations

import csv
import io
from typing import Any

from index.errors import SourceError, UnsupportedFormat
from index.readers.columned import cell_cues
from index.readers.cues import Cue
from index.readers.listed import cues_of, find_pieces
from index.readers.subtitles import spoken
from index.records import Source

TSV = "text/tab-separated-values"
CSV = "text/csv"
_NEEDED = ("start", "end", "text")
_OTHER_NAMES = {"dialog": "text", "statement": "text", "character": "speaker"}
"""What columns of words and voices are called in tables, beside their names in JSON."""
_DELIMITERS = ",;\t"
csv.field_size_limit(16 * 1024 * 1024)


def is_table(text: str) -> bool:
    """Whether a text begins with the head of such a table."""
    head = text[:200].split("\n", 1)[0].strip().lower().split("\t")
    return all(name in head for name in _NEEDED)


def read_tsv(text: str) -> Source:
    """A table with the columns `start`, `end` and `text`; `speaker` may be one.

    :raises UnsupportedFormat: The head names other columns.
    :raises SourceError: A line has other columns or no time; the message names it.
    """
    lines = text.splitlines()
    head = lines[0].strip().lower().split("\t")
    if not all(name in head for name in _NEEDED):
        raise UnsupportedFormat(
            f"a table of captions has the columns start, end and text, not {', '.join(head)[:80]}"
        )
    start, end, words = (head.index(name) for name in _NEEDED)
    voice = head.index("speaker") if "speaker" in head else None
    cues = []
    for number, line in enumerate(lines[1:], 2):
        if not line.strip():
            continue
        cells = line.split("\t", len(head) - 1)
        try:
            times = float(cells[start]) / 1000, float(cells[end]) / 1000
            said = cells[words], None if voice is None else cells[voice].strip() or None
        except (ValueError, IndexError) as error:
            raise SourceError(
                f"line {number:,} of this table has no times and words: {line[:60]!r}"
            ) from error
        cues.append(Cue(*times, (said[0].strip(),), said[1]))
    return spoken(cues, TSV)


def read_csv(text: str) -> Source:
    """A table whose first line names its columns, parted by commas, semicolons or tabs.

    :raises UnsupportedFormat: No column has words with voices or times beside them.
    :raises SourceError: A row has more cells than there are columns, or a time cannot be read.
    """
    head, _, _ = text.partition("\n")
    delimiter = max(_DELIMITERS, key=head.count)
    try:
        table = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
        rows = [_whole(row, table.line_num) for row in table]
    except csv.Error as error:
        raise UnsupportedFormat(f"this is no CSV ({error}): save the table again") from error
    pieces = find_pieces([_renamed(row) for row in rows])
    if not pieces and (cues := cell_cues(list(csv.reader(io.StringIO(text), delimiter=delimiter)))):
        return spoken(cues, CSV)
    if not pieces:
        columns = ", ".join(filter(None, rows[0] if rows else head.split(delimiter)))
        raise UnsupportedFormat(
            "a table of a transcript has a first line that names its columns, one with words such "
            "as text and one with voices or times such as speaker or start; this one has "
            f"{columns[:80]}"
        )
    try:
        return spoken(list(cues_of(pieces, {})), CSV)
    except (TypeError, ValueError) as error:
        raise SourceError(
            f"a cell of this table cannot be read ({error}); a time is such as 00:01:02 or 62.5"
        ) from error


def _whole(row: dict[str, Any], number: int) -> dict[str, str]:
    """A row with no cell beyond its columns: an unquoted comma would cut somebody's words.

    :raises SourceError: It has one with words in it.
    """
    beyond = [cell for cell in row.pop(None, ()) if cell.strip()]  # type: ignore[call-overload]
    if beyond:
        raise SourceError(
            f"line {number:,} of this table has more cells than the first line has columns, from "
            f"{beyond[0][:60]!r} on: put words with a comma into quotation marks"
        )
    return row


def _renamed(row: dict[str, str]) -> dict[str, str]:
    """The cells with words whose column has a name, by the names that JSON has for these."""
    named = {
        (name or "").strip().lower(): cell for name, cell in row.items() if isinstance(cell, str)
    }
    known = {_OTHER_NAMES.get(name, name): cell for name, cell in named.items()}
    return {name: cell for name, cell in {**known, **named}.items() if name and cell.strip()}
