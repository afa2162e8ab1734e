"""Shares: yes-or-no measures of hits and quotes, such as whose words stand first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from eval.collections.collection import ASKED, Gold, Query
from eval.measuring.measures import first
from eval.measuring.relevance import breaks_filter, delivers, overlap, speaker_is_right
from eval.measuring.significance import Interval, rate_interval
from eval.running.found import Found, Outcome, fold_label

LEAK_DEPTH = 10
FIRST_QUOTES = 3
QUESTION_FIRST = "question as answer"
QUESTION_QUOTED = "question as first quote"
# Of the quotes shown with an answer to an answerable question, those that meet a judged span.
MARKED_FIRST = f"marked first {FIRST_QUOTES}"
MARKED = "marked shown"
# Also given for each kind of question.
BY_KIND_TOO = (QUESTION_FIRST, QUESTION_QUOTED, MARKED_FIRST, MARKED)


def rates(
    queries: Iterable[Query],
    outcomes: Mapping[str, Outcome],
    golds: Mapping[str, tuple[Gold, ...]],
    texts: Mapping[str, str],
) -> dict[str, Interval]:
    """Yes-or-no measures: who stands first, is it marked, verbatim, whose words, inside filters."""
    known = [(query, outcomes[query.query_id]) for query in queries if query.query_id in outcomes]
    asked = [(q, o) for q, o in known if q.answerable]
    filtered = [(q, o) for q, o in known if q.filtered]
    to_answer = [(q, o) for q, o in asked if q.kind != ASKED]
    answered = [(q, o) for q, o in asked if o.answered is not False]
    shown = [span for _, o in known for span in (*o.hits, *o.quotes, *o.contexts)]
    return {
        QUESTION_FIRST: _rate(_is_question(first(o.hits), golds[q.query_id]) for q, o in to_answer),
        QUESTION_QUOTED: _rate(
            _is_question(first(o.quotes), golds[q.query_id]) for q, o in to_answer
        ),
        MARKED_FIRST: _rate(
            _is_marked(quote, golds[q.query_id])
            for q, o in answered
            for quote in o.answers[:FIRST_QUOTES]
        ),
        MARKED: _rate(
            _is_marked(quote, golds[q.query_id]) for q, o in answered for quote in o.answers
        ),
        "verbatim": _rate(is_verbatim(quote, texts) for quote in shown),
        "speaker right": _rate(
            speaker_is_right(span, gold)
            for q, o in asked
            for span in (*o.hits, *o.quotes)
            for gold in golds[q.query_id]
            if delivers(span, gold)
        ),
        "hits outside filters": _rate(
            breaks_filter(span, q) for q, o in filtered for span in (*o.hits, *o.quotes)
        ),
        f"questions with a top {LEAK_DEPTH} outside filters": _rate(
            any(breaks_filter(hit, q) for hit in o.hits[:LEAK_DEPTH]) for q, o in filtered
        ),
        "speakers understood": _rate(
            _reads_speakers(q, o) for q, o in known if q.speakers and o.reading is not None
        ),
        "dates understood": _rate(
            (o.reading.date_from, o.reading.date_to) == (q.date_from, q.date_to)
            for q, o in known
            if (q.date_from or q.date_to) and o.reading is not None
        ),
        "no result": _rate(not o.hits for _, o in known),
    }


def is_verbatim(span: Found, texts: Mapping[str, str]) -> bool:
    """Whether the printed words are exactly the document's characters at their offsets."""
    text = texts.get(span.document)
    return (
        text is not None
        and 0 <= span.start < span.end
        and (text[span.start : span.end] == span.text)
    )


def _is_question(span: Found | None, golds: Sequence[Gold]) -> bool:
    """A question's words that nobody judged an answer: what was asked may be the question."""
    return span is not None and span.is_question and not any(delivers(span, gold) for gold in golds)


def _reads_speakers(query: Query, outcome: Outcome) -> bool:
    """Whether each speaker that the system understood is asked for, and at least one is."""
    if outcome.reading is None or not outcome.reading.speaker_labels:
        return False
    labels = {fold_label(label) for label in outcome.reading.speaker_labels}
    return bool(labels & {fold_label(label) for label in query.speakers})


def _is_marked(span: Found, golds: Sequence[Gold]) -> bool:
    """Whether it shares words with a span that was judged to answer, fully or in part."""
    return any(overlap(span, gold) for gold in golds)


def _rate(values: Iterable[bool]) -> Interval:
    cases = list(values)
    return rate_interval(sum(cases), len(cases))
