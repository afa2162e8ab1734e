"""What was found, against what was judged: which hit delivers which gold span.

A hit delivers a gold span when it covers at least half of it and is a quote, not a chapter: at
most 1,500 characters, or twice the gold span where that is more. Without that bound a system that
returns whole transcripts would be right about everything.

Where whole turns were judged, nobody said which of their words answer: a hit delivers such a turn
when it covers half of it or half of the hit lies in it, within the same bound. A ranking is then
measured in two ways: by hits as they are, and by the turns that they hold (`by_turns`).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from eval.collections.collection import Gold, Query, Span
from eval.running.found import Found, fold_label

MIN_COVERED = 0.5
MAX_CHARACTERS = 1_500
MAX_TIMES_GOLD = 2


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a judged ranking: the gold span that the hit at `rank` delivers, or None."""

    rank: int
    gold: Gold | None


def overlap(hit: Found, gold: Gold) -> int:
    """How many characters of the gold span were found; 0 in another document."""
    return _shared(hit, gold.start, gold.end) if hit.document == gold.document else 0


def delivers(hit: Found, gold: Gold) -> bool:
    """Whether this hit gives the reader this gold span; see the rules at the top."""
    if gold.is_turn:
        return meets(hit, gold)
    covered = overlap(hit, gold) >= MIN_COVERED * (gold.end - gold.start)
    return covered and _is_quote(hit, gold.end - gold.start)


def meets(hit: Found, gold: Gold) -> bool:
    """Whether a quote, which may be one sentence of a long gold span, is right as far as it goes.

    It covers half of the span, or half of it lies inside the span; it is no chapter either way.
    """
    return hit.document == gold.document and _meets(hit, gold.start, gold.end)


def _meets(hit: Found, start: int, end: int) -> bool:
    shorter = min(hit.end - hit.start, end - start)
    return _is_quote(hit, end - start) and _shared(hit, start, end) >= MIN_COVERED * shorter


def _shared(hit: Found, start: int, end: int) -> int:
    """Characters of a span of the hit's own document that the hit covers."""
    return max(0, min(hit.end, end) - max(hit.start, start))


def _is_quote(hit: Found, characters: int) -> bool:
    """Whether a hit is short enough to quote a span of so many characters."""
    return hit.end - hit.start <= max(MAX_CHARACTERS, MAX_TIMES_GOLD * characters)


def judge(hits: Sequence[Found], golds: Iterable[Gold]) -> list[Item]:
    """Turn a ranking of hits into a ranking of gold spans and of hits without one.

    A gold span pays once, at the first hit that delivers it. A hit that delivers several stands
    for each of them, the best grade first, as if they had been found one after the other. A hit
    that delivers nothing new is one line with None.

    What else a hit holds costs nothing. Where whole turns are judged this favours hits over
    several turns: one over eight, two of them gold, is two right lines, and the same turns as
    eight hits are two right and six wrong ones. `by_turns` makes the two equal.
    """
    left = sorted(golds, key=lambda gold: (-gold.relevance, gold.document, gold.start))
    items: list[Item] = []
    for rank, hit in enumerate(hits, start=1):
        new = [gold for gold in left if delivers(hit, gold)]
        items.extend(Item(rank, gold) for gold in new)
        if not new:
            items.append(Item(rank, None))
        left = [gold for gold in left if gold not in new]
    return items


def by_turns(hits: Iterable[Found], turns: Mapping[str, Sequence[Span]]) -> list[Found]:
    """Put in the place of each hit its words in each turn that it delivers, in reading order.

    So a ranking counts the turns that somebody reads, whatever the hits' length. A hit inside one
    turn stays as it is, and so does one that delivers no turn, such as a chapter: one wrong line.

    :param turns: By document, in order and apart from each other.
    """
    lines: list[Found] = []
    for hit in hits:
        touched = _touched(hit, turns.get(hit.document, ()))
        lines.extend([_part(hit, *span) for span in touched if _meets(hit, *span)] or [hit])
    return lines


def _touched(hit: Found, spans: Sequence[Span]) -> Iterable[Span]:
    first = bisect_right(spans, hit.start, key=lambda span: span[1])
    return takewhile(lambda span: span[0] < hit.end, spans[first:])


def _part(hit: Found, start: int, end: int) -> Found:
    """The words of a hit inside a span that it shares characters with."""
    start, end = max(hit.start, start), min(hit.end, end)
    return replace(hit, start=start, end=end, text=hit.text[start - hit.start : end - hit.start])


def character_f1(hit: Found | None, golds: Iterable[Gold]) -> float:
    """F1 of the characters found against the gold span that they fit best, 0 for nothing found.

    As for SQuAD (Rajpurkar et al. 2016), the best over all gold spans counts, whatever its grade:
    the grades are the ranking measures' business.
    """
    if hit is None:
        return 0.0
    best = 0.0
    for gold in golds:
        shared = overlap(hit, gold)
        both = (hit.end - hit.start) + (gold.end - gold.start)
        best = max(best, 2 * shared / both)
    return best


def speaker_is_right(hit: Found, gold: Gold) -> bool:
    """Whether the hit names the judged speaker: the same label, and a speaker who bears it."""
    label = fold_label(gold.speaker)
    named = not hit.speaker_labels or label in map(fold_label, hit.speaker_labels)
    return fold_label(hit.label) == label and named


def breaks_filter(hit: Found, query: Query) -> bool:
    """Whether a hit stands outside the speakers or dates that the question asks for.

    Another label of the same speaker is inside; a document without a date is outside of dates.
    """
    if query.speakers:
        asked = set(map(fold_label, query.speakers))
        labels = {fold_label(label) for label in (hit.label, *hit.speaker_labels)}
        if not asked & labels:
            return True
    after = query.date_from is not None and (hit.date is None or hit.date < query.date_from)
    before = query.date_to is not None and (hit.date is None or hit.date > query.date_to)
    return after or before
