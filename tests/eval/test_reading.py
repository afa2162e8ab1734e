"""Training of the reader: harder examples, packing, and a tiny network that learns and goes on."""

from __future__ import annotations

import io
import json
import lzma
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import cast

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from eval.reading import averaging, hardening, packed, rounds
from eval.reading.batches import Columns, plan
from eval.reading.examples import Example
from eval.reading.learner import Told
from eval.reading.losses import span_loss
from eval.reading.meetings import read_meetings
from eval.reading.pack import pack
from eval.reading.packed import UNKNOWN, Packed
from eval.reading.spoken import Spoken
from eval.reading.training import Trainer, Training, is_bf16_faster
from eval.reading.writing import weights_of, write_weights
from index.encoding.encoder import find_model
from index.errors import TrainingError
from index.training.pairs import Exchange as Asked
from index.training.pairs import Reply, rarities
from retrieval.reading.form import Exchange, forms
from retrieval.reading.network import (
    WORD_EMBEDDINGS,
    forward,
    load_network,
)
from retrieval.reading.tokenizing import load_tokenizer
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
        np.testing.assert_array_equal(getattr(again, name), getattr(examples, name))


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
    base: Path,
    stages: Sequence[Packed],
    folder: Path,
    steps: int | None = None,
    ordered: Sequence[int] = (),
) -> Trainer:
    training = Training(learning_rate=3e-2, pieces=300, seed=5, mixed=bool(ordered))
    trainer = Trainer(base, stages, training, ordered=ordered)
    trainer.go_on(folder)
    for progress in trainer.run(folder, every=4, report=1):
        if progress.step == steps:
            break
    return trainer


def test_it_learns_what_answers_and_which_sentence(
    base: Path, examples: Packed, tmp_path: Path
) -> None:
    # After ten rounds it hung on the number of threads, which round otherwise, whether it had.
    trainer = trained(base, [examples] * 20, tmp_path)
    assert trainer.examples == 20 * len(examples)
    told = trainer.told(examples, np.arange(len(examples)))
    assert np.mean((told.answers.numpy() > 0) == (examples.answers > 0)) == 1.0
    of_right = np.repeat(examples.answers, examples.sentences) > 0
    assert np.mean((told.sentences.numpy() > 0) == (examples.judged > 0), where=of_right) > 0.95


def test_where_only_the_order_is_learned_right_replies_stand_above_wrong_ones(
    base: Path, examples: Packed, tmp_path: Path
) -> None:
    untrue = replace(examples, judged=np.full_like(examples.judged, UNKNOWN))
    trainer = trained(base, [untrue] * 8, tmp_path, ordered=range(8))
    told = trainer.told(untrue, np.arange(len(untrue)))
    answers, best = told.answers.numpy(), of_best_sentence(told, examples)
    groups = [examples.group == group for group in np.unique(examples.group)]
    right = examples.answers > 0
    compared = [one for one in groups if 0 < right[one].sum() < one.sum()]
    assert compared
    for log_odds in (answers, best):
        above = [log_odds[one & right].min() > log_odds[one & ~right].max() for one in compared]
        assert np.mean(above) > 0.95


def of_best_sentence(told: Told, examples: Packed) -> NDArray[np.float32]:
    starts = np.cumsum(examples.sentences) - examples.sentences
    return np.maximum.reduceat(told.sentences.numpy(), starts)


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
    told = json.loads((tmp_path / rounds.ABOUT).read_text())["rounds"]
    assert [one["examples"] / len(examples) for one in told] == [3, 1, 2, 3, 5]
    assert [one["ordered"] for one in told] == [[], [], ["among"], ["near", "apart"], []]
    assert [one["training"]["seed"] for one in told] == [5, 6, 7, 8, 9]


