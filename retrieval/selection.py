"""Which run of sentences to quote: the one whose expected character F1 is highest.

Each run of neighbouring sentences gets a chance of being what a judge would mark, by a log-linear
model of a few features; the run that is quoted has the highest F1 with the marked run, averaged
over those chances. So a quote grows where the answer's borders are uncertain and is short where
they are clear, and no length is fixed. (Maximum expected F1: Jansche, ACL 2007.)

The weights were fitted by maximum likelihood, with an L2 penalty, to the judged spans in the
turns that were found: press-dev 46 (half of the weight), state-department 58 and sample 58 (a
quarter each). The 98 of explainmeetsum/train (every eighth meeting) were kept for comparison.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Span = tuple[int, int]
Floats = NDArray[np.float64]
Places = NDArray[np.int64]
Bools = NDArray[np.bool_]

OUTSIDE = -0.22
"""Cost of each sentence outside the passage that was found."""
OPENS_REPLY = 0.65
"""Worth of beginning with the first sentence of a reply."""
QUESTION_HAS_TOPIC = 1.6
"""The same, by how much more of the topic the question has than any sentence of the reply."""
PLEASANTRY = -1.9
"""Cost of beginning with "Good morning, Tamsin.", "Sure." or the like."""
DANGLING = -1.0
"""Cost of beginning inside a turn with a word that points back, "He", "That" or "But", and of
leaving out the "Yes." before.

It serves the reader: the other weights were fitted without it. Mean F1 went from 0.810 to 0.831
on press-dev, from 0.633 to 0.648 on explainmeetsum/train, and stayed on state-department (0.658,
0.663) and sample (0.617, 0.611).
"""
PARAGRAPH_CROSSED = -0.8
"""Cost of each paragraph border inside the run."""
PARAGRAPH_END = 0.6
"""Worth of ending where a paragraph ends."""
TOPIC_FIRST = 3.3
"""Worth of the topic's words in the first sentence, by their share of its weight."""
TOPIC_LAST = 2.65
"""The same for the last sentence."""

SHORT_OPENING = 60
"""Characters of a first sentence that may be the yes or no before its reason."""
DROPS_YES = -4.0
"""Cost of leaving out the short yes or no that opens a reply: it is the answer, what follows its
reason. Fitted it would be -0.3, since few judged spans begin so."""
FAR = 6.0
"""Log-odds below the best sentence from which a sentence is as far as one that was not read."""
READER_FEATURES = ("best", "near", "chance", "sentences", "begins", "ends")
RUN_FEATURES = (
    *("topic_first", "topic_last", "opens", "lacking", "pleasantry", "dangling"),
    *("closes", "crossed", "outside", "asked", "drops_yes", *READER_FEATURES),
)
"""What speaks for a run, in the order of the columns of `run_features`."""
_BY_WORDS = (
    *(TOPIC_FIRST, TOPIC_LAST, OPENS_REPLY, QUESTION_HAS_TOPIC, PLEASANTRY, DANGLING),
    *(PARAGRAPH_END, PARAGRAPH_CROSSED, OUTSIDE, 0.0, 0.0),
)
WORD_WEIGHTS = np.array([*_BY_WORDS, *(0.0 for _ in READER_FEATURES)])
"""Where there is no reader."""
READER_WEIGHTS = WORD_WEIGHTS.copy()
READER_WEIGHTS[RUN_FEATURES.index("drops_yes")] = DROPS_YES
"""Where the reader has read the turn: its sentences' log-odds are not used, but for the yes.

They shorten quotes: mean F1 rises in the turns that hold an answer, and fewer quotes have half of
what a judge marked. `eval/EXPERIMENTS.md` has the figures.
"""

LEAST_CHARACTERS = 40
"""No run is shorter where a longer one can be had; it says too little alone (mean F1 without this
bound is the same within 0.006 on all four sets)."""
WHOLE_TURN = 150
"""A turn of at most so many characters is quoted whole, asides apart: "The answer is no." must not
be cut off (mean F1 with 0, 110, 150 and 200 is the same within 0.009 on all four sets)."""
MOST_CHARACTERS = 700
"""No run of several sentences is longer (cross-validated mean F1 of 500, 600, 700, 800 characters:
press-dev 0.745, 0.772, 0.798, 0.799, state-department 0.633, 0.652, 0.660, 0.642)."""
MOST_SENTENCES = 12
"""The same for sentences; so many are also looked at on each side of the passage."""

