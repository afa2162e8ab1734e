"""What stays loaded while the service runs."""

from __future__ import annotations

from index.errors import NotReady
from index.live import Index
from retrieval.answer import Searcher
from service.chat import chat_of
from service.choices import Choices, choices_of
from service.desk import Desk
from service.ingest import Ingest
from service.settings import Settings
from service.synthesis import Synthesizer
from service.wording import speaker_name

# A list that a browser offers while one types; more would only make the page heavy.
MAX_OFFERED = 1_000


class State:
    """Settings from the start; index and searcher from the moment they are ready."""

    def __init__(
        self, settings: Settings, index: Index | None = None, searcher: Searcher | None = None
    ) -> None:
        self.settings = settings
        self.ingest = Ingest(self._renew)
        self._index = index
        self._searcher = searcher
        self._desk: Desk | None = None
        self._names: tuple[int, tuple[str, ...]] = (-1, ())
        self._choices: tuple[int, Choices] = (-1, Choices())
        self.synthesizer = Synthesizer(chat_of(settings))
        self.doing = "the models are being loaded"

    def tell(self, doing: str) -> None:
        """Say what is being done until questions are answered, for whoever asks meanwhile."""
        self.doing = doing

    def load(self, index: Index, searcher: Searcher) -> None:
        """Take what start-up has loaded; questions are answered from now on."""
        self._index, self._searcher = index, searcher

    def _renew(self) -> None:
        """Take up a change behind its answer, so that the next question need not wait for it."""
        if (searcher := self._searcher) is not None:
            searcher.renew()

    def load_desk(self, desk: Desk) -> None:
        """Take what the judging page works on."""
        self._desk = desk

    def unload(self) -> None:
        """Refuse questions from now on, and let a change be finished: the service is stopping."""
        self.ingest.close()
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
            raise NotReady(f"the index is still loading: {self.doing}; try again in some seconds")
        return self._index

    @property
    def searcher(self) -> Searcher:
        """What answers questions.

        :raises NotReady: It is still loading, or already closed.
        """
        if self._searcher is None:
            raise NotReady(f"the index is still loading: {self.doing}; try again in some seconds")
        return self._searcher

    @property
    def desk(self) -> Desk:
        """What the judging page works on.

        :raises NotReady: It is still being prepared.
        """
        if self._desk is None:
            raise NotReady("judging is still being prepared; try again in some seconds")
        return self._desk

    def speaker_names(self) -> tuple[str, ...]:
        """Names to offer while one types, else labels, of those who speak most; in order."""
        store = self.index.store
        generation = store.generation
        if self._names[0] != generation:
            every = sorted(
                store.speaker_totals(), key=lambda total: (-total.turns, total.speaker.speaker_id)
            )
            names = {speaker_name(total.speaker) for total in every[:MAX_OFFERED]}
            self._names = (generation, tuple(sorted(names)))
        return self._names[1]

    def choices(self) -> Choices:
        """Documents and places to offer while one types."""
        store = self.index.store
        generation = store.generation
        if self._choices[0] != generation:
            self._choices = (generation, choices_of(store))
        return self._choices[1]
