"""Reads a judged collection in whichever form its folder has."""

from __future__ import annotations

from pathlib import Path

from eval.collections.collection import Collection, load_collection
from eval.collections.turnsets import is_turn_set, load_turn_set
from eval.running.beir import is_beir, load_beir


def load(folder: Path, documents: Path | None = None) -> Collection:
    """Read a collection.

    :param documents: The folder that holds the documents; None for the collection's own.
    :raises CollectionError: It is wrong, or its documents are missing or differ.
    """
    if is_turn_set(folder):
        return load_turn_set(folder)
    if is_beir(folder):
        return load_beir(folder)
    return load_collection(folder, documents=documents)
