"""Which collections share documents: what was fitted to one of them has seen the others' words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from eval.collections.collection import Collection


def families(collections: Iterable[Collection]) -> Mapping[str, str]:
    """For each collection's name the first name of those it is joined with by shared documents.

    Two collections without a document in common belong together where a third one has documents
    of both.
    """
    groups: list[tuple[list[str], set[str]]] = []
    for collection in collections:
        names, documents = [collection.name], {document.name for document in collection.documents}
        for family in [group for group in groups if group[1] & documents]:
            groups.remove(family)
            names, documents = family[0] + names, family[1] | documents
        groups.append((names, documents))
    return {name: names[0] for names, _ in groups for name in names}
