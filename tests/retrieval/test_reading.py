"""The reader's network on tiny random weights: what it says, in batches, and what is refused."""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import numpy as np
import pytest
import torch
from transformers import BertForTokenClassification
from transformers.utils import logging as transformers_logging

from eval.reading.writing import write_weights
from index.encoding.bert import ALIGNED, Bert, Part
from index.encoding.encoder import Model
from index.errors import ModelMissing, ReaderChanged
from retrieval import reader as loading
from retrieval.reader import Reader, load_reader
from retrieval.reading import compiled
from retrieval.reading import network as networks
from retrieval.reading.compiled import CompiledReader
from retrieval.reading.crossencoder import CrossEncoderReader
from retrieval.reading.form import WORDS_PIECES, Exchange, Form, Marks, forms
from retrieval.reading.network import WORD_EMBEDDINGS, NetworkReader, forward, load_network
from retrieval.reading.tokenizing import load_tokenizer
from retrieval.reading.weights import RECIPE, WEIGHTS, read_weights
from tests.retrieval.models import save_base, save_cross_encoder

BASE = "a" * 64
QUESTION = "Who pays the toll?"
EXCHANGES = [
    Exchange("", "", ("The toll is nine crowns.",)),
    Exchange("the tugs", "Why?", ("The tugs are old.", "Who pays?", "The barges are.")),
    Exchange("", "Who pays for the tugs?", ("Nine.",)),
    Exchange("", "", ("The toll is nine crowns. " * 9, "The tugs are old.")),
]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("base")


@pytest.fixture(scope="module")
def network(base: Path) -> BertForTokenClassification:
    """The network whose weights the reader has, rounded as they are kept."""
    found = save_base(base)
    kept = learned(found)
    found.load_state_dict({name: w.bfloat16().float() for name, w in kept.items()}, strict=False)
    return found


def learned(network: BertForTokenClassification) -> dict[str, torch.Tensor]:
    return {name: w for name, w in network.state_dict().items() if name != WORD_EMBEDDINGS}


@pytest.fixture
def folder(network: BertForTokenClassification, tmp_path: Path) -> Path:
    write_weights(learned(network), BASE, {"seed": 7}, tmp_path / "mine")
    return tmp_path / "mine"


KINDS = (NetworkReader, CompiledReader)


@pytest.fixture(params=KINDS, ids=lambda kind: kind.__name__)
def kind(request: pytest.FixtureRequest) -> type[NetworkReader | CompiledReader]:
    found: type[NetworkReader | CompiledReader] = request.param
    return found


@pytest.fixture
def reader(kind: type[NetworkReader | CompiledReader], folder: Path, base: Path) -> Reader:
    return kind(folder, base, BASE, threads=1, precision="fp32")


def flat(reader: Reader, question: str, exchanges: list[Exchange]) -> list[float]:
    read = reader.read(question, exchanges)
    return [odds for one in read for odds in (one.answers, *one.sentences)]


def test_weights_are_kept_without_the_bases_words(
    folder: Path, network: BertForTokenClassification
) -> None:
    weights, sha256 = read_weights(folder, BASE)
    assert set(weights) == set(learned(network))
    for name, value in learned(network).items():
        assert np.array_equal(weights[name], value.numpy())
    recipe = json.loads((folder / RECIPE).read_text(encoding="utf-8"))
    assert (recipe["seed"], recipe["base_sha256"], recipe["sha256"]) == (7, BASE, sha256)
    assert sha256 == hashlib.sha256((folder / WEIGHTS).read_bytes()).hexdigest()


def test_the_same_weights_give_the_same_bytes(
    folder: Path, network: BertForTokenClassification, tmp_path: Path
) -> None:
    turned = dict(reversed(learned(network).items()))
    assert write_weights(turned, BASE, {}, tmp_path / "copy") == read_weights(folder, BASE)[1]


def test_one_changed_byte_is_refused(folder: Path) -> None:
    data = bytearray((folder / WEIGHTS).read_bytes())
    data[-1] ^= 1
    (folder / WEIGHTS).write_bytes(bytes(data))
    with pytest.raises(ReaderChanged, match=r"has SHA-256 .*, its recipe says .*copy the folder"):
        read_weights(folder, BASE)


