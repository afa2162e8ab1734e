"""Cues of WebVTT and SRT files: times and payload, before anybody's words are told apart.

One reader for both, since files in the wild mix them: hours left out, commas or points before
the milliseconds, cues without a number, blank lines that hold a space.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

_CLOCK = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})[.,](\d{1,3})"
_TIMING = re.compile(rf"\s*{_CLOCK}\s*-->\s*{_CLOCK}(?:\s.*)?")
_NUMBER = re.compile(r"\s*\d+\s*")


@dataclass(frozen=True, slots=True)
class Cue:
    """One cue: seconds from the start, and its lines as they stand, tags included."""

    start_s: float
    end_s: float
    lines: tuple[str, ...]


def read_cues(text: str, *, blank_ends: bool) -> list[Cue]:
    """All cues in file order.

    :param blank_ends: Whether an empty line ends a cue, as WebVTT says; what stands between it
        and the next times is a name, a note or a style. In SRT only a number stands there.
    """
    lines = re.split(r"\r\n|\n|\r", text)
    timings = [(n, match) for n, line in enumerate(lines) if (match := _TIMING.fullmatch(line))]
    cues = []
    for place, (number, match) in enumerate(timings):
        last = place + 1 == len(timings)
        payload = lines[number + 1 : len(lines) if last else timings[place + 1][0]]
        if blank_ends and "" in payload:
            payload = payload[: payload.index("")]
        elif not last and payload and _NUMBER.fullmatch(payload[-1]):
            payload = payload[:-1]
        spoken = tuple(line.strip() for line in payload if line.strip())
        cues.append(Cue(_seconds(match, 1), _seconds(match, 5), spoken))
    return cues


def fold_rolling(cues: list[Cue]) -> list[Cue]:
    """Drop lines that a cue repeats from the one before, where the whole file rolls.

    Automatic captions show each line twice, once growing and once above the next one; a
    person who says "No." twice in a hand-made file is left alone.
    """
    repeats = [_repeated(before, cue) for before, cue in pairwise(cues)]
    if 3 * sum(count > 0 for count in repeats) < len(cues) or len(cues) < 4:
        return cues
    kept = cues[:1]
    for cue, count in zip(cues[1:], repeats, strict=True):
        if cue.lines[count:]:
            kept.append(Cue(cue.start_s, cue.end_s, cue.lines[count:]))
    return kept


def plain(line: str) -> str:
    """A payload line without its tags, as it is compared with the line before."""
    return " ".join(re.sub(r"<[^>]*>", "", line).split())


def _repeated(before: Cue, cue: Cue) -> int:
    """How many first lines of a cue are the last lines of the one before it."""
    old = [plain(line) for line in before.lines]
    new = [plain(line) for line in cue.lines]
    for count in range(min(len(old), len(new)), 0, -1):
        if old[-count:] == new[:count]:
            return count
    return 0


def _seconds(match: re.Match[str], group: int) -> float:
    hours, minutes, seconds, fraction = match.group(group, group + 1, group + 2, group + 3)
    whole = int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)
    return whole + int(fraction.ljust(3, "0")) / 1000
