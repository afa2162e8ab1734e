"""Questions with marked passages as examples, and the round that learns from them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from eval.reading import marked as marking
from eval.reading import packed, rounds
from eval.reading.making import Order, Sources, make_reader
from eval.reading.marked import read_marked
from index.encoding.encoder import Model
from index.errors import TrainingError
from index.training.adapting import Data
from retrieval.reader import hash_of
from retrieval.reading.weights import RECIPE
from tests.eval.pairs import asked, write_sets
from tests.retrieval.models import save_base

TALK = """Briefing by the Harbour Office
April 3, 2031

Q: Will the ferry sail in May, and what does a ticket cost?

MS. ORDWAY: Yes, it will. It sails on the ninth. A ticket costs four marks. Children sail free.

Q: Who repairs the crane?

MS. ORDWAY: I don't know that. Ask the guild.
"""
WRONG = "I don't know that. Ask the guild."


def collection(
    folder: Path, questions: Sequence[str], judged: Sequence[tuple[int, str, int]]
) -> Path:
    """A collection over one transcript: for a question's number the words judged, and the grade."""
    folder.mkdir()
    (folder / "talk.txt").write_text(TALK)
    answered = {number for number, _, grade in judged if grade}
    about = {"name": "harbour", "documents": "."}
    (folder / "collection.json").write_text(json.dumps(about))
    digest = hashlib.sha256(TALK.encode()).hexdigest()
    (folder / "documents.tsv").write_text(f"name\tsha256\ntalk.txt\t{digest}\n")
    rows = [
        {"query_id": f"H{n}", "text": text, "kind": "direct" if n in answered else "none"}
        for n, text in enumerate(questions)
    ]
    (folder / "queries.jsonl").write_text("\n".join(map(json.dumps, rows)))
    lines = ["query_id\tdoc_id\tstart\tend\trelevance\tspeaker"]
    for number, words, grade in judged:
        start = TALK.index(words)
        lines.append(f"H{number}\ttalk.txt\t{start}\t{start + len(words)}\t{grade}\tMS. ORDWAY")
    (folder / "qrels.tsv").write_text("\n".join(lines) + "\n")
    return folder


def every(folder: Path) -> Mapping[str, list[tuple[int, tuple[int, ...], float]]]:
    """What is taught of each question: whether it answers, by which sentences, and the weight."""
    given = read_marked(folder)
    taught: dict[str, list[tuple[int, tuple[int, ...], float]]] = {}
    for example in (*given.learned, *given.held_out):
        told = (example.answers, example.sentences, example.weight)
        taught.setdefault(example.question, []).append(told)
    return taught


def test_marked_sentences_answer_and_the_others_of_the_turn_do_not(tmp_path: Path) -> None:
    judged = [(0, "Yes, it will. It sails on the ninth.", 2), (0, WRONG, 0)]
    folder = collection(tmp_path / "harbour", ["does the boat go this spring"], judged)
    assert every(folder) == {
        "does the boat go this spring": [(1, (1, 1, 0, 0), 1.0), (0, (0, 0), 1.0)]
    }


def test_an_exchange_has_its_speaker_and_the_question_before_it(tmp_path: Path) -> None:
    folder = collection(tmp_path / "harbour", ["who mends it"], [(0, WRONG, 0)])
    given = read_marked(folder)
    (example,) = (*given.learned, *given.held_out)
    assert example.exchange.speaker == "MS. ORDWAY"
    assert example.exchange.asked == "Who repairs the crane?"
    assert example.exchange.sentences == ("I don't know that.", "Ask the guild.")


def test_an_answer_in_part_weighs_less(tmp_path: Path) -> None:
    judged = [(0, "Children sail free.", 1)]
    folder = collection(tmp_path / "harbour", ["price of a ticket"], judged)
    assert every(folder) == {"price of a ticket": [(1, (0, 0, 0, 1), marking.IN_PART)]}


def test_two_marked_places_of_one_window_are_one_example(tmp_path: Path) -> None:
    judged = [(0, "Yes, it will.", 2), (0, "Children sail free.", 1)]
    folder = collection(tmp_path / "harbour", ["boat for the little ones"], judged)
    assert every(folder) == {"boat for the little ones": [(1, (1, 0, 0, 1), 1.0)]}


def test_the_judgment_of_a_window_that_overlaps_an_answer_is_the_answer(tmp_path: Path) -> None:
    judged = [
        (0, "A ticket costs four marks.", 2),
        (0, "It sails on the ninth. A ticket costs four marks.", 0),
    ]
    folder = collection(tmp_path / "harbour", ["fare"], judged)
    assert every(folder) == {"fare": [(1, (0, 0, 1, 0), 1.0), (1, (0, 1), 1.0)]}


def test_some_questions_are_held_out_whatever_else_is_asked(tmp_path: Path) -> None:
    questions = [f"question {n}" for n in range(200)]
    judged = [(n, WRONG, 0) for n in range(200)]
    given = read_marked(collection(tmp_path / "many", questions, judged))
    held = {example.question for example in given.held_out}
    assert 5 <= len(held) <= 40
    assert not held & {example.question for example in given.learned}
    fewer = read_marked(collection(tmp_path / "fewer", questions[:50], judged[:50]))
    assert {example.question for example in fewer.held_out} == held & set(questions[:50])


def test_a_span_in_nobodys_words_is_named(tmp_path: Path) -> None:
    folder = collection(tmp_path / "harbour", ["when"], [(0, "April 3, 2031", 0)])
    with pytest.raises(TrainingError, match=r"H0: the span .* of talk.txt is in no turn"):
        read_marked(folder)


def test_the_round_of_marked_passages_is_packed_trained_and_told_in_the_recipe(
    tmp_path: Path,
) -> None:
    sets, base, out = tmp_path / "sets", tmp_path / "base", tmp_path / "reader"
    sets.mkdir()
    save_base(base)
    write_sets(sets)
    questions = ["does the boat go this spring", "price of a ticket", "who mends the crane"]
    judged = [
        (0, "Yes, it will.", 2),
        (0, WRONG, 0),
        (1, "A ticket costs four marks.", 2),
        (1, WRONG, 0),
        (2, WRONG, 0),
    ]
    given = read_marked(collection(tmp_path / "harbour", questions, judged))
    data = Data(tuple(asked(number) for number in range(48)), 6, "f" * 64)
    sources = Sources(sets, data, marked=(given,))
    assert rounds.TAUGHT not in sources.rounds(1)
    model = Model(base, "tiny", hash_of(base / "model.safetensors"))
    order = Order(share=0.004, first_round=rounds.MARKED)
    make_reader(sources, model, out, order=order, tell=print)
    learned = packed.read(rounds.paths(out / "making")[rounds.MARKED][0])
    assert len(learned) == len(given.learned)
    assert list(learned.answers) == [example.answers for example in given.learned]
    recipe = json.loads((out / RECIPE).read_text())
    assert recipe["marked"] == {"harbour": given.sha256}
    (told,) = recipe["rounds"]
    assert told["passes"].keys() == {"marked", "others"}
    assert rounds.MARKED not in Sources(sets, data).rounds(1)
