"""Which quotes are answers and which are only near, and what the caller's bounds do to them."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.build import Index, open_index
from index.language.sentences import sentence_spans
from index.language.tokens import count_tokens
from retrieval import decision
from retrieval.answer import Searcher
from retrieval.decision import Constants, Evidence
from retrieval.ranking import Ranking
from retrieval.results import Question
from tests.fakes import HashingEncoder
from tests.retrieval.fiction import BRIEFING, LATER
from tests.retrieval.reading import WordReader

TOLL = "toll for barges"
RISES = "Yes. The toll rises to nine crowns a metre from July."
STAYS = "The toll stays as it is until the end of the year."
KNOWS = {"nine crowns": 4.0, "Yes.": 1.0, "stays as it is": -4.0}
UNMOVED = Ranking(reader_weight=0.0, reader_sentence_weight=0.0)
"""The reader says what answers, and leaves the order as it is."""


@pytest.fixture(autouse=True)
def _by_the_reader_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """A quote's confidence is the logistic of its best sentence's log-odds."""
    weights = Evidence(1.0, *[0.0] * 5)
    monkeypatch.setattr(decision, "WITH_READER", Constants(0.0, weights))


@pytest.fixture
def reading(index: Index) -> Searcher:
    return Searcher(index, UNMOVED, WordReader(KNOWS))


def test_what_does_not_answer_stands_apart_from_what_does(reading: Searcher) -> None:
    answer = reading.ask(Question(TOLL))
    assert answer.status == "answered"
    assert [quote.text for quote in answer.quotes] == [RISES]
    assert answer.quotes[0].confidence == pytest.approx(0.9820, abs=1e-4)  # 1 / (1 + e^-4)
    assert answer.confidence == answer.quotes[0].confidence
    near = {quote.text: quote.confidence for quote in answer.nearest}
    assert near[STAYS] == pytest.approx(0.0180, abs=1e-4)  # 1 / (1 + e^4)
    assert max(near.values()) < decision.THRESHOLD
    for listed in (answer.quotes, answer.nearest):
        assert [quote.rank for quote in listed] == list(range(1, len(listed) + 1))


def test_the_asker_says_from_which_confidence_a_quote_answers(reading: Searcher) -> None:
    level = reading.ask(Question(TOLL)).confidence
    strict = reading.ask(Question(TOLL, min_confidence=level + 1e-6))
    assert (strict.status, strict.quotes) == ("no_answer", ())
    assert RISES in [quote.text for quote in strict.nearest]
    assert strict.confidence == level
    assert [one.text for one in reading.ask(Question(TOLL, min_confidence=level)).quotes] == [RISES]
    everything = reading.ask(Question(TOLL, min_confidence=0.0))
    assert len(everything.quotes) == len(strict.nearest)
    assert everything.nearest == ()


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_both_together_are_at_most_as_many_as_are_asked_for(reading: Searcher, limit: int) -> None:
    answer = reading.ask(Question(TOLL, limit=limit))
    assert len(answer.quotes) + len(answer.nearest) == limit


def test_the_budget_is_spent_on_answers_first(index: Index) -> None:
    # Asked for by their words, the harbour's toll of March stands before that of May.
    asked = "the toll stays as it is until the end of the year"
    reading = Searcher(index, UNMOVED, WordReader(KNOWS))
    assert reading.evidence(Question(asked))[0][1].text == STAYS
    answer = reading.ask(Question(asked, max_tokens=count_tokens(RISES)))
    assert [quote.text for quote in answer.quotes] == [RISES]
    assert answer.nearest == ()


def test_what_does_not_fit_costs_nothing(reading: Searcher) -> None:
    # Not even "Yes." of the answer fits: what is left goes to the next that does.
    answer = reading.ask(Question(TOLL, limit=20, max_tokens=1))
    shown = (*answer.quotes, *answer.nearest)
    assert sum(count_tokens(quote.text) for quote in shown) <= 1
    all_of_it = reading.ask(Question(TOLL, limit=20, max_tokens=10_000))
    assert all_of_it.quotes == reading.ask(Question(TOLL, limit=20)).quotes
    assert all_of_it.nearest == reading.ask(Question(TOLL, limit=20)).nearest


def test_a_cut_quote_keeps_its_confidence_and_ends_at_a_sentence(reading: Searcher) -> None:
    whole = reading.ask(Question(TOLL)).quotes[0]
    cut = reading.ask(Question(TOLL, max_tokens=count_tokens("Yes."))).quotes[0]
    assert cut.text == "Yes."
    assert (cut.confidence, cut.score) == (whole.confidence, whole.score)
    # Both sentences are highlighted, 1 / (1 + e^-1) being 0.74 of 1 / (1 + e^-4); one is cut off.
    assert whole.highlights == ((0, len("Yes.")), (len("Yes. "), len(RISES)))
    assert cut.highlights == ((0, len("Yes.")),)


def test_a_statement_that_is_made_again_is_counted_and_not_listed(tmp_path: Path) -> None:
    with open_index(tmp_path / "data", HashingEncoder(), create=True) as index:
        for number in range(3):
            later = LATER.replace("2033-05-02", f"2033-05-0{number + 2}")
            index.put(f"later{number}.txt", later.encode())
        index.put("briefing.txt", BRIEFING.encode())
        reading = Searcher(index, UNMOVED, WordReader(KNOWS))
        answer = reading.ask(Question(TOLL, limit=10))
        assert [(one.text, one.repeats) for one in answer.quotes] == [(RISES, 2)]
        assert RISES not in [quote.text for quote in answer.nearest]
        short = reading.ask(Question(TOLL, limit=10, max_tokens=30)).quotes[0]
        assert (short.text, short.repeats) == (RISES, 2)


def test_evidence_is_the_readers_word_on_the_quoted_sentences(reading: Searcher) -> None:
    found = {quote.text: seen for seen, quote in reading.evidence(Question(TOLL, limit=20))}
    assert found[RISES].sentence == 4.0
    # Its question shares words with what is asked; the words themselves are known.
    assert found[STAYS].sentence == -4.0


def test_where_nobody_of_the_name_speaks_the_nearest_are_ranked_on(reading: Searcher) -> None:
    answer = reading.ask(Question("what did Waldemar Quist say about the toll for barges"))
    assert (answer.status, answer.quotes) == ("no_answer", ())
    assert [quote.rank for quote in answer.nearest] == list(range(1, len(answer.nearest) + 1))
    assert len(answer.nearest) > 1


SENTENCE = "We have asked for the tables of the lock since spring of last year now. "
"""72 characters."""


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        (SENTENCE * 9 + "Is it really shut, then, for all the barges of Fenn?", 0),  # 700
        (SENTENCE * 9 + "Is it really shut, then, for all the barges of Fenns?", 1),  # 701
        (SENTENCE * 20 + "Is it shut?", 11),
        ("x" * 750 + "? " + "Is it shut?", 1),
        ("Well. " + "x" * 750 + "?", 1),
    ],
)
def test_of_a_long_question_the_end_is_shown_from_a_sentence_on(
    tmp_path: Path, asked: str, shown: int
) -> None:
    text = f"MS. MARSH: Good day.\n\nQ {asked}\n\nMS. MARSH: The sluice is shut until the thaw.\n"
    with open_index(tmp_path / "data", HashingEncoder(), create=True) as index:
        index.put("a.txt", text.encode())
        hits = Searcher(index).search(Question("sluice shut until the thaw")).hits
        (hit,) = [one for one in hits if one.text.startswith("The sluice")]
    context = hit.citation.context
    assert context is not None
    assert context.text == text[context.start : context.end]
    borders = [start for start, _ in sentence_spans(asked, 0, len(asked))]
    assert context.text == asked[borders[shown] :]
    assert len(context.text) <= 700 or shown == len(borders) - 1


@pytest.mark.parametrize(
    ("changed", "same"),
    [
        # Of nine words in each, eight are shared: 8 of 10; then seven: 7 of 11.
        ("Pilots tugs ropes locks gates piers cranes seals ferries", True),
        ("Pilots tugs ropes locks gates piers cranes ferries trams", False),
    ],
)
def test_statements_are_one_by_the_words_that_they_share(
    tmp_path: Path, changed: str, same: bool
) -> None:
    said = "Pilots tugs ropes locks gates piers cranes seals barges"
    with open_index(tmp_path / "data", HashingEncoder(), create=True) as index:
        for name, words in (("a.txt", said), ("b.txt", changed)):
            index.put(name, f"MS. MARSH: {words}.\n\nQ Why?\n\nMS. MARSH: No.\n".encode())
        answer = Searcher(index).ask(Question("pilots tugs ropes", limit=10, min_confidence=0.0))
    found = {quote.text: quote.repeats for quote in answer.quotes if "Pilots" in quote.text}
    assert sorted(found.values()) == ([1] if same else [0, 0])


def test_the_same_words_of_somebody_else_are_another_statement(tmp_path: Path) -> None:
    with open_index(tmp_path / "data", HashingEncoder(), create=True) as index:
        for name in ("MARSH", "TARN"):
            text = f"MS. {name}: Pilots tugs ropes locks gates.\n\nQ Why?\n\nMS. {name}: No.\n"
            index.put(f"{name}.txt", text.encode())
        answer = Searcher(index).ask(Question("pilots tugs ropes", limit=10, min_confidence=0.0))
    assert [quote.repeats for quote in answer.quotes if "Pilots" in quote.text] == [0, 0]


TWO = """MS. MARSH: The toll for barges rises in May.