def test_rounds_that_a_reader_had_are_left_out(
    base: Path, examples: Packed, tmp_path: Path
) -> None:
    for path in rounds.paths(tmp_path)[3]:
        path.parent.mkdir(exist_ok=True)
        packed.write(examples, path)
    begin = Trainer(base, [examples], Training()).weights()
    told: list[str] = []
    learned = rounds.train(
        base, tmp_path, minutes=None, seed=4, begin=begin, only=[3], tell=told.append
    )
    (last,) = cast("list[dict[str, object]]", learned.about["rounds"])
    assert last["examples"] == 2 * len(examples)
    assert all(line.startswith("round 3") for line in told)
    assert any(not torch.equal(learned.weights[name], begin[name]) for name in begin)


def test_fixed_layers_stay_as_they_were_and_are_part_of_what_was_learned(
    base: Path, examples: Packed, tmp_path: Path
) -> None:
    begin = {n: w + 0.01 for n, w in Trainer(base, [examples], Training()).weights().items()}
    trainer = Trainer(base, [examples], Training(fixed_layers=1))
    trainer.start_from(begin)
    for _ in trainer.run(tmp_path, every=1000, report=1000):
        pass
    learned = trainer.weights()
    assert learned.keys() == begin.keys()
    fixed = ("bert.embeddings.", "bert.encoder.layer.0.")
    for name, weight in begin.items():
        assert torch.equal(learned[name], weight) == name.startswith(fixed)


def test_the_pieces_of_the_very_words_are_marked(base: Path) -> None:
    tokenizer, marks = load_tokenizer(base)
    words = "nine crowns"
    start = TOLL.index(words)
    given = replace(
        example([TUGS, TOLL], [0, 1]), answer=(1, start, start + len(words)), group="marked"
    )
    cut = hardening.thinned(
        replace(
            given,
            exchange=Exchange("", "", (BARGES, TUGS, TOLL)),
            sentences=(0, 0, 1),
            answer=(2, start, start + len(words)),
        ),
        Random(1),
    )
    found = pack([given, cut, example([TUGS], [0], answers=0)], tokenizer, marks, seed=1)
    ends = np.cumsum(found.length)
    wanted = tokenizer.encode(words, add_special_tokens=False).ids
    for number in (0, 1):
        first, last = found.answer[number].astype(int)
        ids = found.ids[ends[number] - found.length[number] : ends[number]]
        assert ids[first : last + 1].tolist() == wanted
    assert found.answer[2].tolist() == [0, 0]


def test_batches_hold_each_example_once_and_a_question_whole(examples: Packed) -> None:
    random = np.random.default_rng(1)
    for by_length in (False, True):
        batches = list(plan(examples, 200, random, by_length=by_length))
        assert len(batches) > 5
        assert sorted(np.concatenate(batches)) == list(range(len(examples)))
        groups = [set(examples.group[rows].tolist()) for rows in batches]
        assert sum(map(len, groups)) == len(set().union(*groups))


def test_a_span_is_wrong_where_it_begins_elsewhere(base: Path) -> None:
    tokenizer, marks = load_tokenizer(base)
    start = TOLL.index("nine")
    right = replace(example([TOLL], [1]), answer=(0, start, start + 4))
    found = pack([right, example([TUGS], [0], answers=0)], tokenizer, marks, seed=1)
    batch = Columns(found, torch.device("cpu")).batch(np.array([0, 1]))
    at = batch.rows.borders[:-1, None].long() + batch.answer
    ends = torch.zeros(len(batch.ids), 2).scatter(0, at, 20.0)
    told = Told(torch.zeros(2), torch.zeros(2), ends)
    assert float(span_loss(told, batch)) < 1e-3
    moved = Told(torch.zeros(2), torch.zeros(2), ends.roll(1, dims=0))
    assert float(span_loss(moved, batch)) > 10


