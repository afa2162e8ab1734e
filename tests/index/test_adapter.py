"""An adapter's file: written, read, and refused when it is not what its recipe says."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save

from index.encoding.adapter import CHANGE, RECIPE, Adapter, read_adapter, write_adapter
from index.encoding.encoder import DEFAULT_MODEL_SHA256, SHIPPED_ADAPTER
from index.errors import AdapterChanged, ModelMissing

BASE = "a" * 64
# Rank 1 on a layer from 3 to 2: up @ down is [[2, 4, 6], [3, 6, 9]].
DOWN = np.array([[1, 2, 3]], dtype=np.float32)
UP = np.array([[2], [3]], dtype=np.float32)
ADAPTER = Adapter(BASE, {"layer.0": (DOWN, UP)})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_adapter(ADAPTER, {"seed": 7}, tmp_path / "harbour")
    return tmp_path / "harbour"


def test_what_is_written_is_read(folder: Path) -> None:
    found = read_adapter(folder, BASE)
    assert (found.name, found.base) == ("harbour", BASE)
    down, up = found.changes["layer.0"]
    np.testing.assert_array_equal(up @ down, [[2, 4, 6], [3, 6, 9]])
    recipe = json.loads((folder / RECIPE).read_text(encoding="utf-8"))
    assert recipe["seed"] == 7
    assert recipe["sha256"] == found.sha256
    assert found.sha256 == hashlib.sha256((folder / CHANGE).read_bytes()).hexdigest()


def test_the_same_adapter_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    hashes = {write_adapter(ADAPTER, {}, tmp_path / f"copy-{number}") for number in range(5)}
    assert hashes == {read_adapter(folder, BASE).sha256}


def test_a_share_of_an_adapter_is_that_share_of_the_change() -> None:
    down, up = ADAPTER.scaled(0.5).changes["layer.0"]
    np.testing.assert_array_equal(up @ down, [[1, 2, 3], [1.5, 3, 4.5]])


def test_one_changed_byte_is_refused(folder: Path) -> None:
    data = bytearray((folder / CHANGE).read_bytes())
    data[-1] ^= 1
    (folder / CHANGE).write_bytes(bytes(data))
    with pytest.raises(AdapterChanged, match=r"has SHA-256 .*, its recipe says .*: copy it again"):
        read_adapter(folder, BASE)


def test_an_adapter_for_other_weights_is_refused(folder: Path) -> None:
    with pytest.raises(AdapterChanged, match=r"SHA-256 aaaaaaaaaaaa, this one has bbbbbbbbbbbb"):
        read_adapter(folder, "b" * 64)


def test_a_folder_without_an_adapter_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match=r"no adapter in .*nowhere .*or `none`"):
        read_adapter(tmp_path / "nowhere", BASE)


def test_a_broken_recipe_is_named(folder: Path) -> None:
    (folder / RECIPE).write_text("{", encoding="utf-8")
    with pytest.raises(AdapterChanged, match=r"recipe\.json is not JSON"):
        read_adapter(folder, BASE)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"weights", "is damaged"),
        (save({"layer.0.down": DOWN}, {"onrecord": f"1 {BASE}"}), "layer.0 is incomplete"),
        (save({"layer.0.down": DOWN}, {"onrecord": f"2 {BASE}"}), "no adapter of format 1"),
        (
            save({"x.down": DOWN * np.inf, "x.up": UP}, {"onrecord": f"1 {BASE}"}),
            "x has numbers that are none",
        ),
    ],
)
def test_a_file_that_is_no_adapter_is_refused(folder: Path, data: bytes, message: str) -> None:
    (folder / CHANGE).write_bytes(data)
    recipe = {"sha256": hashlib.sha256(data).hexdigest()}
    (folder / RECIPE).write_text(json.dumps(recipe), encoding="utf-8")
    with pytest.raises(AdapterChanged, match=message):
        read_adapter(folder, BASE)


def test_the_adapter_that_comes_along_is_for_the_installed_model() -> None:
    found = read_adapter(SHIPPED_ADAPTER, DEFAULT_MODEL_SHA256)
    # Six linear layers in each of the six blocks.
    assert len(found.changes) == 36
    assert (SHIPPED_ADAPTER / CHANGE).stat().st_size < 6_000_000