Q Why?

MS. MARSH: The toll for barges pays for the locks.

Q And then?

MS. MARSH: The toll falls again, and the barges return.

Q And the tugs?

MR. TARN: Tugs need no toll.

Q And the seals?

MR. TARN: Seals swim.
"""


def test_of_two_who_are_asked_together_the_best_of_each_comes_first(tmp_path: Path) -> None:
    def said(people: str) -> list[tuple[str | None, str]]:
        asked = Question(f"what did {people} say about the toll for barges", min_confidence=0.0)
        return [(one.citation.turn.label, one.text) for one in searcher.ask(asked).quotes]

    with open_index(tmp_path / "data", HashingEncoder(), create=True) as index:
        index.put("two.txt", TWO.encode())
        searcher = Searcher(index)
        marsh, tarn = said("Marsh"), said("Tarn")
        assert len(marsh) == 3
        assert said("Marsh and Tarn") == [marsh[0], tarn[0], *marsh[1:], *tarn[1:]]


HOLLOW = """\
Press Briefing
Corran
March 2, 2032

Q Did you put lamps on the barges?

MS. MARSH: Yes.

Q And the lamps on the quay?

MS. MARSH: The lamps on the quay burn oil until the new cable is laid in the autumn.

Q Would you keep the lamps?

MR. TARN: Next question.
"""


@pytest.mark.parametrize("text", ["Marsh on lamps", "what did Marsh say about the lamps", "lamps"])
def test_a_mere_yes_stands_behind_what_is_said_of_a_subject(text: str, tmp_path: Path) -> None:
    with open_index(tmp_path / "data", HashingEncoder(), create=True) as index:
        index.put("lamps.txt", HOLLOW.encode())
        searcher = Searcher(index)
        quotes = searcher.ask(Question(text, min_confidence=0.0)).quotes
        assert quotes[0].text.startswith("The lamps on the quay")
        assert {quote.text for quote in quotes[1:]} <= {"Yes.", "Next question."}
        asked = searcher.ask(Question("did Marsh put lamps on the barges", min_confidence=0.0))
        assert "Yes." in {quote.text for quote in asked.quotes}
