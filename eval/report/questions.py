"""Each question of a run, to be opened: answers and judgments, marked in the documents' text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from eval.collections.collection import Gold, Query
from eval.measuring.formats import Cell, plain
from eval.measuring.measures import ASK, BY_TURNS, F1, F1_HIT, F1_QUOTE, of
from eval.measuring.relevance import delivers, overlap
from eval.report.marking import Excerpt, Mark, excerpt
from eval.report.table import Line, Table
from eval.running.found import Found, Outcome
from eval.runs import CollectionRun

SHOWN_QUOTES = 5
LISTED = 400
"""Questions listed for one run; more would make a page that no browser likes to open."""
SHOWN_MEASURES = (
    *("nDCG@10", "hit@1", *BY_TURNS, "MRR"),
    *(of(ASK, "nDCG@10"), of(ASK, "hit@1"), F1, F1_QUOTE, F1_HIT),
)

PICKS = {
    "all": "all",
    "miss": "first hit wrong",
    "refused": "refused, though something answers",
    "told": "answered, though nothing does",
}

Texts = Mapping[str, str]
"""Documents' texts by name."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page shows of one question.

    `outcome` is the leading system's, `outcomes` are everyone's by system. `quotes` are the
    leading system's answer, or what it held back; `missed` the judged spans that no quote
    touches; `firsts` the first hit of every other system, by system. With `graded` the judgments
    tell full answers from parts.
    """

    query: Query
    outcome: Outcome
    outcomes: Mapping[str, Outcome]
    quotes: tuple[Found, ...]
    missed: tuple[Gold, ...]
    firsts: Mapping[str, Found | None]
    golds: tuple[Gold, ...]
    classes: tuple[str, ...]
    graded: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the leading system decided, in a word, and whether it was wrong."""

    words: str
    wrong: bool


@dataclass(frozen=True, slots=True)
class Result:
    """A hit, a quote or a judged span as the page shows it.

    `excerpt` is None where the words do not stand in the documents. `instead` is said of another
    system's first hit that is not shown.
    """

    speaker: str = ""
    place: str = ""
    excerpt: Excerpt | None = None
    role: str = ""
    worth: str = ""
    good: bool = False
    system: str = ""
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One question of the list, with all that its part of the page shows."""

    anchor: str
    shown: Shown
    ndcg: Cell | None
    verdict: Verdict | None
    facts: Mapping[str, str]
    quotes: tuple[Result, ...]
    missed: tuple[Result, ...]
    measures: Table
    firsts: tuple[Result, ...]


@dataclass(frozen=True, slots=True)
class Pick:
    """A choice of questions: the class they bear, its words and their number."""

    name: str
    words: str
    count: int


def shown_questions(run: CollectionRun) -> tuple[Shown, ...]:
    """What to show, in the collection's order; of too many those that went worst."""
    ours, *others = run.scores
    by_id = {name: {o.query_id: o for o in given} for name, given in run.outcomes.items()}
    golds = run.collection.golds_of()
    graded = is_graded(run)
    kept = _worst(run.collection.queries, ours.per_question["nDCG@10"], by_id[ours.system])
    shown = []
    for query in run.collection.queries:
        if query.query_id not in kept:
            continue
        outcomes = {name: given[query.query_id] for name, given in by_id.items()}
        outcome = outcomes[ours.system]
        spans = golds.get(query.query_id, ())
        quotes = outcome.quotes[:SHOWN_QUOTES]
        hits = {other.system: outcomes[other.system].hits[:1] for other in others}
        shown.append(
            Shown(
                query=query,
                outcome=outcome,
                outcomes=outcomes,
                quotes=quotes,
                missed=tuple(g for g in spans if not any(overlap(q, g) for q in quotes)),
                firsts={name: first[0] if first else None for name, first in hits.items()},
                golds=spans,
                classes=_classes(query, outcome, ours.per_question["hit@1"]),
                graded=graded,
            )
        )
    return tuple(shown)


def is_graded(run: CollectionRun) -> bool:
    """Whether the judgments tell full answers from parts, and not only yes from no."""
    return any(gold.relevance > 1 for gold in run.collection.golds)


def quoted_documents(questions: Sequence[Shown]) -> tuple[str, ...]:
    """The names of all documents whose words the page shows, in alphabetical order."""
    names = set()
    for shown in questions:
        names |= {quote.document for quote in shown.quotes}
        names |= {gold.document for gold in shown.missed}
        names |= {hit.document for hit in shown.firsts.values() if hit}
    return tuple(sorted(names))


def _worst(
    queries: Sequence[Query], ndcg: Mapping[str, float], outcomes: Mapping[str, Outcome]
) -> frozenset[str]:
    """The ids of at most `LISTED` questions; what nothing answers went as well as its refusal."""

    def went(query: Query) -> float:
        if query.answerable:
            return ndcg.get(query.query_id, 0.0)
        return float(outcomes[query.query_id].answered is False)

    return frozenset(query.query_id for query in sorted(queries, key=went)[:LISTED])


def _classes(query: Query, outcome: Outcome, first: Mapping[str, float]) -> tuple[str, ...]:
    holds_of = {
        "miss": query.answerable and first.get(query.query_id, 0.0) == 0.0,
        "refused": query.answerable and outcome.answered is False,
        "told": not query.answerable and outcome.answered is not False,
    }
    return tuple(name for name, holds in holds_of.items() if holds)


