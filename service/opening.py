"""Opening what a command needs: only the store for lists, the whole index for questions.

Importing this file imports numpy and SQLAlchemy; loading the encoder imports torch.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from index.encoding.encoder import Encoder, load_encoder
from index.live import Index
from index.opening import compare_with_ledger, open_index, open_store
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
        _check(settings)
    index = open_index(settings.data, encoder_of(settings), create=create)
    try:
        yield index
    finally:
        index.close()


def _check(settings: Settings) -> None:
    with opened_store(settings):
        pass


@contextmanager
def opened_searcher(settings: Settings) -> Iterator[Searcher]:
    """The whole index to ask; the reader is loaded on another processor beside the encoder.

    :raises StoreError: As `opened_index`.
    :raises EncoderError: A model cannot be loaded.
    """
    _check(settings)  # What is missing is told before anything is loaded.
    with ThreadPoolExecutor(max_workers=1) as beside:
        reader = beside.submit(reader_of, settings)
        with opened_index(settings) as index:
            yield Searcher(index, ranking_of(settings), reader.result())
