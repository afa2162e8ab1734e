"""The command `serve`: open the port, load the index, answer until told to stop."""

from __future__ import annotations

import time
from pathlib import Path

from index.build import Index, Progress, index_paths
from service.access import check_binding
from service.app import build_app
from service.console import Say
from service.desk import OpenDesk
from service.keys import Keys
from service.opening import opened_index, searcher_of
from service.printing import report_lines
from service.progress import shown_progress
from service.server import Server
from service.settings import Settings
from service.state import State

_LEAST_SHARE = 0.05
"""Before so much is done, its speed tells nothing of the rest."""


def serve(settings: Settings, say: Say, ready: Say, *, open_desk: OpenDesk | None = None) -> None:
    """Serve until SIGINT or SIGTERM; index the folder of transcripts first when one is set.

    :param say: Prints a line for the person who starts the service.
    :param ready: Is given the address of the page as soon as questions are answered.
    :param open_desk: Opens what the judging page works on; None serves without that page.
    """
    keys = Keys(settings.data)
    check_binding(settings, keys)
    state = State(settings)
    server = Server(build_app(state, with_judging=open_desk is not None, keys=keys), settings)

    def load() -> None:
        # Nobody judges an empty index: a wrong folder is told, not made.
        create = open_desk is None or settings.transcripts is not None
        say("Loading the models.")
        with opened_index(settings, create=create) as opened:
            server.check()
            if settings.transcripts is not None:
                _index_first(state, settings.transcripts, opened, say, server)
            state.tell("what answers questions is being loaded")
            searcher = searcher_of(settings, opened)
            state.load(opened, searcher)
            if open_desk is not None:
                say("Preparing the systems to be pooled: the first time takes longest.")
                state.load_desk(open_desk(searcher))
            server.check()
            try:
                ready(server.address + ("judge" if open_desk is not None else ""))
                # Questions that are being answered still need the index.
                server.wait()
            finally:
                state.unload()

    if server.run(load):
        say("Stopped.")


def _index_first(state: State, folder: Path, opened: Index, say: Say, server: Server) -> None:
    say(f"Indexing {folder}; what is on record already is not read again.")
    begun = time.monotonic()
    state.tell(f"the files of {folder} are being read")
    with shown_progress() as show:

        def progress(now: Progress) -> None:
            server.check()
            state.tell(progress_words(now, time.monotonic() - begun))
            show(now)

        report = index_paths(
            opened, [folder], progress=progress, max_bytes=state.settings.max_source_bytes
        )
    for line in report_lines(report):
        say(line)
    for _, message in report.failed:
        say(f"Not indexed: {message}")


def progress_words(now: Progress, seconds: float) -> str:
    """How far an indexing run is, and how long it will take at the speed so far."""
    words = f"{now.files_done:,} of {now.files_total:,} files are read, {now.share:.0%} is indexed"
    if now.share < _LEAST_SHARE:
        return words
    left = seconds / now.share - seconds
    return f"{words}, about {left:,.0f} s are left"
