"""Hits that deliver a whole answer: neighbouring passages of one turn, joined."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.build import Index, index_paths, open_index
from index.cutting.passages import PassageBudget
from index.errors import BadRequest
from index.records import span_id
from retrieval.answer import Searcher
from retrieval.catalogue import Catalogue
from retrieval.hits import MAX_CHARACTERS, join
from retrieval.results import Hit, Question
from tests.conftest import PROJECT
from tests.fakes import HashingEncoder

ASKS = "What does the toll plan say?"
SAMPLE_QUESTIONS = (
    "what did the minister say about the lock",
    "when do the passenger boats across Lake Corrow sail again",
    "ferry",
    "how much does the barrier cost",
    "who is hurt by the tide",
)


def sentence(length: int) -> str:
    """A sentence of this many characters, more than half of a passage."""
    words = "The toll plan says" + " that boats pay for ropes" * 20
    return words[: length - 1].rstrip().ljust(length - 1, "s") + "."


def said(*lengths: int) -> str:
    return " ".join(map(sentence, lengths))


# With three spaces Marsh's four sentences are 1,500 characters, Tarn's 1,501.
MARSH, TARN = said(374, 374, 374, 375), said(374, 374, 374, 376)
OSK = said(374, 374, 374, 374, 374, 374)
PLAN = f"""Title: Press Briefing on the Toll Plan
Date: 2032-03-14

Q {ASKS}

MS. MARSH: {MARSH}

MR. TARN: {TARN}

MR. OSK: {OSK}

END
"""


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    """Each sentence is a passage of its own."""
    place, budget = tmp_path_factory.mktemp("plan"), PassageBudget(max_tokens=100)
    with open_index(place, HashingEncoder(), create=True, budget=budget) as index:
        index.put("plan.txt", PLAN.encode())
        yield Searcher(index)


@pytest.fixture(scope="module")
def rows(plan: Searcher) -> dict[str, list[int]]:
    """The passages of each speaker's turn, in text order."""
    catalogue = Catalogue(plan.index.store)
    found: dict[str, list[int]] = {}
    for row, label in enumerate(catalogue.labels_of(catalogue.passage_turn)):
        found.setdefault(label, []).append(row)
    assert {label: len(one) for label, one in found.items()} == {
        "Q": 1,
        "MS. MARSH": 4,
        "MR. TARN": 4,
        "MR. OSK": 6,
    }
    return found


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    place = tmp_path_factory.mktemp("sample")
    with open_index(place, HashingEncoder(), create=True) as index:
        index_paths(index, [PROJECT / "transcripts" / "sample"])
        yield index


@pytest.fixture(scope="module")
def catalogue_of_sample(sample: Index) -> Catalogue:
    return Catalogue(sample.store)


def joined(plan: Searcher, ranked: list[int], limit: int = 10) -> list[tuple[int, int, int]]:
    runs = join(ranked, limit, Catalogue(plan.index.store))
    return [(run.place, run.first, run.last) for run in runs]


def test_a_whole_answer_of_several_passages_is_the_first_hit(plan: Searcher) -> None:
    hit = plan.search(Question(f"{ASKS} Marsh", limit=1)).hits[0]
    cited = hit.citation
    assert (hit.text, hit.rank) == (MARSH, 1)
    assert PLAN[cited.start : cited.end] == MARSH
    assert (cited.turn.label, cited.context and cited.context.text) == ("MS. MARSH", ASKS)


def test_a_joined_hit_bears_the_id_of_the_passage_that_was_found(plan: Searcher) -> None:
    hit = plan.search(Question(f"{ASKS} Marsh", limit=1)).hits[0]
    start, document = hit.citation.start, hit.citation.document.document_id
    ends = [(0, 374), (375, 749), (750, 1124), (1125, 1500)]
    passages = [span_id(document, start + first, start + last) for first, last in ends]
    assert hit.passage_id in passages


def test_what_would_be_longer_than_a_quote_is_another_hit(plan: Searcher) -> None:
    hits = plan.search(Question(ASKS, limit=100)).hits
    tarn = [hit.text for hit in hits if hit.citation.turn.label == "MR. TARN"]
    # 1,501 characters in one hit would be too many; without the space between two they are 1,500.
    assert len(TARN) == MAX_CHARACTERS + 1
    assert (len(tarn), sum(map(len, tarn))) == (2, MAX_CHARACTERS)
    osk = [hit.text for hit in hits if hit.citation.turn.label == "MR. OSK"]
    assert all(len(text) <= MAX_CHARACTERS for text in osk)
    assert sum(len(text) + 1 for text in osk) == len(OSK) + 1


def test_neighbours_of_two_turns_are_two_hits(plan: Searcher, rows: dict[str, list[int]]) -> None:
    last, first = rows["MS. MARSH"][-1], rows["MR. TARN"][0]
    assert first == last + 1
    assert joined(plan, [last, first]) == [(0, last, last), (1, first, first)]
    assert joined(plan, [first, last]) == [(0, first, first), (1, last, last)]


