"""What the commands do: each opens what it needs, and gives what is to be printed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from index.errors import SettingsError
from index.storing.past import former_ids
from service import printing
from service.chat import chat_of
from service.console import Asked, Emphasis, Output
from service.cursors import hit_cursor, read_hit_cursor
from service.listing import list_documents
from service.opening import opened_index, opened_searcher, opened_store
from service.progress import shown_progress
from service.questions import make_question
from service.responses import answer_body, document_item, search_body
from service.responses_people import former_of, speaker_item
from service.responses_synthesis import synthesis_body
from service.schemas import RemovedBody
from service.schemas_synthesis import SynthesisAnswerBody
from service.settings import Settings, variable
from service.synthesis import Synthesizer


def ask(settings: Settings, asked: Asked, emphasis: Emphasis, *, summarise: bool = False) -> Output:
    """Answer one question; with a text over the quotes where that is wanted."""
    question = make_question(asked, settings)
    synthesizer = Synthesizer(chat_of(settings)) if summarise else None
    if synthesizer is not None and not synthesizer.is_on:
        raise SettingsError(
            "--summary needs a language model: name its address with --synthesis and the model "
            f"with --synthesis-model ({variable('synthesis')}, {variable('synthesis_model')})"
        )
    with opened_searcher(settings) as searcher:
        answer = searcher.ask(question)
    body = answer_body(answer)
    lines = tuple(printing.answer_lines(answer, emphasis))
    if synthesizer is None:
        return Output(body.model_dump(mode="json"), lines)
    written = synthesizer.write(answer)
    both = SynthesisAnswerBody(answer=body, synthesis=synthesis_body(written))
    text = tuple(printing.synthesis_lines(written, emphasis))
    return Output(both.model_dump(mode="json"), (*text, *lines))


def search(
    settings: Settings, asked: Asked, emphasis: Emphasis, cursor: str | None = None
) -> Output:
    """Find passages, or those behind a cursor."""
    question = make_question(asked, settings)
    after = None if cursor is None else read_hit_cursor(question, cursor)
    with opened_searcher(settings) as searcher:
        result = searcher.search(question, after)
    following = hit_cursor(question, result)
    body = search_body(result, following).model_dump(mode="json")
    return Output(body, tuple(printing.search_lines(result, following, emphasis)))


def index(settings: Settings, paths: Sequence[Path], encoding: str, *, prune: bool) -> Output:
    """Put files and folders on record."""
    # What reads and parses files takes 0.5 s to import, which a question need not wait for.
    from index.build import index_paths  # noqa: PLC0415
    from index.listing import check_there  # noqa: PLC0415

    for path in paths:
        check_there(path)  # This is told before the model loads.
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
        all_listed = list_documents(store, store.documents(), store.sources())
    items = [document_item(listed).model_dump(mode="json") for listed in all_listed]
    return Output(
        {"items": items, "next_cursor": None},
        tuple(printing.document_lines(all_listed)),
        table=printing.document_table(all_listed),
    )


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
        totals, former = store.speaker_totals(), former_of(former_ids(store))
    items = [
        speaker_item(entry, former.get(entry.speaker.speaker_id, ())).model_dump(mode="json")
        for entry in totals
    ]
    return Output(
        {"items": items, "next_cursor": None},
        tuple(printing.speaker_lines(totals)),
        table=printing.speaker_table(totals),
    )
