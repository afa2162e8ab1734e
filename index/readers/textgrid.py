"""TextGrid of Praat: tiers of intervals, one for each voice as a rule.

    item [1]:
        class = "IntervalTier"
        name = "Una Sarn"
        intervals [1]:
            xmin = 0.0
            xmax = 4.2
            text = "The gate is oak."

Tiers that cut the same words once more, into words or sounds, are left out: their texts are much
shorter than those of another tier.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.errors import UnsupportedFormat
from index.readers.cues import Cue
from index.readers.subtitles import spoken
from index.records import Source

TEXTGRID = "text/x-textgrid"
TEXTGRID_START = re.compile(
    r"(?:File type\s*=\s*)?\"ooTextFile[^\"]*\"\s*(?:Object class\s*=\s*)?\"TextGrid\""
)
# Values of the long form and of the short one: texts in quotation marks, and numbers.
_VALUE = re.compile(r"\"((?:[^\"]|\"\")*)\"|(?<![\w\[])(-?\d+(?:\.\d+)?(?:[eE]-?\d+)?)(?![\w\]:])")
_UNITS = frozenset("words word utterances utterance sentences text transcript phrases".split())
_SHARE = 0.25
"""The least length of a tier's texts beside the longest: sounds and words are shorter."""


def read_textgrid(text: str) -> Source:
    """The words of all tiers in the order of their times, each with its tier's name.

    :raises UnsupportedFormat: A tier is cut off, or no tier has words.
    """
    values = [match[1] if match[2] is None else float(match[2]) for match in _VALUE.finditer(text)]
    try:
        tiers = list(_tiers(values))
    except (IndexError, TypeError, ValueError) as error:
        raise UnsupportedFormat(
            "this TextGrid ends inside a tier, or a value is missing: save it again in Praat"
        ) from error
    least = _SHARE * max((_length(cues) for cues in tiers), default=0.0)
    said = [cue for cues in tiers if _length(cues) >= least for cue in cues]
    return spoken(sorted(said, key=lambda cue: cue.start_s), TEXTGRID)


def _tiers(values: list[str | float]) -> Iterator[list[Cue]]:
    """The intervals of each tier; points in time have no words of anybody."""
    at = values.index("IntervalTier")
    while at < len(values):
        kind, name, count = values[at], str(values[at + 1]), int(values[at + 4])
        at += 5
        width = 3 if kind == "IntervalTier" else 2
        cells = values[at : at + width * count]
        if len(cells) < width * count:
            raise IndexError(name)
        at += width * count
        if width == 3:
            yield [
                Cue(float(cells[n]), float(cells[n + 1]), (said,), _voice(name))
                for n in range(0, len(cells), width)
                if (said := " ".join(str(cells[n + 2]).replace('""', '"').split()))
            ]


def _voice(tier: str) -> str | None:
    """Who a tier is: `Una Sarn - words` is hers, and what is only called by its units nobody's."""
    name, _, unit = tier.strip().rpartition(" - ")
    name = name if unit.lower() in _UNITS else tier.strip()
    return None if name.lower() in _UNITS else name or None


def _length(cues: list[Cue]) -> float:
    """The signs of a tier's texts, on average."""
    return sum(len(cue.lines[0]) for cue in cues) / len(cues) if cues else 0.0