def entries(run: CollectionRun, questions: Sequence[Shown], texts: Texts) -> Iterator[Entry]:
    """The questions as the page lists them.

    :param texts: The documents that are quoted.
    """
    for number, shown in enumerate(questions, start=1):
        yield Entry(
            anchor=f"{run.name}-q{number}",
            shown=shown,
            ndcg=_ndcg(run, shown),
            verdict=_verdict(shown),
            facts=_facts(shown),
            quotes=tuple(_result(quote, shown, texts) for quote in shown.quotes),
            missed=tuple(
                Result(
                    speaker=gold.speaker,
                    place=_place(gold),
                    excerpt=_excerpt(gold, shown, texts),
                )
                for gold in shown.missed
            ),
            measures=_measures(run, shown),
            firsts=tuple(_firsts(shown, texts)),
        )


def picks(questions: Sequence[Shown]) -> list[Pick]:
    """Which questions can be chosen to be seen, and how many each choice shows."""
    return [
        Pick(name, words, sum(name == "all" or name in shown.classes for shown in questions))
        for name, words in PICKS.items()
    ]


def _ndcg(run: CollectionRun, shown: Shown) -> Cell | None:
    value = run.scores[0].per_question["nDCG@10"].get(shown.query.query_id)
    return None if value is None else plain(value)


def _verdict(shown: Shown) -> Verdict | None:
    if shown.outcome.error is not None:
        return Verdict("error", wrong=True)
    if shown.outcome.answered is None:
        return None
    word = "answered" if shown.outcome.answered else "refused"
    wrong = shown.outcome.answered != shown.query.answerable
    return Verdict(f"{word}, wrongly" if wrong else word, wrong=wrong)


def _facts(shown: Shown) -> dict[str, str]:
    """What the question asks for, and what the system took from its words."""
    query, reading = shown.query, shown.outcome.reading
    understood = (
        _asked_for(reading.speaker_labels, reading.date_from, reading.date_to) if reading else ""
    )
    facts = {
        "asks for": _asked_for(query.speakers, query.date_from, query.date_to),
        "understood": understood or ("nothing of that" if reading and query.filtered else ""),
        "about": query.document or "",
        "note": query.note,
        "error": shown.outcome.error or "",
    }
    return {name: words for name, words in facts.items() if words}


def _asked_for(speakers: Sequence[str], first: date | None, last: date | None) -> str:
    parts = list(speakers)
    if first or last:
        parts.append(f"{first or 'any day'} to {last or 'any day'}")
    return " · ".join(parts)


def _firsts(shown: Shown, texts: Texts) -> Iterator[Result]:
    """Each other system's first hit; one that was shown already is only named."""
    seen = {
        (quote.document, quote.start, quote.end): f"quote {number}"
        for number, quote in enumerate(shown.quotes, start=1)
    }
    for system, hit in shown.firsts.items():
        if hit is None:
            yield Result(system=system, instead=" found nothing")
            continue
        span = (hit.document, hit.start, hit.end)
        if span in seen:
            yield Result(system=system, instead=f": the same as {seen[span]}")
            continue
        seen[span] = f"that of {system}"
        yield replace(_result(hit, shown, texts), system=system)


def _result(hit: Found, shown: Shown, texts: Texts) -> Result:
    grades = [gold.relevance for gold in shown.golds if delivers(hit, gold)]
    if grades and shown.graded:
        worth = "delivers a full answer" if max(grades) > 1 else "delivers part of an answer"
    elif grades:
        worth = "delivers an answer"
    else:
        worth = "delivers no judged span" if shown.golds else ""
    return Result(
        speaker=hit.label or "nobody named",
        role=hit.role,
        place=_place(hit),
        worth=worth,
        good=bool(grades),
        excerpt=_excerpt(hit, shown, texts),
    )


def _place(span: Found | Gold) -> str:
    return f"{span.document} {span.start}–{span.end}"


def _excerpt(span: Found | Gold, shown: Shown, texts: Texts) -> Excerpt | None:
    """A span in its text, judged words marked wherever they are seen; None if it is not there."""
    marks = [
        Mark(gold.start, gold.end, "part" if shown.graded and gold.relevance == 1 else "full")
        for gold in shown.golds
        if gold.document == span.document
    ]
    if isinstance(span, Found):
        marks.append(Mark(span.start, span.end, "quoted"))
    text = texts.get(span.document)
    if text is None or not 0 <= span.start < span.end <= len(text):
        return None
    return excerpt(text, span.start, span.end, marks)


def _measures(run: CollectionRun, shown: Shown) -> Table:
    """Every system's measures for this one question, and its time."""
    query_id, first = shown.query.query_id, run.scores[0].per_question
    names = [name for name in SHOWN_MEASURES if query_id in first.get(name, {})]
    lines = []
    for system in run.scores:
        outcome = shown.outcomes[system.system]
        values = [plain(system.per_question[name][query_id]) for name in names]
        time = outcome.ask_ms if outcome.ask_ms is not None else outcome.search_ms
        lines.append(Line(system.system, (*values, plain(outcome.confidence), plain(time, 2))))
    return Table("measures", "", "system", (*names, "best score", "ms"), tuple(lines))
