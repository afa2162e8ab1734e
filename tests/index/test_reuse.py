"""Which passages of a record have the texts that are embedded anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.storing import store as stores
from index.storing.store import Store
from index.storing.writes import write_sources
from tests.index.making import ENCODER, parsed, prepared, resolve_by_label


@pytest.mark.parametrize("at_once", [1, 2, 10_000])
def test_texts_are_found_by_the_names_of_their_sources(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(stores, "MOST_PARAMETERS", at_once)
    store = Store.open(tmp_path / "s.sqlite3", create=True)
    store.check_model(ENCODER.name, ENCODER.model_hash, ENCODER.dim)
    written = [
        prepared(parsed(name, [("MS. OKORO", "statement", f"The ferry of {name} runs.")]))
        for name in ("a.txt", "b.txt", "c.txt")
    ]
    with store.writing() as connection:
        write_sources(connection, written, resolve_by_label)
    every = store.keys_by_text(["a.txt", "b.txt", "c.txt"])
    assert sorted(every.values()) == store.passage_columns().key.tolist()
    some = store.keys_by_text(["a.txt", "c.txt"])
    assert len(some) == 2
    assert some.items() < every.items()
    assert store.keys_by_text([]) == {}
    store.close()
