"""Each question of a run, to be opened: answers and judgments, marked in the documents' text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eval.collections.collection import Gold, Query
from eval.measuring.measures import ASK, BY_TURNS, F1, F1_HIT, F1_QUOTE, of
from eval.measuring.relevance import delivers, overlap
from eval.report.marking import Excerpt, Mark, Piece, excerpt
from eval.report.markup import Html, data, element, joined
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


def shown_questions(run: CollectionRun) -> tuple[Shown, ...]:
    """What to show, in the collection's order; of too many those that went worst."""
    ours, *others = run.scores
    by_id = {name: {o.query_id: o for o in found} for name, found in run.outcomes.items()}
    golds = run.collection.golds_of()
    graded = is_graded(run)
    kept = _worst(run.collection.queries, ours.per_question["nDCG@10"], by_id[ours.system])
    shown = []
    for query in run.collection.queries:
        if query.query_id not in kept:
            continue
        outcomes = {name: given[query.query_id] for name, given in by_id.items()}
        outcome = outcomes[ours.system]
        spans = tuple(gold for gold in golds.get(query.query_id, ()) if gold.relevance > 0)
        quotes = outcome.quotes[:SHOWN_QUOTES]
        hits = {one.system: outcomes[one.system].hits[:1] for one in others}
        shown.append(
            Shown(
                query=query,
                outcome=outcome,
                outcomes=outcomes,
                quotes=quotes,
                missed=tuple(g for g in spans if not any(overlap(q, g) for q in quotes)),
                firsts={name: found[0] if found else None for name, found in hits.items()},
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
        names |= {found.document for found in shown.quotes}
        names |= {gold.document for gold in shown.missed}
        names |= {found.document for found in shown.firsts.values() if found}
    return tuple(sorted(names))


def questions_part(run: CollectionRun, questions: Sequence[Shown], texts: Texts) -> Html:
    """The list of questions of one run, with a choice of which to see."""
    count = len(run.collection.queries)
    left = count - len(questions)
    note = (
        f"Listed are the {len(questions)} of {count:,} questions that went worst: by nDCG@10, or "
        f"answered though nothing does. All stand in {run.name}/questions.jsonl."
        if left
        else ""
    )
    return element(
        "div",
        element("h3", "Questions"),
        element("p", note, class_="soft") if note else "",
        _picks(run, questions),
        _key(is_graded(run)),
        element(
            "div",
            *(
                _question(run, shown, texts, f"{run.name}-q{number}")
                for number, shown in enumerate(questions, start=1)
            ),
            class_="questions",
        ),
        class_="listing",
    )


def _worst(
    queries: Sequence[Query], ndcg: Mapping[str, float], outcomes: Mapping[str, Outcome]
) -> frozenset[str]:
    """The ids of at most `LISTED` questions; what nothing answers went as well as its refusal."""

    def went(query: Query) -> float:
        if query.answerable:
            return ndcg.get(query.query_id, 0.0)
        return float(outcomes[query.query_id].answered is False)

    return frozenset(query.query_id for query in sorted(queries, key=went)[:LISTED])


def _key(graded: bool) -> Html:
    """What the marks in the texts mean."""
    judged = [element("mark", "judged to answer fully" if graded else "judged", class_="full")]
    if graded:
        judged.append(element("mark", "judged to answer in part", class_="part"))
    quoted = element("span", "quoted by the system", class_="quoted")
    around = element("span", "around it", class_="around")
    return element("p", "In the texts: ", joined((*judged, quoted, around), ", "), class_="key")


def _classes(query: Query, outcome: Outcome, first: Mapping[str, float]) -> tuple[str, ...]:
    found = {
        "miss": query.answerable and first.get(query.query_id, 0.0) == 0.0,
        "refused": query.answerable and outcome.answered is False,
        "told": not query.answerable and outcome.answered is not False,
    }
    return tuple(name for name, holds in found.items() if holds)


def _picks(run: CollectionRun, questions: Sequence[Shown]) -> Html:
    choices = []
    for name, words in PICKS.items():
        count = sum(name == "all" or name in shown.classes for shown in questions)
        button = element(
            "input",
            type="radio",
            name=f"{run.name}-pick",
            class_=f"pick-{name}",
            checked=name == "all",
        )
        choices.append(element("label", button, f" {words} ({count})"))
    return element("fieldset", element("legend", "Show"), *choices, class_="picks")


def _question(run: CollectionRun, shown: Shown, texts: Texts, name: str) -> Html:
    query = shown.query
    ndcg = run.scores[0].per_question["nDCG@10"].get(query.query_id)
    summary = element(
        "summary",
        element("b", query.query_id),
        " ",
        element("span", query.text, class_="asked", dir="auto"),
        " ",
        element("span", query.kind, class_="chip"),
        _verdict(shown),
        element("span", "nDCG@10 ", data(ndcg, f"{ndcg:.3f}"), class_="chip")
        if ndcg is not None
        else "",
    )
    parts = [summary, _facts(shown), _answer(shown, texts), _missed(shown, texts)]
    parts += [_measures(run, shown), _firsts(shown, texts)]
    return element("details", *parts, id=name, class_=" ".join(("question", *shown.classes)))


def _verdict(shown: Shown) -> Html:
    if shown.outcome.error is not None:
        return element("span", "error", class_="chip wrong")
    if shown.outcome.answered is None:
        return Html()
    word = "answered" if shown.outcome.answered else "refused"
    wrongly = shown.outcome.answered != shown.query.answerable
    words = f"{word}, wrongly" if wrongly else word
    return element("span", words, class_="chip wrong" if wrongly else "chip")


def _facts(shown: Shown) -> Html:
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
    terms = [
        element("div", element("dt", key), element("dd", words))
        for key, words in facts.items()
        if words
    ]
    return element("dl", *terms) if terms else Html()


def _asked_for(speakers: Sequence[str], first: object, last: object) -> str:
    parts = list(speakers)
    if first or last:
        parts.append(f"{first or 'any day'} to {last or 'any day'}")
    return " · ".join(parts)


def _answer(shown: Shown, texts: Texts) -> Html:
    sure = f"confidence {shown.outcome.confidence:.3f}"
    if shown.outcome.answered is False:
        head = f"Refused ({sure}); it would have quoted"
    else:
        head = f"Quotes ({sure})"
    if not shown.quotes:
        return element("p", "It found nothing.", class_="soft")
    items = [_result(found, shown, texts) for found in shown.quotes]
    return joined((element("h4", head), element("ol", *items, class_="results")))


def _missed(shown: Shown, texts: Texts) -> Html:
    if not shown.missed:
        return Html()
    items = []
    for gold in shown.missed:
        place = _place(gold.document, gold.start, gold.end)
        head = element("p", element("b", gold.speaker), " ", place, class_="head")
        items.append(element("li", head, _words(gold.document, gold.start, gold.end, shown, texts)))
    head = element("h4", "Judged, but in none of these quotes")
    return joined((head, element("ul", *items, class_="results")))


def _firsts(shown: Shown, texts: Texts) -> Html:
    """Each other system's first hit; one that was shown already is only named."""
    seen = {(f.document, f.start, f.end): f"quote {n}" for n, f in enumerate(shown.quotes, 1)}
    items = []
    for system, found in shown.firsts.items():
        if found is None:
            items.append(element("li", element("b", system), " found nothing"))
            continue
        span = (found.document, found.start, found.end)
        if span in seen:
            items.append(element("li", element("b", system), f": the same as {seen[span]}"))
            continue
        seen[span] = f"that of {system}"
        items.append(_result(found, shown, texts, system=system))
    if not items:
        return Html()
    head = element("summary", "First hits of the other systems")
    return element("details", head, element("ul", *items, class_="results"), class_="firsts")


def _result(found: Found, shown: Shown, texts: Texts, *, system: str = "") -> Html:
    grades = [gold.relevance for gold in shown.golds if delivers(found, gold)]
    if grades and shown.graded:
        worth = "delivers a full answer" if max(grades) > 1 else "delivers part of an answer"
    elif grades:
        worth = "delivers an answer"
    else:
        worth = "delivers no judged span" if shown.golds else ""
    head = element(
        "p",
        element("b", f"{system}: " if system else "", found.label or "nobody named"),
        " ",
        element("span", found.role, class_="soft"),
        " ",
        _place(found.document, found.start, found.end),
        element("span", worth, class_="chip good" if grades else "chip") if worth else "",
        class_="head",
    )
    return element("li", head, _words(found.document, found.start, found.end, shown, texts, found))


def _place(document: str, start: int, end: int) -> Html:
    return element("span", f"{document} {start}–{end}", class_="place")


def _words(
    document: str,
    start: int,
    end: int,
    shown: Shown,
    texts: Texts,
    found: Found | None = None,
) -> Html:
    """A span in its text; judged words are marked wherever they are seen."""
    marks = [
        Mark(gold.start, gold.end, "part" if shown.graded and gold.relevance == 1 else "full")
        for gold in shown.golds
        if gold.document == document
    ]
    if found is not None:
        marks.append(Mark(found.start, found.end, "quoted"))
    text = texts.get(document)
    if text is None or not 0 <= start < end <= len(text):
        return element("p", "These words do not stand in the documents.", class_="chip wrong")
    return marked(excerpt(text, start, end, marks))


def marked(given: Excerpt) -> Html:
    """An excerpt as a block of text; what is left out is said in brackets."""
    parts: list[str] = [] if given.from_start else [_gap("… ")]
    for number, window in enumerate(given.windows):
        if number:
            missing = window[0].start - given.windows[number - 1][-1].end
            parts.append(_gap(f" [… {missing:,} characters …] "))
        parts += [_piece(piece) for piece in window]
    if not given.to_end:
        parts.append(_gap(" …"))
    return element("blockquote", *parts, dir="auto")


def _piece(piece: Piece) -> Html:
    judged = next((name for name in ("full", "part") if name in piece.names), None)
    quoted = "quoted" in piece.names
    if judged is not None:
        return element("mark", piece.words, class_=f"{judged} quoted" if quoted else judged)
    return element("span", piece.words, class_="quoted" if quoted else "around")


def _gap(words: str) -> Html:
    return element("span", words, class_="gap")


def _measures(run: CollectionRun, shown: Shown) -> Html:
    """Every system's measures for this one question, and its time."""
    query_id, first = shown.query.query_id, run.scores[0].per_question
    names = [name for name in SHOWN_MEASURES if query_id in first.get(name, {})]
    rows = []
    for one in run.scores:
        outcome = shown.outcomes[one.system]
        values = [one.per_question[name][query_id] for name in names]
        cells = [element("td", data(value, f"{value:.3f}")) for value in values]
        time = outcome.ask_ms if outcome.ask_ms is not None else outcome.search_ms
        cells.append(element("td", data(outcome.confidence, f"{outcome.confidence:.3f}")))
        cells.append(element("td", data(time, f"{time:.2f}")))
        rows.append(element("tr", element("th", one.system, scope="row"), *cells))
    heads = [element("th", name, scope="col") for name in (*names, "best score", "ms")]
    table = element(
        "table",
        element("thead", element("tr", element("td"), *heads)),
        element("tbody", *rows),
        class_="measures",
    )
    return element("div", table, class_="wide", tabindex=0, role="group", aria_label="Measures")
