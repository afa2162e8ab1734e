"""The figures of all runs of a folder, in order."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from eval.trend import trend
from index.errors import CollectionError


def write_run(
    folder: Path, started: str, ndcg: float, *, sha256: str = "a", model: str = "m", **more: Any
) -> None:
    ours = {
        "system": "onrecord",
        "figures": {"nDCG@10": {"value": ndcg}, "hit@1": {"value": None}},
        "decision": {"false_answers": {"value": 0.125}},
    }
    collection = {
        "collection": "lake",
        "sha256": sha256,
        "questions": {"direct": 3, "none": 1},
        "systems": [{"system": "bm25", "figures": {}}, ours],
    }
    folder.mkdir(parents=True)
    about = {"started": started, "settings": {"model": model}, "collections": [collection]}
    (folder / "run.json").write_text(json.dumps(about | more), encoding="utf-8")


def test_runs_stand_in_order_with_what_was_set_anew(tmp_path: Path) -> None:
    write_run(tmp_path / "b", "2032-01-01T00:00:00", 0.5)
    write_run(tmp_path / "a", "2032-01-02T00:00:00", 0.75, model="n")
    write_run(tmp_path / "c", "2032-01-03T00:00:00", 0.625, sha256="z", model="n")
    (tmp_path / "notes").mkdir()
    found = trend(tmp_path)
    points = found.collections["lake"]
    assert [one.folder for one in points] == ["b", "a", "c"]
    assert [one.figures["nDCG@10"] for one in points] == [0.5, 0.75, 0.625]
    assert [one.changed for one in points] == [(), ("settings.model",), ("other questions",)]
    text = found.text().splitlines()
    assert text[0] == "lake: 3 runs"
    assert text[4].split()[:3] == ["b", "4", "0.500"]
    assert text[5].endswith(" model")
    assert text[-1] == "1 folders hold no run.json and are left out."
    first = json.loads(json.dumps(found.json(), allow_nan=False))["collections"]["lake"][0]
    assert (first["figures"]["hit@1"], first["figures"]["false answers"]) == (None, 0.125)
    assert found.markdown().startswith("## lake: 3 runs\n")


def test_a_folder_without_runs_or_with_a_broken_one_is_refused(tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(CollectionError, match="has no run folders; `onrecord eval"):
            trend(place)
    write_run(tmp_path / "a", "2032-01-02T00:00:00", 0.75, collections=[{"collection": "lake"}])
    with pytest.raises(CollectionError, match=r"run\.json is not what an evaluation writes"):
        trend(tmp_path)
