"""Training of the reader: harder examples, packing, and a tiny network that learns and goes on."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from random import Random

import numpy as np
import pytest
import torch

from eval.reading import hardening, packed, rounds
from eval.reading.examples import Example
from eval.reading.meetings import read_meetings
from eval.reading.pack import pack
from eval.reading.packed import UNKNOWN, Packed
from eval.reading.training import Trainer, Training
from index.errors import TrainingError
from retrieval.reading.form import Exchange, forms
from retrieval.reading.network import forward, load_network, load_tokenizer
from tests.retrieval.models import save_base

TOLL = "The toll is nine crowns."
TUGS = "The tugs are old."
BARGES = "Barges pays the toll."


def example(
    sentences: Sequence[str], judged: Sequence[int], *, answers: int = 1, asked: str = ""
) -> Example:
    exchange = Exchange("", asked, tuple(sentences))
    return Example("g", "who pays the toll in Corrow", exchange, answers, tuple(judged), 1.0)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("base")
    save_base(folder)
    return folder


@pytest.fixture(scope="module")
def examples(base: Path) -> Packed:
    """Whether barges are named decides; which sentence does is judged."""
    tokenizer, marks = load_tokenizer(base)
    random = Random(3)
    found = []
    for number in range(60):
        right = [TUGS, BARGES, TOLL] if number % 2 else [BARGES, TUGS]
        judged = [int(one == BARGES) for one in right]
        wrong = random.sample([TUGS, TOLL, TUGS], 2)
        for sentences, told, answers in ((right, judged, 1), (wrong, [0, 0], 0)):
            exchange = Exchange("", "", tuple(sentences))
            found.append(Example(f"q{number}", "who pays", exchange, answers, tuple(told), 1.0))
    return pack(found, tokenizer, marks, seed=1)


def test_the_answer_is_taken_out_of_a_passage() -> None:
    given = example([TUGS, BARGES, TOLL], [0, 1, 0])
    emptied = hardening.without_answer(given)
    assert emptied is not None
    assert emptied.exchange.sentences == (TUGS, TOLL)
    assert (emptied.answers, emptied.sentences) == (0, (0, 0))
    assert emptied.weight < given.weight


@pytest.mark.parametrize(
    "given",
    [
        example([BARGES], [1]),
        example([TUGS, BARGES], [UNKNOWN, UNKNOWN]),
        example([TUGS, TOLL], [0, 0], answers=0),
    ],
)
def test_nothing_is_taken_out_where_it_is_not_known_or_nothing_is_left(given: Example) -> None:
    assert hardening.without_answer(given) is None


def test_a_thinned_passage_keeps_its_answer() -> None:
    given = example([TUGS, BARGES, TOLL], [0, 1, 0])
    for seed in range(9):
        kept = hardening.thinned(given, Random(seed))
        assert len(kept.exchange.sentences) == 2
        assert kept.exchange.sentences[kept.sentences.index(1)] == BARGES


def test_another_subject_makes_a_question_that_is_not_answered() -> None:
    questions = ["who rows to Fenwold", "how many in Corrow", "what cost 12 crowns"]
    moved = hardening.other_subject(example([BARGES], [1]), questions, Random(1))
    assert moved is not None
    assert moved.question == "who pays the toll in Fenwold"
    assert (moved.answers, moved.sentences, moved.weight) == (0, (0,), 0.5)


def test_what_is_put_off_is_no_answer() -> None:
    one = hardening.put_off("g", "who pays", "Who pays?", "MR. VENN", [TUGS, TOLL], Random(2))
    assert one.answers == 0
    assert set(one.sentences) == {0}
    assert any(words in one.exchange.sentences for words in hardening.PUT_OFF)


def write_rows(path: Path, rows: Sequence[dict[str, object]]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def test_marked_evidence_answers_and_turns_beside_it_do_not(tmp_path: Path) -> None:
    turns = [
        "Who pays?",
        f"{TUGS} {BARGES}",
        "The toll of the barges is too high for us all.",
        TUGS,
    ]
    write_rows(
        tmp_path / "turns.jsonl",
        [{"doc_id": "m", "turn_id": n, "speaker": "A", "text": t} for n, t in enumerate(turns)],
    )
    write_rows(tmp_path / "queries.jsonl", [{"qid": "1", "doc_id": "m", "text": "who pays tolls"}])
    write_rows(tmp_path / "evidence.jsonl", [{"qid": "1", "turn_id": 1, "text": BARGES}])
    right, wrong = read_meetings(tmp_path, Random(1))
    assert right.exchange == Exchange("A", "Who pays?", (TUGS, BARGES))
    assert (right.answers, right.sentences) == (1, (0, 1))
    assert (wrong.answers, wrong.exchange.sentences) == (0, (turns[2],))


def test_a_collection_without_evidence_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match=r"lacks turns.jsonl, queries.jsonl, evidence.jsonl"):
        list(read_meetings(tmp_path, Random(1)))


def test_packed_examples_come_back_as_they_were(examples: Packed, tmp_path: Path) -> None:
    packed.write(examples, tmp_path / "x.npz.xz")
    again = packed.read(tmp_path / "x.npz.xz")
    for name in Packed.__slots__:
        assert np.array_equal(getattr(again, name), getattr(examples, name))


def test_batches_are_read_as_the_reader_reads_forms(base: Path, examples: Packed) -> None:
    trainer = Trainer(base, [examples], Training())
    rows = np.array([4, 1, 7])
    told = trainer.told(examples, rows)
    tokenizer, marks = load_tokenizer(base)
    network = load_network(base)
    network.load_state_dict(trainer.weights(), strict=False)
    network.train(mode=False)
    offsets = np.cumsum(examples.sentences) - examples.sentences
    cut = forms(["who pays"], [Exchange("", "", (BARGES, TUGS))], tokenizer, marks)
    with torch.inference_mode():
        one, sentences = forward(network, cut, marks.pad)
    assert float(told.answers[0]) == pytest.approx(float(one[0]), abs=0.05)
    assert told.sentences[:2].tolist() == pytest.approx(sentences.tolist(), abs=0.05)
    assert len(told.sentences) == examples.sentences[rows].sum()
    assert examples.judged[offsets[4] : offsets[4] + 2].tolist() == [1, 0]


def trained(
    base: Path, stages: Sequence[Packed], folder: Path, steps: int | None = None
) -> Trainer:
    training = Training(learning_rate=3e-2, pieces=120, seed=5)
    trainer = Trainer(base, stages, training)
    trainer.go_on(folder)
    for progress in trainer.run(folder, every=4, report=1):
        if progress.step == steps:
            break
    return trainer


def test_it_learns_what_answers_and_which_sentence(
    base: Path, examples: Packed, tmp_path: Path
) -> None:
    trainer = trained(base, [examples] * 10, tmp_path)
    assert trainer.examples == 10 * len(examples)
    told = trainer.told(examples, np.arange(len(examples)))
    assert np.mean((told.answers.numpy() > 0) == (examples.answers > 0)) == 1.0
    of_right = np.repeat(examples.answers, examples.sentences) > 0
    assert np.mean((told.sentences.numpy() > 0) == (examples.judged > 0), where=of_right) > 0.95


def test_it_goes_on_from_a_checkpoint_to_the_same_weights(
    base: Path, examples: Packed, tmp_path: Path
) -> None:
    whole = trained(base, [examples], tmp_path / "whole").weights()
    trained(base, [examples], tmp_path / "parts", steps=8)
    again = trained(base, [examples], tmp_path / "parts").weights()
    assert all(torch.allclose(again[name], whole[name], atol=1e-5) for name in whole)


def test_rounds_leave_what_was_learned_for_the_recipe(
    base: Path, examples: Packed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in (path for stages in rounds.paths(tmp_path).values() for path in stages):
        path.parent.mkdir(exist_ok=True)
        packed.write(examples, path)
    assert rounds.read_learned(tmp_path) is None
    monkeypatch.setattr("sys.argv", ["rounds", str(tmp_path), str(base), "--seed", "4"])
    rounds.main()
    learned = rounds.read_learned(tmp_path)
    assert learned is not None
    assert "classifier.weight" in learned.weights
    first, second = json.loads((tmp_path / rounds.ABOUT).read_text())["rounds"]
    assert (first["examples"], second["examples"]) == (3 * len(examples), len(examples))
    assert (first["training"]["seed"], second["training"]["seed"]) == (5, 6)