def test_a_passage_ranked_behind_the_last_hit_joins_it_still(
    plan: Searcher, rows: dict[str, list[int]]
) -> None:
    first, second, third, fourth = rows["MS. MARSH"]
    other = rows["MR. TARN"][0]
    assert joined(plan, [second, other, first, third], limit=1) == [(0, first, third)]
    # The fourth does not touch the hit when its turn comes, and there is no place for its own.
    assert joined(plan, [second, other, fourth, third], limit=1) == [(0, second, third)]
    assert joined(plan, [], limit=5) == []


def test_a_passage_between_two_hits_joins_the_better_one(
    plan: Searcher, rows: dict[str, list[int]]
) -> None:
    first, second, third, _ = rows["MS. MARSH"]
    assert joined(plan, [third, first, second]) == [(0, second, third), (1, first, first)]
    assert joined(plan, [first, third, second]) == [(0, first, second), (1, third, third)]


def test_a_passage_that_a_better_hit_has_no_room_for_joins_the_other(
    plan: Searcher, rows: dict[str, list[int]]
) -> None:
    one, two, three, four, five, six = rows["MR. OSK"]
    # One to four are 1,499 characters; with the fifth they would be 1,874.
    expected = [(0, one, four), (4, five, six)]
    assert joined(plan, [one, two, three, four, six, five]) == expected


def test_a_longer_list_begins_with_the_shorter_one(plan: Searcher) -> None:
    everything = plan.search(Question(ASKS, limit=100)).hits
    assert len(everything) >= 4
    for limit in range(1, len(everything)):
        assert plan.search(Question(ASKS, limit=limit)).hits == everything[:limit]


@pytest.mark.parametrize("size", [1, 2, 3, 7])
@pytest.mark.parametrize("text", SAMPLE_QUESTIONS[:2])
def test_parts_of_a_list_together_are_the_whole(sample: Index, text: str, size: int) -> None:
    searcher = Searcher(sample)
    whole = searcher.search(Question(text, limit=1_000))
    assert whole.last_key is None
    parts: list[Hit] = []
    after = None
    while True:
        part = searcher.search(Question(text, limit=size), after)
        assert len(part.hits) == size or part.last_key is None
        parts += part.hits
        after = part.last_key
        if after is None:
            break
    assert len(parts) > size
    assert tuple(parts) == whole.hits


def test_a_list_goes_on_behind_no_other_passage(plan: Searcher) -> None:
    with pytest.raises(BadRequest, match="leave the cursor out"):
        plan.search(Question(ASKS), after=10**9)


@pytest.mark.parametrize("text", SAMPLE_QUESTIONS)
@pytest.mark.parametrize("limit", [1, 10, 100])
def test_hits_of_the_sample_are_slices_of_one_turn_without_overlap(
    sample: Index, text: str, limit: int
) -> None:
    hits = Searcher(sample).search(Question(text, limit=limit)).hits
    assert 0 < len(hits) <= limit
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    for hit in hits:
        cited = hit.citation
        assert sample.store.text(cited.document.source_id)[cited.start : cited.end] == hit.text
        assert cited.turn.start <= cited.start < cited.end <= cited.turn.end
        assert len(hit.text) <= MAX_CHARACTERS
    places = sorted((hit.citation.turn.turn_id, hit.citation.start, hit) for hit in hits)
    for (turn, _, before), (other, start, _) in pairwise(places):
        assert turn != other or before.citation.end <= start


def test_scores_fall_down_a_list_with_joined_hits(sample: Index) -> None:
    hits = Searcher(sample).search(Question("how much does the Selke barrier cost in all")).hits
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)


@settings(max_examples=60)
@given(data=st.data(), limit=st.integers(1, 12))
def test_any_ranking_becomes_runs_of_ranked_neighbours(
    catalogue_of_sample: Catalogue, data: st.DataObject, limit: int
) -> None:
    catalogue = catalogue_of_sample
    begin = data.draw(st.integers(0, len(catalogue.keys) - 24))
    ranked = data.draw(st.lists(st.integers(begin, begin + 23), unique=True))
    runs = join(ranked, limit, catalogue)
    taken = [row for run in runs for row in range(run.first, run.last + 1)]
    assert len(taken) == len(set(taken))
    assert set(taken) <= set(ranked)
    assert len(runs) <= limit
    assert len(runs) == limit or set(taken) == set(ranked)
    assert [run.place for run in runs] == sorted(run.place for run in runs)
    assert runs == join(ranked, limit + 5, catalogue)[:limit]
    for run in runs:
        start, end = run.span(catalogue)
        assert run.first <= ranked[run.place] <= run.last
        assert len(set(catalogue.passage_turn[run.first : run.last + 1])) == 1
        assert end - start <= MAX_CHARACTERS
