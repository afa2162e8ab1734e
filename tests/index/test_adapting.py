"""From transcripts to an adapter, on fiction and for a few steps."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from index.build import open_index
from index.encoding.adapter import CHANGE, RECIPE, Adapter, write_adapter
from index.encoding.encoder import DEFAULT_MODEL_SHA256, NO_ADAPTER, embed, load_encoder
from index.errors import AdapterChanged, ModelMismatch, TrainingError
from index.training.adapting import Adapted, Data, Plan, Step, make_adapter, read_exchanges
from index.training.training import Training
from tests.fakes import HashingEncoder

SUBJECTS = "ferry dike salt lighthouse dredger market school bridge tower orchard mill quarry"
QUICK = Training(rank=2, batch=8, together=2, learning_rate=5e-3, seed=4)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Data:
    """Twelve exchanges a day on five days; each reply speaks of its subject in other words."""
    folder = tmp_path_factory.mktemp("days")
    for day in range(5):
        turns = [
            f"MR. BRANDT: Minister, what will become of the {subject} after {day + 2} storms?\n\n"
            f"MS. OKORO: We have set money aside, number {day}{place}, and a crew goes out to look "
            "at all of it before the month is over."
            for place, subject in enumerate(SUBJECTS.split())
        ]
        (folder / f"day-{day}.txt").write_text("\n\n".join(turns), encoding="utf-8")
    return read_exchanges([folder], HashingEncoder())


@pytest.fixture(scope="module")
def made(data: Data, tmp_path_factory: pytest.TempPathFactory) -> tuple[Adapted, list[Step]]:
    steps: list[Step] = []
    folder = tmp_path_factory.mktemp("adapters") / "harbour"
    plan = Plan(pairs=48, hold_out=0.2)
    return make_adapter(None, data, folder, plan=plan, training=QUICK, tell=steps.append), steps


def test_files_are_read_in_the_order_of_their_names(data: Data) -> None:
    assert data.files == 5
    assert len(data.exchanges) == 60
    assert data.exchanges[0].document == "day-0.txt"


def test_too_few_exchanges_are_an_error(data: Data, tmp_path: Path) -> None:
    few = Data(data.exchanges[:3], 1, "")
    with pytest.raises(TrainingError, match=r"1 files have 3 exchanges .* a batch takes 64"):
        make_adapter(None, few, tmp_path / "none")
    assert not (tmp_path / "none").exists()


@pytest.mark.model
def test_training_lowers_the_loss_and_is_measured_on_documents_held_out(
    made: tuple[Adapted, list[Step]],
) -> None:
    adapted, steps = made
    assert [step.done for step in steps] == list(range(1, 7))
    assert steps[-1].loss < steps[0].loss
    assert adapted.before is not None
    assert adapted.after is not None
    # A fifth of 60 exchanges: one whole day.
    assert adapted.before.questions == adapted.after.questions == 12
    assert 0 <= adapted.before.hit_1 <= adapted.before.mrr <= 1
    recipe = json.loads((adapted.folder / RECIPE).read_text(encoding="utf-8"))
    assert recipe["sha256"] == adapted.sha256
    assert recipe["transcripts"] == {
        "files": 5,
        "exchanges": 48,
        "sha256": recipe["transcripts"]["sha256"],
    }
    assert recipe["training"]["seed"] == 4


@pytest.mark.model
def test_the_same_seed_makes_the_same_file(
    made: tuple[Adapted, list[Step]], data: Data, tmp_path: Path
) -> None:
    again = make_adapter(
        None, data, tmp_path / "again", plan=Plan(pairs=48, hold_out=0.2), training=QUICK
    )
    assert again.sha256 == made[0].sha256


@pytest.mark.model
def test_an_adapter_moves_the_vectors_and_the_models_hash(
    made: tuple[Adapted, list[Step]],
) -> None:
    plain = load_encoder(adapter=NO_ADAPTER, threads=1)
    adapted = load_encoder(adapter=str(made[0].folder), threads=1)
    assert plain.model_hash == DEFAULT_MODEL_SHA256 != adapted.model_hash
    assert adapted.name == "all-MiniLM-L6-v2 + harbour"
    texts = ["what will become of the ferry", "We have set money aside."]
    cosines = np.sum(embed(texts, plain) * embed(texts, adapted), axis=1)
    assert 0.0 < cosines.max() < 0.9999
    # Merged into the weights: the same layers as before, none beside them.
    assert type(adapted) is type(plain)


@pytest.mark.model
def test_an_index_keeps_to_the_adapter_that_made_it(
    made: tuple[Adapted, list[Step]], tmp_path: Path
) -> None:
    adapted = load_encoder(adapter=str(made[0].folder), threads=1)
    open_index(tmp_path, adapted, create=True).close()
    open_index(tmp_path, adapted).close()
    with pytest.raises(
        ModelMismatch, match=r"all-MiniLM-L6-v2 \+ harbour .*start with .*--adapter.* or index"
    ):
        open_index(tmp_path, load_encoder(adapter=NO_ADAPTER, threads=1))


@pytest.mark.model
def test_a_layer_that_the_model_does_not_have_is_refused(
    made: tuple[Adapted, list[Step]], tmp_path: Path
) -> None:
    change = np.ones((1, 3), np.float32), np.ones((2, 1), np.float32)
    write_adapter(Adapter(DEFAULT_MODEL_SHA256, {"nowhere": change}), {}, tmp_path / "odd")
    with pytest.raises(AdapterChanged, match="the adapter changes nowhere"):
        load_encoder(adapter=str(tmp_path / "odd"))
    assert (made[0].folder / CHANGE).is_file()
