"""The kept index of a collection's documents."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.collections.collection import load_collection
from eval.running.prepared import open_prepared, prepare_index
from index.build import Index
from index.cutting.passages import PassageBudget
from index.errors import CollectionError
from tests.eval.fiction import HARBOUR, QRELS, QUESTIONS, TEXTS
from tests.eval.judged import write_collection
from tests.fakes import HashingEncoder

BUDGET = PassageBudget()


def indexes(cache: Path) -> list[int]:
    return [place.stat().st_ino for place in (cache / "indexes").glob("*/*")]


def test_collections_over_the_same_documents_share_an_index(tmp_path: Path) -> None:
    made = []
    for name in ("easy", "hard"):
        (tmp_path / name).mkdir()
        folder = write_collection(tmp_path / name, TEXTS, QUESTIONS, QRELS)
        about = folder / "collection.json"
        about.write_text(about.read_text().replace("fiction", name))
        collection = load_collection(folder)
        assert collection.name == name
        open_prepared(collection, HashingEncoder(), tmp_path / "cache", budget=BUDGET).close()
        made.append(indexes(tmp_path / "cache"))
    assert len(made[0]) == 1
    assert made[0] == made[1]


def test_a_judged_duplicate_is_named_though_the_index_was_there(tmp_path: Path) -> None:
    # Of two files with the same bytes one is on record; the second set judges the other.
    texts = {"harbour.txt": HARBOUR, "quay.txt": HARBOUR}
    sets = {}
    for name in texts:
        (tmp_path / name).mkdir()
        qrels = [(row[0], name, *row[2:]) for row in QRELS if row[1] == "harbour.txt"]
        kept = {row[0] for row in qrels}
        questions = [one for one in QUESTIONS if one["query_id"] in kept]
        sets[name] = load_collection(write_collection(tmp_path / name, texts, questions, qrels))
    cache = tmp_path / "cache"
    open_prepared(sets["harbour.txt"], HashingEncoder(), cache, budget=BUDGET).close()
    before = indexes(cache)
    with pytest.raises(CollectionError, match=r"as duplicates of it: quay\.txt"):
        open_prepared(sets["quay.txt"], HashingEncoder(), cache, budget=BUDGET)
    assert indexes(cache) == before


def test_two_runs_may_build_the_same_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    collection = load_collection(write_collection(tmp_path, TEXTS, QUESTIONS, QRELS))
    encoder, budget = HashingEncoder(), PassageBudget()
    close = Index.close

    def close_late(opened: Index) -> None:
        """Another run is ready first."""
        monkeypatch.setattr(Index, "close", close)
        close(opened)
        prepare_index(collection, encoder, tmp_path / "cache", budget=budget)

    monkeypatch.setattr(Index, "close", close_late)
    place = prepare_index(collection, encoder, tmp_path / "cache", budget=budget)
    assert [one.name for one in place.parent.iterdir()] == [place.name]