def change(folder: Path, **fields: object) -> None:
    recipe = json.loads((folder / RECIPE).read_text(encoding="utf-8"))
    (folder / RECIPE).write_text(json.dumps({**recipe, **fields}), encoding="utf-8")


def test_weights_for_another_base_or_of_another_format_are_refused(folder: Path) -> None:
    with pytest.raises(ReaderChanged, match=r"was made for a model with SHA-256 a+, the .* b+"):
        read_weights(folder, "b" * 64)
    change(folder, format=2)
    with pytest.raises(ReaderChanged, match="has format 2, expected 1"):
        read_weights(folder, BASE)


def test_what_is_no_recipe_or_no_weights_is_refused(folder: Path) -> None:
    (folder / WEIGHTS).write_bytes(b"words")
    change(folder, sha256=hashlib.sha256(b"words").hexdigest())
    with pytest.raises(ReaderChanged, match="is damaged"):
        read_weights(folder, BASE)
    for broken in ("{", "[]"):
        (folder / RECIPE).write_text(broken, encoding="utf-8")
        with pytest.raises(ReaderChanged, match=r"is not JSON|recipe says None"):
            read_weights(folder, BASE)


def test_missing_weights_are_named(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match=r"no reader in .*nowhere .*or `none`"):
        read_weights(tmp_path / "nowhere", BASE)


@pytest.mark.parametrize("what", ["missing", "unknown"])
def test_weights_of_another_network_are_refused(
    network: BertForTokenClassification,
    base: Path,
    tmp_path: Path,
    what: str,
    kind: type[NetworkReader | CompiledReader],
) -> None:
    weights = learned(network)
    if what == "missing":
        del weights["classifier.bias"]
    else:
        weights["heads.7"] = torch.zeros(2)
    write_weights(weights, BASE, {}, tmp_path / "mine")
    with pytest.raises(ReaderChanged, match="make it again"):
        kind(tmp_path / "mine", base, BASE, threads=1, precision="fp32")


@pytest.mark.parametrize(
    "exchange",
    [
        EXCHANGES[1],
        Exchange("", "Who pays?", ("Nine", "The tugs are old.", "Why")),  # sentences of one piece
    ],
)
def test_what_it_says_is_the_networks_first_piece_and_the_mean_over_each_sentence(
    reader: Reader, network: BertForTokenClassification, base: Path, exchange: Exchange
) -> None:
    tokenizer, marks = load_tokenizer(base)
    (form,) = forms([QUESTION], [exchange], tokenizer, marks)
    types = [0] * form.second + [1] * (len(form.ids) - form.second)
    with torch.inference_mode():
        (logits,) = network(
            input_ids=torch.tensor([form.ids]), token_type_ids=torch.tensor([types])
        ).logits
    (read,) = reader.read(QUESTION, [exchange])
    assert read.answers == pytest.approx(float(logits[0, 0]), abs=1e-4)
    means = [float(logits[a:b, 1].mean()) for a, b in form.sentences]
    assert read.sentences == pytest.approx(means, abs=1e-4)
    assert len({round(odds, 2) for odds in (read.answers, *means)}) == 4


def test_a_head_that_drops_values_out_in_training_drops_none_in_reading(
    reader: Reader,
    kind: type[NetworkReader | CompiledReader],
    folder: Path,
    base: Path,
    tmp_path: Path,
) -> None:
    other = shutil.copytree(base, tmp_path / "other")
    config = json.loads((other / "config.json").read_text(encoding="utf-8"))
    (other / "config.json").write_text(json.dumps({**config, "classifier_dropout": 0.5}))
    again = kind(folder, other, BASE, threads=1, precision="fp32")
    told = flat(reader, QUESTION, EXCHANGES)
    assert flat(again, QUESTION, EXCHANGES) == pytest.approx(told, abs=1e-4)


