"""From ranked passages to quotes and hits with all that a citation needs."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice

import numpy as np

from index.errors import BadRequest
from index.finding.derived import Findable
from index.language.sentences import sentence_spans
from index.language.tokens import count_tokens
from index.records import Turn, span_id, time_span
from retrieval import decision
from retrieval.catalogue import Catalogue
from retrieval.decision import Evidence
from retrieval.hits import join
from retrieval.question import Reading
from retrieval.quotes import Selection, select, weighed
from retrieval.ranking import Floats, Pool
from retrieval.replies import deflects, is_hollow, lacks_what_is_asked
from retrieval.rereading import Window
from retrieval.results import Citation, ContextQuote, Hit, Question, Quote
from retrieval.selection import Places, Span, run_features
from retrieval.texts import Texts

CONTEXT_CHARACTERS = 700
"""The end of a question that is shown as context; reporters ask last what they want answered."""
SAME_WORDS = 0.8
"""Two quotes of one speaker that share this much of their words (Jaccard) are one statement."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """The candidates of one question, best first: places in the pool and their scores.

    `windows` has what the reader says, for the places that it read.
    """

    reading: Reading
    pool: Pool
    order: tuple[int, ...]
    scores: tuple[float, ...]
    windows: Mapping[int, Window] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Choices:
    """The runs of sentences of one turn that may be quoted: `spans` `(n, 2)` in its source, and
    `rows` `(n, len(RUN_FEATURES))`; whether the reader has read the turn.
    """

    source_name: str
    spans: Places
    rows: Floats
    read: bool


@dataclass(frozen=True, slots=True)
class Served:
    """Quotes that answer, and others; what of the answers did not fit into `max_tokens`.

    `left_out` counts the answers of which no sentence fitted, `shortened` those that lost some.
    """

    answers: tuple[Quote, ...]
    others: tuple[Quote, ...]
    left_out: int
    shortened: int


@dataclass(frozen=True, slots=True)
class _Chosen:
    """A quote on its way out, with the place in the pool that it comes from and its terms."""

    at: int
    turn: Turn
    selection: Selection
    quote: Quote
    evidence: Evidence
    words: frozenset[str]
    empty: bool


class Quoting:
    """Turns one question's ranking into quotes; lives as long as the answer."""

    def __init__(
        self, findable: Findable, catalogue: Catalogue, ranked: Ranked, texts: Texts
    ) -> None:
        self._findable = findable
        self._catalogue = catalogue
        self._ranked = ranked
        self._texts = texts
        self._turns: dict[int, Turn] = {}
        self._selections: dict[int, Selection] = {}

    def hits(self, limit: int, after: int | None = None) -> tuple[tuple[Hit, ...], int | None]:
        """The best passages, those of a turn that stand side by side joined into one hit.

        :param after: Key of a hit's passage; the hits that follow it are given.
        :return: The hits, and the key of the last one's passage where more follow, else None.
        :raises BadRequest: No hit of this question has that key.
        """
        order, scores = self._ranked.order, self._ranked.scores
        rows = [int(self._ranked.pool.rows[at]) for at in order]
        runs = join(rows, limit + 1 if after is None else len(rows), self._catalogue)
        keys = [int(self._catalogue.keys[rows[run.place]]) for run in runs]
        if after is not None and after not in keys:
            raise BadRequest(
                "the hit at the end of the last page is gone; leave the cursor out to start again"
            )
        first = 0 if after is None else keys.index(after) + 1
        hits: list[Hit] = []
        for run in runs[first : first + limit]:
            at = order[run.place]
            turn, passage = self._passage(at)
            start, end = run.span(self._catalogue)
            text = self._texts.source(turn.document_id).text[start:end]
            passage_id = span_id(turn.document_id, *passage)
            citation = self._citation(at, turn, start, end)
            hits.append(Hit(passage_id, text, citation, first + len(hits) + 1, scores[run.place]))
        behind = first + limit
        return tuple(hits), keys[behind - 1] if behind < len(runs) else None

    def quotes(self, question: Question) -> Served:
        """The quotes that answer, and the others that were looked at; both best first.

        They are one a turn, near-duplicates of one statement folded into one, together at most as
        many as are asked for.
        """
        least = decision.THRESHOLD if question.min_confidence is None else question.min_confidence
        kept = self._kept(question.limit)
        found: dict[bool, list[Quote]] = {True: [], False: []}
        budget, left_out, shortened = question.max_tokens, 0, 0
        for chosen in sorted(kept, key=lambda one: one.quote.confidence < least):
            is_answer = chosen.quote.confidence >= least
            fitting = chosen
            if budget is not None:
                cut = self._cut(chosen, budget)
                if cut is None:
                    left_out += is_answer
                    continue
                fitting, used = cut
                budget -= used
                shortened += is_answer and fitting.quote.text != chosen.quote.text
            found[is_answer].append(replace(fitting.quote, rank=len(found[is_answer]) + 1))
        return Served(tuple(found[True]), tuple(found[False]), left_out, shortened)

    def weighed(self, limit: int) -> list[tuple[Evidence, Quote]]:
        """The best quotes with what speaks for each: what the decision is fitted to."""
        return [(chosen.evidence, chosen.quote) for chosen in self._kept(limit)]

    def choices(self, limit: int) -> list[Choices]:
        """What could be quoted of the best turns: what the choice of sentences is fitted to."""
        choices = []
        for at, _ in islice(self._each_asked_first(), limit):
            turn, passage = self._passage(at)
            source = self._texts.source(turn.document_id)
            terms = self._findable.keywords.terms
            sentences, values, total = weighed(source.text, turn, self._weights, terms)
            shares = [value / total for value in values]
            told, lead = self._told(at), self._lead(at, turn)
            asks = turn.role == "question"
            runs, rows = run_features(
                source.text, sentences, shares, passage, lead, told, asks=asks
            )
            borders = np.array(sentences)
            spans = np.column_stack([borders[runs[:, 0], 0], borders[runs[:, 1], 1]])
            choices.append(Choices(source.name, spans, rows, told is not None))
        return choices

    def _kept(self, limit: int) -> list[_Chosen]:
        """The best quotes, in the order of the ranking; those that tell nothing stand last."""
        kept: list[_Chosen] = []
        for at, score in self._each_asked_first():
            if sum(not chosen.empty for chosen in kept) == limit:
                break
            turn, passage = self._passage(at)
            source = self._texts.source(turn.document_id)
            selection = self._select(at, turn, passage, source.text)
            text = source.text[selection.start : selection.end]
            theirs = frozenset(self._findable.keywords.terms(text))
            twin = _twin(kept, turn.printed, theirs)
            if twin is not None:
                folded = replace(kept[twin].quote, repeats=kept[twin].quote.repeats + 1)
                kept[twin] = replace(kept[twin], quote=folded)
                continue
            empty = self._ranked.reading.names_subject and is_hollow(
                text, theirs, self._weights.keys()
            )
            evidence = self._evidence_of(at, text, empty)
            level = decision.confidence(evidence, read=bool(self._ranked.windows))
            quote = self._quote(at, turn, selection, text, len(kept) + 1, score, level)
            kept.append(_Chosen(at, turn, selection, quote, evidence, theirs, empty))
        return sorted(kept, key=lambda chosen: chosen.empty)[:limit]

    def _cut(self, chosen: _Chosen, budget: int) -> tuple[_Chosen, int] | None:
        """A quote without the sentences that go beyond the budget, and its tokens; None if none
        fits.
        """
        source = self._texts.source(chosen.turn.document_id)
        selection, used = _within(source.text, chosen.selection, budget)
        if not used:
            return None
        text = source.text[selection.start : selection.end]
        old = chosen.quote
        quote = self._quote(
            chosen.at, chosen.turn, selection, text, old.rank, old.score, old.confidence
        )
        return replace(chosen, selection=selection, quote=replace(quote, repeats=old.repeats)), used

    def _evidence_of(self, at: int, quote: str, empty: bool) -> Evidence:
        """What speaks for one quote; all of it is taken from one exchange.

        A name in one, a rare word in another and a near meaning in a third are no answer together.
        """
        pool, reading = self._ranked.pool, self._ranked.reading
        cosine, asks = float(pool.dense[at]), reading.understood.asks_for_question
        window = self._ranked.windows.get(at)
        sentence = float(pool.reader_sentence[at])
        return Evidence(
            sentence=sentence if window is None else window.of(window.start, window.end),
            passage_coverage=self._covered(self._passage_terms(at)),
            cosine=cosine,
            exchange_cosine=max(cosine, float(pool.question_dense[at])),
            deflects=float(empty or (not asks and deflects(reading.text, quote))),
            lacks=float(not asks and lacks_what_is_asked(reading.text, quote)),
        )

    def _covered(self, terms: set[str]) -> float:
        """The share of the topic's weight that stands in these terms."""
        total = sum(self._weights.values())
        return sum(self._weights[term] for term in terms & self._weights.keys()) / (total or 1.0)

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
        terms = dict.fromkeys(self._findable.keywords.terms(self._ranked.reading.understood.topic))
        counts = self._findable.keywords.frequencies(list(terms))
        passages = len(self._catalogue.keys)
        return {term: math.log1p(passages / (counts[term] + 1)) for term in terms}

    def _passage_terms(self, at: int) -> set[str]:
        """The terms of a passage's own words."""
        turn, (start, end) = self._passage(at)
        return set(
            self._findable.keywords.terms(self._texts.source(turn.document_id).text[start:end])
        )

    def _select(self, at: int, turn: Turn, passage: Span, text: str) -> Selection:
        """The sentences of a passage's turn to quote; remembered, they are asked for twice."""
        if at not in self._selections:
            self._selections[at] = self._select_anew(at, turn, passage, text)
        return self._selections[at]

    def _select_anew(self, at: int, turn: Turn, passage: Span, text: str) -> Selection:
        terms = self._findable.keywords.terms
        told = self._told(at)
        return select(text, turn, passage, self._weights, terms, self._lead(at, turn), told)

    def _lead(self, at: int, turn: Turn) -> float | None:
        """How much of the topic's weight stands in the question that a turn replies to."""
        if turn.replies_to is None:
            return None
        place = int(self._catalogue.replies_to[self._place_of(at)])
        question = set(self._findable.keywords.terms(self._texts.words(place)))
        shared = sum(self._weights[term] for term in question & self._weights.keys())
        return shared / sum(self._weights.values()) if shared else 0.0

    def _told(self, at: int) -> list[float | None] | None:
        """What the reader says of each sentence of a turn, None where it did not read the turn."""
        window = self._ranked.windows.get(at)
        if window is None or not window.read.sentences:
            return None
        told = dict(zip(window.sentences, window.read.sentences, strict=True))
        return [told.get(span) for span in self._texts.sentences(window.turn)]

    # What stands where

    def _passage(self, at: int) -> tuple[Turn, Span]:
        row = self._ranked.pool.rows[at]
        span = (int(self._catalogue.passage_start[row]), int(self._catalogue.passage_end[row]))
        return self._turn(int(self._catalogue.passage_turn[row])), span

    def _turn(self, place: int) -> Turn:
        if place not in self._turns:
            self._turns[place] = self._texts.turn(self._catalogue.turn_ids[place])
        return self._turns[place]

    def _question(self, at: int) -> Turn:
        return self._turn(int(self._catalogue.replies_to[self._place_of(at)]))

    # What is cited

    def _quote(
        self,
        at: int,
        turn: Turn,
        selection: Selection,
        text: str,
        rank: int,
        score: float,
        confidence: float,
    ) -> Quote:
        start, end = selection.start, selection.end
        return Quote(
            quote_id=span_id(turn.document_id, start, end),
            text=text,
            highlights=selection.highlights,
            citation=self._citation(at, turn, start, end),
            rank=rank,
            score=score,
            confidence=confidence,
            flags=tuple(flag for flag in turn.flags if flag != "via_interpreter"),
        )

    def _citation(self, at: int, turn: Turn, start: int, end: int) -> Citation:
        source = self._texts.source(turn.document_id)
        return Citation(
            turn=turn,
            document=self._texts.document(turn.document_id),
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
        text = self._texts.source(question.document_id).text
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


def _twin(kept: Sequence[_Chosen], label: str, theirs: frozenset[str]) -> int | None:
    """The place of a kept quote of the same speaker that says the same, None for none."""
    for place, earlier in enumerate(kept):
        shared, either = len(earlier.words & theirs), max(len(earlier.words | theirs), 1)
        if earlier.turn.printed == label and shared >= SAME_WORDS * either:
            return place
    return None
