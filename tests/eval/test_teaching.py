"""What a reader learns from a teacher: which exchanges it reads, what it says, what is learned."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import onnx
import pytest
import torch
from numpy.typing import NDArray
from onnx import helper, numpy_helper
from sentence_transformers import CrossEncoder

from eval.reading import exported, packed, rounds
from eval.reading.attention import Rows
from eval.reading.batches import Batch
from eval.reading.command import Named, train_reader
from eval.reading.examples import Example
from eval.reading.losses import taught_loss
from eval.reading.making import Order, Sources, Teacher, make_reader
from eval.reading.near import near
from eval.reading.pack import pack
from eval.reading.packed import UNKNOWN
from eval.reading.rewording import Rewording
from eval.reading.teaching import taught
from eval.reading.training import Trainer, Training
from index.encoding.encoder import Model
from index.errors import TrainingError
from index.training.adapting import Data
from index.training.pairs import Exchange as Asked
from index.training.pairs import rarities
from retrieval.reader import hash_of
from retrieval.reading.form import Exchange, Read
from retrieval.reading.tokenizing import load_tokenizer
from retrieval.reading.weights import RECIPE
from tests.eval.pairs import SUBJECTS, asked, write_sets
from tests.retrieval.models import save_base, save_cross_encoder


class ByLength:
    """A teacher that holds short replies for right."""

    name, sha256 = "by-length", "0" * 64

    def __init__(self) -> None:
        self.asked: list[tuple[str, int]] = []

    def read(self, question: str, exchanges: Sequence[Exchange]) -> list[Read]:
        self.asked.append((question, len(exchanges)))
        return [Read(5.0 - len(" ".join(one.sentences)) / 40, ()) for one in exchanges]


class BySubject:
    """Embeds a text by the subjects that it names."""

    max_tokens = 24

    def count(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) for text in texts]

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        assert max(self.count(texts)) <= self.max_tokens
        rows = np.array([[text.lower().count(word) for word in SUBJECTS] for text in texts])
        return np.asarray(
            rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9), np.float32
        )


@pytest.fixture(scope="module")
def exchanges() -> tuple[Asked, ...]:
    return tuple(asked(number) for number in range(48))


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("base")
    save_base(folder)
    return folder


def drawn(exchanges: Sequence[Asked], seed: int = 1) -> list[Example]:
    random = Random(seed)
    vocabulary = {word: number for number, word in enumerate(SUBJECTS)}
    return near(
        exchanges, rarities(exchanges), BySubject(), 20, Rewording(vocabulary, random), random
    )


def test_a_question_stands_with_the_exchanges_nearest_to_it(exchanges: Sequence[Asked]) -> None:
    examples = drawn(exchanges)
    groups: dict[str, list[Example]] = {}
    for example in examples:
        groups.setdefault(example.group, []).append(example)
    assert len(groups) > 10
    shared = []
    for group in groups.values():
        assert 5 <= len(group) <= 8
        assert len({example.question for example in group}) == 1
        assert len({example.exchange.sentences for example in group}) == len(group)
        subjects = {word for word in SUBJECTS if word in group[0].question.lower()}
        if not subjects:
            continue
        shared += [
            any(
                word in " ".join((one.exchange.asked, *one.exchange.sentences)) for word in subjects
            )
            for one in group[1:3]
        ]
    assert len(shared) > 20
    assert np.mean(shared) > 0.9
    assert {one for example in examples for one in example.sentences} == {UNKNOWN}
    assert {bool(example.exchange.asked) for example in examples} == {True, False}
    assert drawn(exchanges) == examples


def test_a_teacher_reads_each_question_once_with_all_its_exchanges(
    exchanges: Sequence[Asked],
) -> None:
    examples = drawn(exchanges)
    teacher = ByLength()
    told: list[str] = []
    judged = taught(examples, teacher, Random(1), told.append)
    assert len(teacher.asked) == len({example.group for example in examples})
    assert sum(count for _, count in teacher.asked) == len(examples)
    for before, after in zip(examples, judged, strict=True):
        assert math.isnan(before.taught)
        assert after.taught == 5.0 - len(" ".join(after.exchange.sentences)) / 40


def batch(groups: Sequence[int], teacher: Sequence[float]) -> Batch:
    count = len(groups)
    nothing = torch.zeros(count)
    return Batch(
        ids=torch.zeros(0, dtype=torch.int32),
        rows=Rows(torch.zeros(0), torch.zeros(0), torch.zeros(0), 0),
        types=torch.zeros(0),
        sentence=torch.zeros(0),
        sentence_row=torch.zeros(0),
        judged=torch.zeros(0),
        answer=torch.zeros(0),
        answers=nothing,
        weight=nothing + 1,
        taught=torch.tensor(teacher),
        group=torch.tensor(groups),
        groups=max(groups) + 1,
    )


def test_what_is_learned_is_the_order_and_not_the_height() -> None:
    given = batch([0, 0, 0], [6.0, 2.0, -4.0])
    same = torch.tensor([13.0, 11.0, 8.0])
    assert float(taught_loss(same, given, 2.0)) == pytest.approx(0.0, abs=1e-6)
    turned = float(taught_loss(torch.tensor([8.0, 11.0, 13.0]), given, 2.0))
    share = np.exp([3.0, 1.0, -2.0]) / np.exp([3.0, 1.0, -2.0]).sum()
    said = np.exp([8.0, 11.0, 13.0]) / np.exp([8.0, 11.0, 13.0]).sum()
    assert turned == pytest.approx(float((share * np.log(share / said)).sum()), rel=1e-4)


@pytest.mark.parametrize("teacher", [[math.nan, 1.0, 1.0, 2.0], [math.nan] * 4])
def test_a_question_that_the_teacher_did_not_read_whole_counts_nothing(
    teacher: Sequence[float],
) -> None:
    log_odds = torch.tensor([9.0, -9.0, 3.0, 4.0], requires_grad=True)
    loss = taught_loss(log_odds, batch([0, 0, 1, 1], teacher), 1.0)
    (grad,) = torch.autograd.grad(loss, log_odds)
    assert torch.isfinite(loss)
    assert grad[:2].tolist() == [0.0, 0.0]


def test_one_exchange_alone_has_no_order() -> None:
    assert float(taught_loss(torch.tensor([3.0]), batch([0], [-9.0]), 1.0)) == 0.0


def test_a_reader_learns_the_order_of_its_teacher(base: Path, tmp_path: Path) -> None:
    random, examples = Random(4), []
    for number in range(60):
        for words in ("Barges pays the toll.", "The tugs are old.", "The toll is nine crowns."):
            told = 4.0 if "tugs" in words else -4.0
            exchange = Exchange("", "", (words,))
            examples.append(
                Example(f"q{number}", "who pays", exchange, 0, (UNKNOWN,), 1.0, taught=told)
            )
    random.shuffle(examples)
    examples.sort(key=lambda example: example.group)
    given = pack(examples, *load_tokenizer(base), seed=1)
    training = Training(learning_rate=2e-2, pieces=300, taught_share=1.0, span_share=0.0)
    trainer = Trainer(base, [given] * 6, training, ordered=range(6))
    for _ in trainer.run(tmp_path, every=1000, report=1000):
        pass
    says = trainer.told(given, np.arange(len(given))).answers.numpy()
    assert says[given.taught > 0].min() > says[given.taught < 0].max()


def test_a_round_with_a_teacher_is_packed_trained_and_told_in_the_recipe(
    base: Path, exchanges: tuple[Asked, ...], tmp_path: Path
) -> None:
    sets, out = tmp_path / "sets", tmp_path / "reader"
    sets.mkdir()
    write_sets(sets)
    teacher = ByLength()
    sources = Sources(sets, Data(exchanges, 6, "f" * 64), None, Teacher(teacher, BySubject()))
    model = Model(base, "tiny", hash_of(base / "model.safetensors"))
    make_reader(
        sources, model, out, order=Order(share=0.004, first_round=rounds.TAUGHT), tell=print
    )
    for stages in rounds.paths(out / "making", [rounds.TAUGHT]).values():
        for path in stages:
            given = packed.read(path)
            assert len(given)
            assert np.isfinite(given.taught).all()
    assert not (out / "making" / "round-1").exists()
    recipe = json.loads((out / RECIPE).read_text())
    assert recipe["teacher"] == {"name": "by-length", "sha256": "0" * 64}
    assert [one["passes"] for one in recipe["rounds"]] == [{"near": 1, "apart": 1, "judged": 1}]
    without = replace(sources, teacher=None)
    assert rounds.TAUGHT not in without.rounds(1)


def save_export(folder: Path, *, without: str = "") -> Any:
    """A tiny cross-encoder, and the names and numbers of its export to 8 bits."""
    save_cross_encoder(folder / "exact")
    exact: Any = CrossEncoder(str(folder / "exact"), device="cpu", num_labels=1)
    held: list[onnx.TensorProto] = []
    nodes: list[onnx.NodeProto] = []
    for name, weight in exact.model.state_dict().items():
        values = weight.numpy()
        if name == without or "position_ids" in name:
            continue
        if values.ndim == 1:
            held.append(numpy_helper.from_array(values, name))
            continue
        scale = np.float32(np.abs(values).max() / 127)
        turned = values if "embeddings" in name else values.T
        stored = np.round(turned / scale).astype(np.int8)
        place = name.removesuffix(".weight")
        key = name if "embeddings" in name else f"onnx::MatMul_{len(held)}"
        held += [
            numpy_helper.from_array(stored, f"{key}_quantized"),
            numpy_helper.from_array(np.array(scale), f"{key}_scale"),
            numpy_helper.from_array(np.array(0, np.int8), f"{key}_zero_point"),
        ]
        if "embeddings" not in name:
            operation = f"/{place.replace('.', '/')}/MatMul_quant"
            nodes.append(
                helper.make_node("MatMulInteger", ["x", f"{key}_quantized"], ["y"], operation)
            )
    model = helper.make_model(helper.make_graph(nodes, "export", [], [], held))
    (folder / exported.MODEL).write_bytes(model.SerializeToString())
    (folder / "exact" / "tokenizer.json").rename(folder / exported.TOKENIZER)
    return exact


def test_an_exported_cross_encoder_reads_as_before(tmp_path: Path) -> None:
    exact = save_export(tmp_path)
    exported.restore(tmp_path, tmp_path / "out", head_width=8)
    again: Any = CrossEncoder(str(tmp_path / "out"), device="cpu", num_labels=1)
    restored = again.model.state_dict()
    for name, weight in exact.model.state_dict().items():
        step = float(weight.abs().max()) / 127 if weight.ndim > 1 else 0.0
        assert float((restored[name] - weight).abs().max()) <= 0.51 * step
    pairs = [("who pays the toll", "barges pays"), ("why", "the tugs are old"), ("who", "crowns")]
    same = torch.nn.Identity()
    wanted, found = (one.predict(pairs, activation_fn=same) for one in (exact, again))
    assert np.abs(wanted - found).max() < 0.25 * np.ptp(wanted)


def test_an_export_that_lacks_a_weight_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    save_export(tmp_path, without="classifier.weight")
    with pytest.raises(TrainingError, match=r"lacks \['classifier.weight'\]"):
        exported.restore(tmp_path, tmp_path / "out", head_width=8)
    assert exported.main([str(tmp_path), "--out", str(tmp_path / "out")]) == 1
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize("given", [{}, {"model.onnx": b""}, {"tokenizer.json": b"{}"}])
def test_a_folder_that_is_no_export_is_refused(
    given: dict[str, bytes], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, data in given.items():
        (tmp_path / name).write_bytes(data)
    assert exported.main([str(tmp_path), "--out", str(tmp_path / "out")]) == 1
    assert "expected the folder of an export" in capsys.readouterr().err


def test_a_file_that_is_no_onnx_is_refused(tmp_path: Path) -> None:
    (tmp_path / exported.MODEL).write_bytes(b"not a model at all")
    (tmp_path / exported.TOKENIZER).write_text("{}")
    with pytest.raises(TrainingError, match="is no ONNX"):
        exported.restore(tmp_path, tmp_path / "out")


def test_the_taught_round_without_a_teacher_is_refused(
    exchanges: tuple[Asked, ...], tmp_path: Path
) -> None:
    sources = Sources(tmp_path, Data(exchanges, 6, "f" * 64))
    with pytest.raises(TrainingError, match=r"from round 4 on .* --teacher or .* --marked"):
        sources.rounds(rounds.TAUGHT)


def test_a_teacher_that_is_none_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    sources = Named(tmp_path, [tmp_path / "nowhere"], teacher=Path("none"))
    with pytest.raises(TrainingError, match="the teacher none is no reader"):
        train_reader(sources, tmp_path / "out", order=Order())