def test_the_mean_of_two_readers_is_a_reader(tmp_path: Path) -> None:
    base = find_model()
    network = load_network(base.folder)
    names = [name for name, _ in network.named_parameters() if name != WORD_EMBEDDINGS]
    folders = []
    for number in (1, 3):
        weights = {name: torch.full_like(network.get_parameter(name), number) for name in names}
        folders.append(tmp_path / str(number))
        write_weights(weights, base.sha256, {"seed": number}, folders[-1])
    out = tmp_path / "mean"
    assert averaging.main([*map(str, folders), "--out", str(out)]) == 0
    mean = weights_of(out, base.sha256)
    assert set(mean) == set(names)
    assert all(bool((value == 2).all()) for value in mean.values())
    recipe = json.loads((out / "recipe.json").read_text(encoding="utf-8"))
    assert [one["seed"] for one in recipe["mean_of"]] == [1, 3]
    twice = [str(folders[n]) for n in (0, 1, 0)]
    assert averaging.main([*twice, "--out", str(out)]) == 0
    mean = weights_of(out, base.sha256)
    assert all(torch.allclose(v.float(), torch.tensor(5 / 3), rtol=4e-3) for v in mean.values())
    recipe = json.loads((out / "recipe.json").read_text(encoding="utf-8"))
    assert [one["seed"] for one in recipe["mean_of"]] == [1, 3]
    assert recipe["counts"] == [2, 1]


def test_one_reader_has_no_mean(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert averaging.main([str(tmp_path), "--out", str(tmp_path / "mean")]) == 1
    assert "give at least two folders" in capsys.readouterr().err


def test_a_reply_is_told_from_others_of_its_transcript() -> None:
    subjects = ("tolls", "barges", "wells", "bridges", "schools", "mills", "roads", "orchards")
    exchanges = [
        Asked(
            f"{day}.txt",
            f"What will the council do about the {subject} before the winter comes?",
            "Venn",
            (Reply("", f"We will repair all of the {subject} this year, and then look at more."),),
        )
        for day in (1, 2)
        for subject in subjects
    ]
    spoken = Spoken(exchanges, rarities(exchanges))
    for seed in range(20):
        right, *wrong = spoken.among(3, Random(seed))
        assert right.answers == 1
        assert "bridges" in right.exchange.sentences[0]
        assert not any(one.answers for one in wrong)
        texts = [one.exchange.sentences[0] for one in wrong]
        assert len(texts) >= 4
        assert not any("bridges" in text for text in texts[:4])
        assert {one.question for one in wrong} == {right.question}
    assert list(Spoken(exchanges[:5], rarities(exchanges)).among(1, Random(1))) == []


def test_a_pack_of_an_earlier_version_is_refused(examples: Packed, tmp_path: Path) -> None:
    path = tmp_path / "mix.npz.xz"
    columns = io.BytesIO()
    kept = {n: getattr(examples, n) for n in Packed.__slots__ if n != "answer"}
    np.savez(columns, **kept)
    path.write_bytes(lzma.compress(columns.getvalue()))
    with pytest.raises(TrainingError, match=r"mix\.npz\.xz .* lacks answer: delete it"):
        packed.read(path)


@pytest.mark.parametrize("training", [Training(pieces=900), Training(dropout=0.3)])
def test_a_checkpoint_of_another_plan_is_refused(
    training: Training, base: Path, examples: Packed, tmp_path: Path
) -> None:
    Trainer(base, [examples], Training(pieces=300)).save(tmp_path)
    with pytest.raises(TrainingError, match=r"checkpoint\.json is of .* delete it to begin anew"):
        Trainer(base, [examples], training).go_on(tmp_path)


@pytest.mark.parametrize(
    ("exact", "rounded", "faster"), [(2.0, 1.0, True), (1.0, 1.0, False), (1.0, 2.0, False)]
)
def test_bf16_is_trained_in_where_it_is_clearly_faster(
    exact: float, rounded: float, faster: bool
) -> None:
    first = iter([50.0, 1.0])  # The first of each warms up and does not count.

    def seconds(precision: torch.dtype) -> float:
        took = exact if precision is torch.float32 else rounded
        return took * next(first, 1.0)

    assert is_bf16_faster(seconds) == faster


def test_a_precision_is_chosen_on_this_processor() -> None:
    assert is_bf16_faster() in (True, False)
