"""What stays loaded while the service runs."""

from __future__ import annotations

import threading

from index.build import Index
from index.errors import NotReady
from retrieval.answer import Searcher
from service.directory import Directory, read_directory
from service.settings import Settings


class State:
    """Settings from the start; index and searcher from the moment they are ready."""

    def __init__(
        self, settings: Settings, index: Index | None = None, searcher: Searcher | None = None
    ) -> None:
        self.settings = settings
        self._index = index
        self._searcher = searcher
        self._directory: Directory | None = None
        self._lock = threading.Lock()

    def load(self, index: Index, searcher: Searcher) -> None:
        """Take what start-up has loaded; questions are answered from now on."""
        self._index, self._searcher = index, searcher

    def unload(self) -> None:
        """Refuse questions from now on: the service is stopping."""
        self._index = self._searcher = None

    @property
    def ready(self) -> bool:
        """Whether index and searcher are loaded."""
        return self._index is not None and self._searcher is not None

    @property
    def index(self) -> Index:
        """The open index.

        :raises NotReady: It is still loading, or already closed.
        """
        if self._index is None:
            raise NotReady("the index is still loading; try again in some seconds")
        return self._index

    @property
    def searcher(self) -> Searcher:
        """What answers questions.

        :raises NotReady: It is still loading, or already closed.
        """
        if self._searcher is None:
            raise NotReady("the index is still loading; try again in some seconds")
        return self._searcher

    def directory(self) -> Directory:
        """Who and what is on record, read again when the generation has changed."""
        store = self.index.store
        with self._lock:
            if self._directory is None or self._directory.generation != store.generation:
                self._directory = read_directory(store)
            return self._directory
