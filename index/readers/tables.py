"""Tables of a recogniser: Whisper's TSV, times in milliseconds, and who speaks where it is told."""

from __future__ import annotations

from index.errors import SourceError, UnsupportedFormat
from index.readers.cues import Cue
from index.readers.subtitles import spoken
from index.records import Source

TSV = "text/tab-separated-values"
_NEEDED = ("start", "end", "text")


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
    if not is_table(text):
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
