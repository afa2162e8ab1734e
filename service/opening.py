"""Opening what a command needs: only the store for lists, the whole index for questions.

Importing this file imports numpy and SQLAlchemy; loading the encoder imports torch.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from index.build import Index, open_index
from index.encoding.encoder import Encoder, load_encoder
from index.opening import compare_with_ledger, open_store
from index.storing.store import Store
from retrieval.answer import Searcher
from retrieval.ranking import RANKINGS, Ranking
from retrieval.reader import Reader, load_reader
from service.settings import Settings


@contextmanager
def opened_store(settings: Settings) -> Iterator[Store]:
    """The store alone, for reading; the embedding model is not loaded.

    :raises StoreMissing: There is no index in the folder.
    """
    store, _ = open_store(settings.data, create=False)
    try:
        compare_with_ledger(store)
        yield store
    finally:
        store.close()


def encoder_of(settings: Settings) -> Encoder:
    """Load the embedding model.

    :raises EncoderError: It is missing, or its weights are not those that are pinned.
    """
    return load_encoder(
        settings.model,
        adapter=settings.adapter,
        threads=settings.threads,
        precision=settings.precision,
    )


def ranking_of(settings: Settings) -> Ranking:
    """The parts of the ranking that answer questions."""
    return RANKINGS[settings.ranking]


def reader_of(settings: Settings) -> Reader | None:
    """Load the reader, where one is wanted and the ranking has a use for it.

    :raises EncoderError: It is missing, or its weights are not those of its recipe.
    """
    if not ranking_of(settings).reader:
        return None
    return load_reader(settings.reader, threads=settings.threads, precision=settings.precision)


def searcher_of(settings: Settings, index: Index) -> Searcher:
    """What answers questions over an open index."""
    return Searcher(index, ranking_of(settings), reader_of(settings))


@contextmanager
def opened_index(settings: Settings, *, create: bool = False) -> Iterator[Index]:
    """The whole index, with its encoder.

    :param create: Make an empty index where there is none.
    :raises StoreError: See `index.build.open_index`; before the model takes its seconds to load
        where the index is missing or has another format.
    :raises EncoderError: The model cannot be loaded.
    """
    if not create:
        with opened_store(settings):
            pass
    index = open_index(settings.data, encoder_of(settings), create=create)
    try:
        yield index
    finally:
        index.close()