def test_read_together_is_read_alone(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    together = flat(reader, QUESTION, EXCHANGES)
    alone = [odds for one in EXCHANGES for odds in flat(reader, QUESTION, [one])]
    assert together == pytest.approx(alone, abs=1e-4)
    turned = reader.read(QUESTION, EXCHANGES[::-1])[::-1]
    assert [one.answers for one in turned] == pytest.approx(
        [one.answers for one in reader.read(QUESTION, EXCHANGES)], abs=1e-4
    )
    monkeypatch.setattr(networks, "PIECES_AT_ONCE", 60)
    monkeypatch.setattr(compiled, "TOGETHER", 1)
    assert flat(reader, QUESTION, EXCHANGES) == pytest.approx(together, abs=1e-4)
    assert flat(reader, "Why?", EXCHANGES) != pytest.approx(together, abs=1e-4)


def test_no_pass_has_more_pieces_than_are_read_at_once(
    folder: Path, base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = NetworkReader(folder, base, BASE, threads=1, precision="fp32")
    passes: list[tuple[int, int]] = []

    def counted(given: torch.nn.Module, chosen: list[Form], pad: int) -> object:
        passes.append((len(chosen), max(len(one.ids) for one in chosen)))
        return forward(given, chosen, pad)

    monkeypatch.setattr(networks, "forward", counted)
    monkeypatch.setattr(networks, "PIECES_AT_ONCE", 90)
    assert len(reader.read(QUESTION, EXCHANGES * 5)) == 20
    assert sum(count for count, _ in passes) == 20
    assert all(count * longest <= 90 for count, longest in passes if count > 1)
    assert max(count for count, _ in passes) > 1


def test_a_sentence_that_no_longer_fits_says_no_more_than_the_others(
    reader: Reader,
) -> None:
    long = "The toll is nine crowns for barges. " * (WORDS_PIECES // 8)
    (read,) = reader.read(QUESTION, [Exchange("", "", ("Why.", long, "Who pays.", "Nine."))])
    assert len(read.sentences) == 4
    assert read.sentences[2:] == (min(read.sentences[:2]),) * 2
    (nothing,) = reader.read(QUESTION, [Exchange("", "", ())])
    assert nothing.sentences == ()
    assert reader.read(QUESTION, []) == []


def test_the_marks_are_the_base_models(base: Path, network: BertForTokenClassification) -> None:
    tokenizer, marks = load_tokenizer(base)
    assert marks == Marks(first=2, between=3, pad=0)
    (cut,) = tokenizer.encode_batch_fast(["the toll " * 600], add_special_tokens=False)
    assert len(cut.ids) == 1_200


@pytest.fixture
def installed(base: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The tiny base in the place of the installed model."""
    monkeypatch.setattr(loading, "find_model", lambda: Model(base, "tiny", BASE))
    return base


@pytest.mark.usefixtures("installed")
def test_a_folder_of_ours_is_loaded_by_its_weights(folder: Path, reader: Reader) -> None:
    found = load_reader(str(folder), threads=1, precision="fp32")
    assert isinstance(found, CompiledReader)
    assert (found.name, found.sha256) == ("mine", reader.sha256)
    told = flat(found, QUESTION, EXCHANGES)
    assert told == pytest.approx(flat(reader, QUESTION, EXCHANGES), abs=1e-4)


@pytest.mark.usefixtures("installed")
def test_bf16_says_nearly_the_same(
    folder: Path, base: Path, reader: Reader, kind: type[NetworkReader | CompiledReader]
) -> None:
    found = kind(folder, base, BASE, threads=1, precision="bf16")
    exact = flat(reader, QUESTION, EXCHANGES)
    assert flat(found, QUESTION, EXCHANGES) == pytest.approx(exact, abs=0.15)
    assert flat(found, QUESTION, EXCHANGES) != pytest.approx(exact, abs=1e-5)


@pytest.mark.parametrize(
    ("precision", "fast", "rounded"),
    [
        ("bf16", False, True),
        ("auto", True, True),
        ("auto", False, False),
        ("fp32", True, False),
    ],
)
def test_it_reads_in_bf16_where_that_is_asked_for_or_faster(
    folder: Path,
    base: Path,
    monkeypatch: pytest.MonkeyPatch,
    precision: Literal["auto", "bf16", "fp32"],
    fast: bool,
    rounded: bool,
) -> None:
    exact = NetworkReader(folder, base, BASE, threads=1, precision="fp32")
    monkeypatch.setattr(networks, "has_fast_bf16", lambda: fast)
    chosen = NetworkReader(folder, base, BASE, threads=1, precision=precision)
    same = flat(chosen, QUESTION, EXCHANGES) == flat(exact, QUESTION, EXCHANGES)
    assert same != rounded


@pytest.mark.parametrize("shown", [True, False])
def test_loading_gives_the_librarys_bar_back_as_it_was(base: Path, shown: bool) -> None:
    before = transformers_logging.is_progress_bar_enabled()
    switch = {
        True: transformers_logging.enable_progress_bar,
        False: transformers_logging.disable_progress_bar,
    }
    switch[shown]()  # type: ignore[no-untyped-call]
    try:
        load_network(base)
        assert transformers_logging.is_progress_bar_enabled() == shown
    finally:
        switch[before]()  # type: ignore[no-untyped-call]


@pytest.mark.usefixtures("installed")
def test_the_one_that_comes_along_is_taken_where_none_is_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "SHIPPED", folder)
    found = load_reader(threads=1)
    assert found is not None
    assert found.name == "mine"


@pytest.mark.usefixtures("installed")
def test_without_openvino_torch_reads(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "retrieval.reading.compiled", None)
    assert isinstance(load_reader(str(folder), threads=1, precision="fp32"), NetworkReader)


def test_passes_have_few_shapes(folder: Path, base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = CompiledReader(folder, base, BASE, threads=1, precision="fp32")
    shapes: list[tuple[int, int]] = []
    run = Bert.run

    def counted(network: Bert, parts: list[Part]) -> object:
        shapes.extend(part.ids.shape for part in parts)
        return run(network, parts)

    monkeypatch.setattr(Bert, "run", counted)
    assert len(reader.read(QUESTION, EXCHANGES * 5)) == 20
    assert [count for count, _ in shapes] == [compiled.TOGETHER] * 6 + [2]
    lengths = [length for _, length in shapes]
    assert all(length % ALIGNED == 0 for length in lengths)
    assert lengths == sorted(
        lengths, reverse=True
    )  # the longest first, so that threads end together


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models") / "somebody"
    save_cross_encoder(folder)
    return folder


def test_any_cross_encoder_judges_whole_exchanges(other: Path) -> None:
    found = load_reader(str(other), threads=1)
    assert isinstance(found, CrossEncoderReader)
    weights = (other / "model.safetensors").read_bytes()
    assert (found.name, found.sha256) == ("somebody", hashlib.sha256(weights).hexdigest())
    together = found.read(QUESTION, EXCHANGES)
    assert [one.sentences for one in together] == [()] * len(EXCHANGES)
    alone = [found.read(QUESTION, [one])[0].answers for one in EXCHANGES]
    assert [one.answers for one in together] == pytest.approx(alone, abs=1e-4)
    assert len({round(one, 3) for one in alone}) == len(EXCHANGES)


def test_a_cross_encoders_score_is_taken_before_any_activation(other: Path) -> None:
    network = save_cross_encoder(other)
    found = load_reader(str(other), threads=1)
    assert found is not None
    pairs = _pairs(other, QUESTION, "Why? The tugs are old. Who pays? The barges are.")
    with torch.inference_mode():
        score = float(network(**pairs).logits[0, 0])
    assert found.read(QUESTION, EXCHANGES[1:2])[0].answers == pytest.approx(score, abs=1e-4)


def _pairs(folder: Path, first: str, second: str) -> Mapping[str, torch.Tensor]:
    from transformers import AutoTokenizer  # noqa: PLC0415

    found: Mapping[str, torch.Tensor] = AutoTokenizer.from_pretrained(str(folder))(
        first, second, return_tensors="pt"
    )
    return found


def test_weights_without_a_model_around_them_are_refused(other: Path, tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes((other / "model.safetensors").read_bytes())
    with pytest.raises(ModelMissing, match="copy the whole folder"):
        load_reader(str(tmp_path))