_PLEASANTRY = re.compile(
    r"[\"'“‘(\[ ]*"
    r"(?:(?:good (?:question|morning|afternoon)|hi|hello|hey|welcome|i appreciate)\b.{,45}"
    r"|(?:well|look|sure|okay|ok|right|all right|um|uh)\W*)",
    re.IGNORECASE,
)
_POINTS_BACK = re.compile(
    r"[\"'“‘(\[ ]*(?:and|but|so|or|because|which|also|then|he|she|they|it|this|that|these|those"
    r"|such|their|his|her|its|him|them)\b",
    re.IGNORECASE,
)
_YES_OR_NO = re.compile(
    r"[\"'“‘(\[ ]*(?:well, |oh, )?(?:yes|yeah|yep|no|nope|not|never|absolutely|of course|correct"
    r"|exactly|definitely)\b.{,40}",
    re.IGNORECASE,
)
_HAS_YES_OR_NO = re.compile(
    r"\b(?:yes|yeah|yep|no|nope|absolutely|correct|exactly|definitely)\b", re.IGNORECASE
)
_STAGE_NOTE_OR_THANKS = re.compile(
    r"(?:\([^()]{,30}\)|\[[^\[\]]{,30}\])[.!]?|(?:thank you|thanks)\b.{,40}", re.IGNORECASE
)
_LEAD_IN = (":", "—", "–", "--")
_ASKS = ("?", '?"', "?”", "?’", "?)")
_CALL_CHARACTERS = 25


def best_run(
    text: str,
    sentences: Sequence[Span],
    shares: Sequence[float],
    passage: Span,
    lead: float | None,
    told: Sequence[float | None] | None = None,
    *,
    asks: bool = False,
) -> tuple[int, int]:
    """Choose the sentences of one turn to quote, as the places of the first and the last.

    :param sentences: The sentences of the turn, in order, at least one of them in the passage.
    :param shares: How much of the topic's weight each sentence has (0 to 1).
    :param lead: How much of the topic's weight the question has that the turn replies to (0 to
        1), None for a turn that replies to none.
    :param told: The reader's log-odds that each sentence answers, None for one that was not read;
        None where there is no reader.
    :param asks: Whether the turn is a question. Who answers and asks himself goes on to tell.
    """
    runs, rows = run_features(text, sentences, shares, passage, lead, told, asks=asks)
    borders = np.array(sentences)
    spans = np.column_stack([borders[runs[:, 0], 0], borders[runs[:, 1], 1]])
    weights = WORD_WEIGHTS if told is None else READER_WEIGHTS
    first, last = runs[most_expected(spans, rows @ weights)]
    return int(first), int(last)


def most_expected(spans: Places, scores: Floats) -> int:
    """The place of the run with the highest expected F1.

    :param spans: Start and end of each run, `(n, 2)`.
    :param scores: The logarithm of each run's chance of being the answer, up to a constant.
    """
    return int(np.argmax(_f1(spans) @ np.exp(scores - scores.max())))


def run_features(
    text: str,
    sentences: Sequence[Span],
    shares: Sequence[float],
    passage: Span,
    lead: float | None,
    told: Sequence[float | None] | None,
    *,
    asks: bool = False,
) -> tuple[Places, Floats]:
    """The runs that may be quoted, `(n, 2)`, and what speaks for each, `(n, len(RUN_FEATURES))`."""
    inside = [start < passage[1] and passage[0] < end for start, end in sentences]
    runs = _runs(text, sentences, shares, inside, asks=asks)
    return runs, _features(text, sentences, shares, inside, runs, lead, told)


def _runs(
    text: str,
    sentences: Sequence[Span],
    shares: Sequence[float],
    inside: Sequence[bool],
    *,
    asks: bool,
) -> Places:
    """The runs that may be quoted, `(n, 2)`, near the passage.

    None begins or ends with a stage note, thanks or the call for the next question ("Tamsin."),
    ends with a lead-in, or with a question that the same voice goes on to answer, unless there is
    nothing else.
    """
    places = [place for place, is_inside in enumerate(inside) if is_inside]
    window = range(
        max(0, places[0] - MOST_SENTENCES), min(len(sentences), places[-1] + MOST_SENTENCES + 1)
    )
    runs = np.array(
        [
            (first, last)
            for first in window
            for last in range(first, min(first + MOST_SENTENCES, window.stop))
            if first == last or sentences[last][1] - sentences[first][0] <= MOST_CHARACTERS
        ]
    )
    asides = _asides(text, sentences, shares)
    goes_on = _LEAD_IN if asks else _LEAD_IN + _ASKS
    leads_in = np.array([text.endswith(goes_on, start, end) for start, end in sentences])
    leads_in[-1] = False
    clean = ~(asides[runs[:, 0]] | asides[runs[:, 1]] | leads_in[runs[:, 1]])
    if clean.any():
        runs = runs[clean]
    spans = np.array(sentences)
    lengths = spans[runs[:, 1], 1] - spans[runs[:, 0], 0]
    is_short = sentences[-1][1] - sentences[0][0] <= WHOLE_TURN
    least = lengths.max() if is_short else min(LEAST_CHARACTERS, lengths.max())
    return np.asarray(runs[lengths >= least], dtype=np.int64)


