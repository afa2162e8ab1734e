"""Models of somebody else as further baselines, and the table for a spreadsheet."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from eval.command import Beside, evaluate
from eval.measuring.significance import Difference
from eval.report.report import Report
from eval.running import models
from eval.running.models import load_model_baseline
from eval.running.systems import BASELINES, OURS, OURS_FILTERED
from index.encoding.encoder import Encoder
from index.errors import CollectionError, ModelMissing
from retrieval.reading.crossencoder import CrossEncoderReader
from retrieval.reading.form import Exchange, Read
from tests.eval.fiction import write_fiction
from tests.fakes import HashingEncoder
from tests.retrieval.models import save_cross_encoder


class Backwards:
    """A reranker that likes best what stands last."""

    name, sha256 = "backwards", "b" * 64

    def read(self, question: str, exchanges: Sequence[Exchange]) -> list[Read]:
        assert all(len(one.sentences) == 1 and one.sentences[0] for one in exchanges)
        return [Read(float(place), ()) for place in range(len(exchanges))]


def folders(place: Path) -> list[Path]:
    """An embedding model and a reranker, as far as they are looked at before they are loaded."""
    kinds = {"small": "BertModel", "backwards": "BertForSequenceClassification"}
    for name, kind in kinds.items():
        (place / name).mkdir()
        (place / name / "config.json").write_text(json.dumps({"architectures": [kind]}))
    return [place / name for name in kinds]


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    place = tmp_path_factory.mktemp("models")
    with pytest.MonkeyPatch.context() as patch:

        def small(folder: str) -> Encoder:
            return HashingEncoder(name=Path(folder).name)

        patch.setattr(models, "load_encoder", small)
        patch.setattr(models, "load_reader", lambda folder: Backwards())
        return evaluate(
            [write_fiction(place)],
            encoder=HashingEncoder(),
            out=place / "runs",
            cache=place / "cache",
            beside=Beside(models=folders(place)),
        )


def test_each_model_is_a_row_and_compared_with_ours(report: Report) -> None:
    (run,) = report.runs
    rows = [OURS, *BASELINES, "dense small", "hybrid, backwards", OURS_FILTERED]
    assert [one.system for one in run.scores] == rows
    compared: Sequence[Difference] = run.comparisons["nDCG@10"]
    assert {"dense small", "hybrid, backwards"} <= {one.baseline for one in compared}
    settings = report.about["settings"]
    assert isinstance(settings, dict)
    assert settings["baseline models"]["hybrid, backwards"] == "b" * 64


def test_a_reranker_orders_what_the_hybrid_finds(report: Report) -> None:
    (run,) = report.runs
    for first, again in zip(run.outcomes["hybrid"], run.outcomes["hybrid, backwards"], strict=True):
        assert [hit.text for hit in again.hits] == [hit.text for hit in first.hits[::-1]]


def test_an_embedding_model_searches_its_own_embeddings(report: Report) -> None:
    (run,) = report.runs
    for ours, theirs in zip(run.outcomes["dense"], run.outcomes["dense small"], strict=True):
        # The same fake model under another name.
        assert [hit.text for hit in ours.hits] == [hit.text for hit in theirs.hits]


def test_the_kind_of_a_folder_is_told_by_its_configuration(tmp_path: Path) -> None:
    save_cross_encoder(tmp_path / "judge")
    found = load_model_baseline(tmp_path / "judge")
    assert found.name == "hybrid, judge"
    assert isinstance(found.reader, CrossEncoderReader)
    with pytest.raises(ModelMissing, match=r"no embedding model at .*nowhere"):
        load_model_baseline(tmp_path / "nowhere")
    (tmp_path / "judge" / "config.json").write_text("{", encoding="utf-8")
    with pytest.raises(ModelMissing, match=r"config\.json cannot be read"):
        load_model_baseline(tmp_path / "judge")


def test_two_models_of_one_name_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(models, "load_encoder", lambda folder: HashingEncoder())
    place = write_fiction(tmp_path)
    twice = Beside(models=[Path("a/same"), Path("b/same")])
    with pytest.raises(CollectionError, match="two systems have the name dense same"):
        evaluate([place], encoder=HashingEncoder(), beside=twice)


def test_the_run_folder_has_a_line_for_each_question_and_system(report: Report) -> None:
    assert report.folder is not None
    (run,) = report.runs
    with (report.folder / run.name / "questions.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(run.collection.queries) * len(run.scores)
    by_key = {(row["query_id"], row["system"]): row for row in rows}
    for one in run.scores:
        for query_id, value in one.per_question["nDCG@10"].items():
            assert float(by_key[query_id, one.system]["nDCG@10"]) == pytest.approx(value, abs=1e-4)
    (unanswerable,) = (q for q in run.collection.queries if not q.answerable)
    row = by_key[unanswerable.query_id, OURS]
    assert (row["nDCG@10"], row["question"]) == ("", unanswerable.text)
    first = run.outcomes[OURS][0].hits[0]
    place = f"{first.document}:{first.start}-{first.end}"
    assert by_key[run.outcomes[OURS][0].query_id, OURS]["first hit"] == place
