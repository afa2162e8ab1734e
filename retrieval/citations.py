"""From ranked passages to quotes and hits with all that a citation needs."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice

from index.build import Index
from index.records import Document, Turn, span_id, time_span
from index.rows import SourceText
from index.sentences import sentence_spans
from index.tokens import count_tokens
from retrieval.catalogue import Catalogue
from retrieval.decision import Evidence, in_favour
from retrieval.hits import join
from retrieval.question import Reading
from retrieval.quotes import Selection, select, verify
from retrieval.ranking import Pool
from retrieval.replies import deflects, full_names, lacks_what_is_asked
from retrieval.results import Citation, ContextQuote, Hit, Question, Quote
from retrieval.selection import Span

CONTEXT_CHARACTERS = 700
"""The end of a question that is shown as context; reporters ask last what they want answered."""
SAME_WORDS = 0.8
"""Two quotes of one speaker that share this much of their words (Jaccard) are one statement."""
EVIDENCE_DEPTH = 3
"""Exchanges looked at for the decision."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """The candidates of one question, best first: places in the pool and their scores."""

    reading: Reading
    pool: Pool
    order: tuple[int, ...]
    scores: tuple[float, ...]


class Quoting:
    """Turns one question's ranking into quotes; lives as long as the answer."""

    def __init__(self, index: Index, catalogue: Catalogue, ranked: Ranked) -> None:
        self._index = index
        self._catalogue = catalogue
        self._ranked = ranked
        self._sources: dict[str, SourceText] = {}
        self._documents: dict[str, Document] = {}
        self._turns: dict[int, Turn] = {}
        self._selections: dict[int, Selection] = {}

    def hits(self, limit: int) -> tuple[Hit, ...]:
        """The best passages, those of a turn that stand side by side joined into one hit."""
        order, scores = self._ranked.order, self._ranked.scores
        rows = (int(self._ranked.pool.rows[at]) for at in order)
        found: list[Hit] = []
        for run in join(rows, limit, self._catalogue):
            at = order[run.place]
            turn, passage = self._passage(at)
            start, end = run.span(self._catalogue)
            source = self._source(turn.document_id)
            text = source.text[start:end]
            verify(text, turn, start, end, source.text)
            passage_id = span_id(turn.document_id, *passage)
            citation = self._citation(at, turn, start, end)
            found.append(Hit(passage_id, text, citation, len(found) + 1, scores[run.place]))
        return tuple(found)

    def quotes(self, question: Question) -> tuple[Quote, ...]:
        """The best quotes, one a turn, near-duplicates of one statement folded into one."""
        kept: list[Quote] = []
        words: list[frozenset[str]] = []
        budget = question.max_tokens
        for at, score in self._each_asked_first():
            if len(kept) == question.limit:
                break
            turn, passage = self._passage(at)
            source = self._source(turn.document_id)
            selection = self._select(at, turn, passage, source.text)
            if budget is not None:
                selection, used = _within(source.text, selection, budget)
                if not used:
                    continue
                budget -= used
            text = source.text[selection.start : selection.end]
            theirs = frozenset(self._index.keywords.terms(text))
            twin = _twin(kept, words, turn.printed, theirs)
            if twin is not None:
                kept[twin] = replace(kept[twin], repeats=kept[twin].repeats + 1)
                continue
            verify(text, turn, selection.start, selection.end, source.text)
            kept.append(self._quote(at, turn, selection, text, len(kept) + 1, score))
            words.append(theirs)
        return tuple(kept)

    def evidence(self) -> Evidence:
        """What speaks for the best exchange; there must be at least one candidate.

        All of it is taken from one exchange: a name in one, a rare word in another and a near
        meaning in a third are no answer together.
        """
        best = [at for at, _ in islice(self._each_asked_first(), EVIDENCE_DEPTH)]
        deflected, lacking = self._misses(best[0])
        found = [self._evidence_of(at, deflected=deflected, lacking=lacking) for at in best]
        return max(found, key=in_favour)

    def _evidence_of(self, at: int, *, deflected: bool, lacking: bool) -> Evidence:
        exchange, pool = self._exchange_terms(at), self._ranked.pool
        named = set(self._index.keywords.terms(full_names(self._ranked.reading.understood.topic)))
        cosine = float(pool.dense[at])
        return Evidence(
            coverage=self._covered(exchange),
            passage_coverage=self._covered(self._passage_terms(at)),
            names=len(named & exchange) / len(named) if named else 1.0,
            cosine=cosine,
            exchange_cosine=max(cosine, float(pool.question_dense[at])),
            deflects=float(deflected),
            lacks=float(lacking),
        )

    def _covered(self, terms: set[str]) -> float:
        """The share of the topic's weight that stands in these terms."""
        total = sum(self._weights.values())
        return sum(self._weights[term] for term in terms & self._weights.keys()) / (total or 1.0)

    def _misses(self, at: int) -> tuple[bool, bool]:
        """Whether the quote deflects what was asked, and whether it lacks the kind of thing."""
        reading = self._ranked.reading
        if reading.understood.asks_for_question:
            return False, False
        turn, passage = self._passage(at)
        source = self._source(turn.document_id)
        selection = self._select(at, turn, passage, source.text)
        quote = source.text[selection.start : selection.end]
        return deflects(reading.text, quote), lacks_what_is_asked(reading.text, quote)

    def _each_asked_first(self) -> Iterator[tuple[int, float]]:
        """The best of each turn; where several speakers are asked, the best of each one first."""
        groups = self._ranked.reading.asked_together
        if len(groups) < 2:
            yield from self._best_of_each_turn()
            return
        ranked = list(self._best_of_each_turn())
        first: dict[int, tuple[int, float]] = {}
        for at, score in ranked:
            speaker = self._catalogue.speaker_of(self._place_of(at))
            for number, group in enumerate(groups):
                if speaker is not None and speaker.speaker_id in group and number not in first:
                    first[number] = (at, score)
                    break
        yield from first.values()
        taken = {at for at, _ in first.values()}
        yield from ((at, score) for at, score in ranked if at not in taken)

    def _best_of_each_turn(self) -> Iterator[tuple[int, float]]:
        seen: set[int] = set()
        for at, score in zip(self._ranked.order, self._ranked.scores, strict=True):
            turn = self._place_of(at)
            if turn not in seen:
                seen.add(turn)
                yield at, score

    # What the topic weighs

    @cached_property
    def _weights(self) -> dict[str, float]:
        """Each term of the topic with its inverse document frequency, log(1 + N / (n + 1))."""
        terms = dict.fromkeys(self._index.keywords.terms(self._ranked.reading.understood.topic))
        counts = self._index.keywords.frequencies(list(terms))
        passages = len(self._catalogue.keys)
        return {term: math.log1p(passages / (counts[term] + 1)) for term in terms}

    def _exchange_terms(self, at: int) -> set[str]:
        """The terms of a turn and its label, of the questions before it and of the title."""
        turn = self._place_of(at)
        thread = self._catalogue.earlier_questions(turn, 2)
        texts = [self._document(self._document_id(turn)).title or "", self._turn(turn).printed]
        texts += [self._words(one) for one in (turn, *thread)]
        return {term for text in texts for term in self._index.keywords.terms(text)}

    def _passage_terms(self, at: int) -> set[str]:
        """The terms of a passage's own words."""
        turn, (start, end) = self._passage(at)
        return set(self._index.keywords.terms(self._source(turn.document_id).text[start:end]))

    def _select(self, at: int, turn: Turn, passage: Span, text: str) -> Selection:
        """The sentences of a passage's turn to quote; remembered, they are asked for twice."""
        if at not in self._selections:
            self._selections[at] = self._select_anew(at, turn, passage, text)
        return self._selections[at]

    def _select_anew(self, at: int, turn: Turn, passage: Span, text: str) -> Selection:
        lead = None
        if turn.replies_to is not None:
            place = int(self._catalogue.replies_to[self._place_of(at)])
            question = set(self._index.keywords.terms(self._words(place)))
            shared = sum(self._weights[term] for term in question & self._weights.keys())
            lead = shared / sum(self._weights.values()) if shared else 0.0
        return select(text, turn, passage, self._weights, self._index.keywords.terms, lead)

    # What stands where

    def _passage(self, at: int) -> tuple[Turn, Span]:
        row = self._ranked.pool.rows[at]
        span = (int(self._catalogue.passage_start[row]), int(self._catalogue.passage_end[row]))
        return self._turn(int(self._catalogue.passage_turn[row])), span

    def _turn(self, place: int) -> Turn:
        if place not in self._turns:
            self._turns[place] = self._index.store.turn(self._catalogue.turn_ids[place])
        return self._turns[place]

    def _question(self, at: int) -> Turn:
        return self._turn(int(self._catalogue.replies_to[self._place_of(at)]))

    def _words(self, place: int) -> str:
        """What is said in a turn, by the catalogue alone: most turns read here are not shown."""
        text = self._source(self._document_id(place)).text
        return text[int(self._catalogue.turn_start[place]) : int(self._catalogue.turn_end[place])]

    def _document_id(self, place: int) -> str:
        return str(self._catalogue.document_ids[self._catalogue.turn_document[place]])

    def _document(self, document_id: str) -> Document:
        if document_id not in self._documents:
            self._documents[document_id] = self._index.store.document(document_id)
        return self._documents[document_id]

    def _source(self, document_id: str) -> SourceText:
        source_id = self._document(document_id).source_id
        if source_id not in self._sources:
            self._sources[source_id] = self._index.store.source_text(source_id)
        return self._sources[source_id]

    # What is cited

    def _quote(
        self, at: int, turn: Turn, selection: Selection, text: str, rank: int, score: float
    ) -> Quote:
        start, end = selection.start, selection.end
        return Quote(
            quote_id=span_id(turn.document_id, start, end),
            text=text,
            highlights=selection.highlights,
            citation=self._citation(at, turn, start, end),
            rank=rank,
            score=score,
            flags=tuple(flag for flag in turn.flags if flag != "via_interpreter"),
        )

    def _citation(self, at: int, turn: Turn, start: int, end: int) -> Citation:
        source = self._source(turn.document_id)
        return Citation(
            turn=turn,
            document=self._document(turn.document_id),
            source_name=source.name,
            sha256=source.sha256,
            speaker=self._catalogue.speaker_of(self._place_of(at)),
            start=start,
            end=end,
            time=time_span(source.time_marks, start, end),
            context=self._context(at) if turn.replies_to is not None else None,
        )

    def _context(self, at: int) -> ContextQuote:
        """The question that is answered; of a long one its end, from a sentence border on."""
        question = self._question(at)
        text = self._source(question.document_id).text
        start = question.start
        if question.end - start > CONTEXT_CHARACTERS:
            borders = [first for first, _ in sentence_spans(text, start, question.end)]
            near = [at for at in borders if question.end - at <= CONTEXT_CHARACTERS]
            start = near[0] if near else borders[-1]
        place = int(self._catalogue.replies_to[self._place_of(at)])
        speaker = self._catalogue.speaker_of(place)
        words = text[start : question.end]
        return ContextQuote(question.printed, speaker, words, start, question.end)

    def _place_of(self, at: int) -> int:
        return int(self._catalogue.passage_turn[self._ranked.pool.rows[at]])


def _within(text: str, selection: Selection, budget: int) -> tuple[Selection, int]:
    """Drop sentences from the end until the quote fits; 0 tokens when not even one fits."""
    spans = sentence_spans(text, selection.start, selection.end)
    for _, end in reversed(spans):
        used = count_tokens(text[selection.start : end])
        if used <= budget:
            length = end - selection.start
            inside = tuple(span for span in selection.highlights if span[1] <= length)
            return Selection(selection.start, end, inside), used
    return selection, 0


def _twin(
    kept: list[Quote], words: list[frozenset[str]], label: str, theirs: frozenset[str]
) -> int | None:
    """The place of a kept quote of the same speaker that says the same, null for none."""
    for place, (quote, known) in enumerate(zip(kept, words, strict=True)):
        same_speaker = quote.citation.turn.printed == label
        if same_speaker and len(known & theirs) >= SAME_WORDS * max(len(known | theirs), 1):
            return place
    return None
