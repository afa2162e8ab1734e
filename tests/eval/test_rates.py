from __future__ import annotations

from eval.collections.collection import Query
from eval.measuring.rates import is_verbatim, rates
from tests.eval.judged import found, gold, outcome


def test_a_question_turn_at_the_top_is_counted_unless_it_was_asked_for() -> None:
    kinds = {"q1": "direct", "q2": "direct", "q3": "none", "q4": "asked"}
    queries = [Query(query_id, "?", kind) for query_id, kind in kinds.items()]
    golds = {
        "q1": (gold(),),
        "q2": (gold("q2", start=300, end=400, speaker="Q"),),
        "q4": (gold("q4"),),
    }
    asking = found(start=300, end=400, label="Q", role="question")
    outcomes = {query_id: outcome(query_id, [asking], answered=True) for query_id in kinds}
    rate = rates(queries, outcomes, golds, {})["question as answer"]
    # q1: a question turn stands first. q2: it is judged an answer. Nothing answers q3, and q4
    # wants to know what was asked.
    assert (rate.value, rate.count) == (0.5, 2)


def test_verbatim_means_character_for_character() -> None:
    texts = {"a.txt": "A:\u00a0Yes, we will."}
    assert is_verbatim(found(start=3, end=7, text="Yes,"), texts)
    assert not is_verbatim(found(start=2, end=7, text=" Yes,"), texts)  # a space for U+00A0
    assert not is_verbatim(found(start=10, end=99, text="e will."), texts)
    assert not is_verbatim(found("b.txt", 0, 1, text="A"), texts)


def test_rates_count_only_where_they_apply() -> None:
    query = Query("q1", "?", "direct", speakers=("MS. ADLER",))
    hits = [found(text="x", end=1), found(start=1, end=2, label="MR. OTHER", text="y")]
    golds = {"q1": (gold(end=1),)}
    found_rates = rates([query], {"q1": outcome("q1", hits, answered=True)}, golds, {"a.txt": "xy"})
    assert (found_rates["verbatim"].value, found_rates["verbatim"].count) == (1.0, 4)
    assert (found_rates["speaker right"].value, found_rates["speaker right"].count) == (1.0, 2)
    assert found_rates["hits outside filters"].value == 0.5
    assert found_rates["questions with a top 10 outside filters"].value == 1.0
    assert found_rates["dates understood"].count == 0
    assert found_rates["no result"].value == 0.0


def test_quotes_that_meet_no_judged_span_are_padding() -> None:
    kinds = {"q1": "direct", "q2": "direct", "q3": "direct", "q4": "none"}
    queries = [Query(query_id, "?", kind) for query_id, kind in kinds.items()]
    golds = {
        "q1": (gold(), gold(start=300, end=400, relevance=1)),
        "q2": (gold("q2"),),
        "q3": (gold("q3"),),
    }
    beside = found("b.txt")
    # One character of a judged span is enough, and the same span may be met twice.
    touching = [found(start=99, end=150), beside, found(start=0, end=10), found(start=390, end=500)]
    outcomes = {
        "q1": outcome("q1", quotes=touching, answered=True),
        "q2": outcome("q2", quotes=[beside, beside], answered=True),
        # Refused: nothing is shown. Nothing answers q4: that is for the decision to be measured by.
        "q3": outcome("q3", quotes=[beside] * 5, answered=False),
        "q4": outcome("q4", quotes=[beside] * 5, answered=True),
    }
    shares = rates(queries, outcomes, golds, {})
    first, every = shares["marked first 3"], shares["marked shown"]
    assert (first.value, first.count) == (2 / 5, 5)  # q1: 2 of 3, q2: 0 of 2
    assert (every.value, every.count) == (3 / 6, 6)  # q1: 3 of 4, q2: 0 of 2