def _asides(text: str, sentences: Sequence[Span], shares: Sequence[float]) -> Bools:
    """Which sentences answer nothing: stage notes, thanks, and a name called at a turn's end.

    One of them that has more of the topic than every other sentence is what was asked for.
    """
    asides = [bool(_STAGE_NOTE_OR_THANKS.fullmatch(text, *span)) for span in sentences]
    others = [share for share, is_aside in zip(shares, asides, strict=True) if not is_aside]
    told = max(others, default=0.0)
    asides = [is_aside and share <= told for share, is_aside in zip(shares, asides, strict=True)]
    start, end = sentences[-1]
    before = sentences[-2][1] if len(sentences) > 1 else start
    is_call = "\n" in text[before:start] and end - start <= _CALL_CHARACTERS and not shares[-1]
    asides[-1] |= is_call
    return np.array(asides)


def _features(
    text: str,
    sentences: Sequence[Span],
    shares: Sequence[float],
    inside: Sequence[bool],
    runs: Places,
    lead: float | None,
    told: Sequence[float | None] | None,
) -> Floats:
    """What speaks for each run, one column for each of `RUN_FEATURES`."""
    topic = np.array(shares)
    pleasant = np.array([bool(_PLEASANTRY.fullmatch(text, *span)) for span in sentences])
    dangling = np.array([bool(_POINTS_BACK.match(text, start)) for start, _ in sentences])
    dangling[1:2] |= bool(_YES_OR_NO.fullmatch(text, *sentences[0]))
    gaps = [text[end:start] for (_, end), (start, _) in pairwise(sentences)]
    closes = np.array([*("\n" in gap for gap in gaps), True])
    closed = np.concatenate([[0], np.cumsum(closes)])
    outside = np.concatenate([[0], np.cumsum(~np.array(inside))])
    first, last = runs[:, 0], runs[:, 1]
    opens = (first == 0) if lead is not None else np.zeros(len(runs), dtype=bool)
    lacking = 0.0 if lead is None else max(0.0, lead - max(shares))
    columns = [
        topic[first],
        topic[last],
        opens,
        lacking * opens,
        pleasant[first],
        dangling[first] & (first > 0),
        closes[last],
        closed[last] - closed[first],
        outside[last + 1] - outside[first],
        (lead or 0.0) * opens,
        _says_yes_or_no(text, sentences[0]) * (lead is not None) * (first > 0),
        *_reader_columns(told, runs),
    ]
    return np.column_stack([np.asarray(column, dtype=np.float64) for column in columns])


def _says_yes_or_no(text: str, opening: Span) -> bool:
    """Whether a short first sentence says yes or no: "The simple answer is yes."."""
    start, end = opening
    return end - start <= SHORT_OPENING and _HAS_YES_OR_NO.search(text, start, end) is not None


def _reader_columns(told: Sequence[float | None] | None, runs: Places) -> list[Floats]:
    """The reader's best sentence in each run, the sums of what speaks for and against, its ends.

    Log-odds count against the best sentence of the turn, at most `FAR` below it.
    """
    if told is None:
        return [np.zeros(len(runs)) for _ in READER_FEATURES]
    known = [log_odds for log_odds in told if log_odds is not None]
    top = max(known, default=0.0)
    least = top - FAR
    values = (
        np.array([least if log_odds is None else max(log_odds, least) for log_odds in told]) - top
    )
    first, last = runs[:, 0], runs[:, 1]
    chance = np.concatenate([[0.0], np.cumsum(1.0 / (1.0 + np.exp(-(values + top))))])
    near = np.concatenate([[0.0], np.cumsum(values + FAR)])
    best = np.array([values[a : b + 1].max() for a, b in runs])
    return [
        best,
        near[last + 1] - near[first],
        chance[last + 1] - chance[first],
        (last - first + 1).astype(np.float64),
        values[first],
        values[last],
    ]


def _f1(spans: Places) -> Floats:
    """F1 of the characters of every run with every other, `(n, n)`."""
    start, end = spans[:, 0], spans[:, 1]
    shared = np.minimum(end[:, None], end) - np.maximum(start[:, None], start)
    lengths = end - start
    return np.asarray(2 * np.maximum(shared, 0) / (lengths[:, None] + lengths), dtype=np.float64)
