"""What the commands do: each opens what it needs, and gives what is to be printed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel

from index.build import Index, index_paths
from retrieval.answer import Searcher
from retrieval.results import Question
from service import printing
from service.app import build_app
from service.directory import read_directory
from service.opening import opened_index, opened_store
from service.progress import shown_progress
from service.questions import make_question
from service.responses import answer_body, document_item, search_body, speaker_item
from service.schemas import RemovedBody
from service.server import Server, Stopped, stopping_on_sigterm
from service.settings import Settings
from service.state import State

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Output:
    """What a command prints: `json` with `--json`, else `lines`; and what it could not do."""

    json: BaseModel | dict[str, object]
    lines: tuple[str, ...]
    complaints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it stands on the command line."""

    question: str
    limit: int
    speakers: tuple[str, ...]
    date_from: str | None
    date_to: str | None
    documents: tuple[str, ...]
    max_tokens: int | None = None

    def read(self, settings: Settings) -> Question:
        """The question, checked."""
        return make_question(
            self.question,
            settings,
            limit=self.limit,
            speakers=self.speakers,
            date_from=self.date_from,
            date_to=self.date_to,
            documents=self.documents,
            max_tokens=self.max_tokens,
        )


def ask(settings: Settings, asked: Asked, emphasis: printing.Emphasis) -> Output:
    """Answer one question."""
    question = asked.read(settings)
    with opened_index(settings) as index:
        answer = Searcher(index).ask(question)
    return Output(answer_body(answer), tuple(printing.answer_lines(answer, emphasis)))


def search(settings: Settings, asked: Asked, emphasis: printing.Emphasis) -> Output:
    """Find passages."""
    question = asked.read(settings)
    with opened_index(settings) as index:
        result = Searcher(index).search(question)
    return Output(search_body(result), tuple(printing.search_lines(result, emphasis)))


def index(settings: Settings, paths: Sequence[Path], encoding: str, *, prune: bool) -> Output:
    """Put files and folders on record."""
    with opened_index(settings, create=True) as opened, shown_progress() as progress:
        report = index_paths(
            opened,
            paths,
            progress=progress,
            encoding=encoding,
            prune=prune,
            max_bytes=settings.max_source_bytes,
        )
    failed = tuple(f"not indexed: {message}" for _, message in report.failed)
    return Output(printing.report_json(report), tuple(printing.report_lines(report)), failed)


def kept(settings: Settings) -> str:
    """What is on record after an interruption, in words."""
    with opened_store(settings) as store:
        counts = store.counts()
    return (
        f"{counts.sources:,} files with {counts.passages:,} passages are on record and can be "
        "asked; run the same command again to go on"
    )


def documents(settings: Settings) -> Output:
    """List all documents."""
    with opened_store(settings) as store, store.snapshot():
        directory = read_directory(store)
        found = store.documents()
    items = [document_item(document, directory).model_dump(mode="json") for document in found]
    lines = tuple(printing.document_lines(found, directory))
    return Output({"items": items, "next_cursor": None}, lines)


def remove(settings: Settings, names: Sequence[str]) -> Output:
    """Take sources off the record; none of them when one of the names is unknown."""
    with opened_index(settings) as opened:
        for name in names:
            opened.store.source(name)
        bodies = [
            RemovedBody(source=name, generation=opened.remove(name)).model_dump() for name in names
        ]
    return Output({"items": bodies}, tuple(f"Removed {name}" for name in names))


def speakers(settings: Settings) -> Output:
    """List all speakers."""
    with opened_store(settings) as store:
        entries = read_directory(store).speakers
    items = [speaker_item(entry).model_dump(mode="json") for entry in entries]
    return Output({"items": items, "next_cursor": None}, tuple(printing.speaker_lines(entries)))


def serve(settings: Settings, say: Say, ready: Say) -> None:
    """Serve until SIGINT or SIGTERM; index the folder of transcripts first when one is set.

    :param say: Prints a line for the person who starts the service.
    :param ready: Is given the address of the page as soon as questions are answered.
    """
    state = State(settings)
    server = Server(build_app(state), settings)
    try:
        with stopping_on_sigterm():
            server.start()
            with opened_index(settings, create=True) as opened:
                if settings.transcripts is not None:
                    _index_first(settings.transcripts, settings, opened, say)
                state.load(opened, Searcher(opened))
                ready(server.address)
                server.wait()
                state.unload()
    except (KeyboardInterrupt, Stopped):
        say("Stopping.")
    finally:
        server.stop()


def _index_first(folder: Path, settings: Settings, opened: Index, say: Say) -> None:
    say(f"Indexing {folder}; what is on record already is not read again.")
    with shown_progress() as progress:
        report = index_paths(
            opened, [folder], progress=progress, max_bytes=settings.max_source_bytes
        )
    for line in printing.report_lines(report):
        say(line)
