"""Pairs to train on: which exchanges count, and in which forms they are drawn."""

from __future__ import annotations

from random import Random

from index.cutting.passages import PassageBudget
from index.prepare import IncomingSource, cut
from index.training.pairs import Exchange, Reply, batches, draw_pair, exchanges_of, rarities
from tests.fakes import HashingEncoder

TEXT = """
MR. BRANDT: Minister, the dredger has been stuck in the fairway for days. When is it freed?

MS. OKORO: Two tugs are on their way from the outer islands, and they pull at the next spring tide.

MR. BRANDT: And then?

MS. OKORO: Then we shall meet again in the harbour office, on a less wet and windy morning.

Q Will the fish market be closed as long as the dredger lies there?

MS. OKORO: No.
"""


def exchanges() -> list[Exchange]:
    incoming = IncomingSource("harbour.txt", TEXT.encode())
    return list(exchanges_of(cut(incoming, PassageBudget(), HashingEncoder())))


def many(count: int) -> list[Exchange]:
    """Exchanges of four documents; each has a word of its own among common ones."""
    return [
        Exchange(
            f"day-{number % 4}.txt",
            f"Could you please tell us what you know about item{number:03d} this morning?",
            "Okoro",
            (Reply(f"MS. OKORO\nanswer {number}", f"answer {number}"),),
        )
        for number in range(count)
    ]


def test_an_exchange_needs_words_on_both_sides() -> None:
    (only,) = exchanges()
    assert (only.document, only.name) == ("harbour.txt", "Okoro")
    assert only.question.startswith("Minister, the dredger")
    (reply,) = only.replies
    assert reply.words.startswith("Two tugs are on their way")
    assert reply.embedded.startswith("MS. OKORO\nQ: Minister, the dredger")


def test_a_word_of_one_exchange_tells_more_than_a_word_of_all() -> None:
    rarity = rarities(many(200))
    # 3 % of 200 are 6: item007 stands in 1 of them, "please" in 200.
    assert rarity["please"] == 0
    assert rarity["item007"] == 1 - 1 / 6


def test_pairs_are_drawn_in_several_forms_that_all_keep_the_exchange() -> None:
    found = many(200)
    rarity = rarities(found)
    random = Random(3)
    pairs = [draw_pair(found, number, rarity, random) for number in range(200)]
    assert all(f"answer {pair.exchange}" in pair.passage for pair in pairs)
    typed = [pair for pair in pairs if "Okoro" in pair.question]
    assert len(typed) > 20
    assert all(
        f"item{pair.exchange:03d}" in pair.question or "answer" in pair.question for pair in typed
    )
    assert any(pair.question == found[pair.exchange].question for pair in pairs)
    assert {pair.passage.startswith("MS. OKORO") for pair in pairs} == {True, False}


def test_a_typed_question_is_used_as_it_is() -> None:
    typed = Exchange("m", "why is it dear?", "", (Reply("A\nsalt", "salt"),), typed=True)
    assert draw_pair([typed], 0, {}, Random(1)).question == "why is it dear?"


def test_the_same_seed_draws_the_same() -> None:
    found = many(64)
    drawn = [
        [
            draw_pair(found, number, rarities(found), random)
            for batch in batches(found, 16, 4, random)
            for number in batch
        ]
        for random in (Random(5), Random(5), Random(6))
    ]
    assert drawn[0] == drawn[1] != drawn[2]


def test_a_batch_holds_exchanges_of_one_document_together() -> None:
    found = many(64)
    cut_up = list(batches(found, 16, 4, Random(1)))
    assert sorted(number for batch in cut_up for number in batch) == list(range(64))
    for batch in cut_up:
        for start in range(0, 16, 4):
            assert len({found[number].document for number in batch[start : start + 4]}) == 1
