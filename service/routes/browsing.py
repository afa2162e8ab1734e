"""Pages to browse without a question: documents, people, and where a topic is mentioned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from index.errors import OnRecordError
from index.records import Speaker
from index.storing.past import former_ids
from index.storing.store import Store
from retrieval.results import Hit
from service import wording
from service.askform import read_form
from service.cursors import hit_cursor, read_hit_cursor
from service.documentlist import Wanted, all_documents
from service.listing import ListedDocument, list_documents
from service.questions import make_question, read_day
from service.routes.pages import failure, render
from service.routes.wiring import Loaded
from service.timeline import timeline_of

PAGE = 25
EXCERPT = 240
MOST_TURNS = 5
MOST_TURNS_OF_ONE = 300
"""The most turns of a person that are listed for one transcript, where all are asked for."""

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Part:
    """Which part of a list a page shows, with the addresses of its neighbours."""

    number: int
    total: int
    before: str
    after: str

    @property
    def first(self) -> int:
        """Number of the first item, from 1."""
        return (self.number - 1) * PAGE + 1

    @property
    def last(self) -> int:
        """Number of the last item."""
        return min(self.total, self.number * PAGE)


@dataclass(frozen=True, slots=True)
class SpokenTurn:
    """A turn of a person with the beginning of its words."""

    ordinal: int
    words: str


@dataclass(frozen=True, slots=True)
class SpokenIn:
    """What one person says in one document: the first turns, and how many there are."""

    listed: ListedDocument
    turns: tuple[SpokenTurn, ...]
    total: int


@router.get("/documents")
def documents_page(request: Request, state: Loaded) -> Response:
    """All transcripts, the newest first; by title, speaker and days, in pages."""
    given = request.query_params
    fields = {name: given.get(name, "").strip() for name in ("title", "speaker", "from", "to")}
    sort = given.get("sort", "-date")
    try:
        speakers = state.searcher.speakers([fields["speaker"]] if fields["speaker"] else [])
        wanted = Wanted(
            tuple(speaker.speaker_id for speaker in speakers),
            read_day("from", fields["from"] or None),
            read_day("to", fields["to"] or None),
            fields["title"] or None,
            sort if sort in ("date", "-date", "title", "source") else "-date",
        )
        store = state.index.store
        with store.snapshot():
            documents = all_documents(store, wanted)
    except OnRecordError as error:
        return failure(error)
    shown, part = cut_part(request, documents)
    names = state.speaker_names()
    return render(
        "documents.html", items=shown, part=part, fields=fields, sort=wanted.sort, speakers=names
    )


@router.get("/people")
def people_page(request: Request, state: Loaded) -> Response:
    """All who speak, those with the most turns first; by name, in pages."""
    wanted = request.query_params.get("name", "").strip().casefold()
    try:
        totals = state.index.store.speaker_totals()
    except OnRecordError as error:
        return failure(error)
    people = [
        total
        for total in sorted(totals, key=lambda total: (-total.turns, total.speaker.speaker_id))
        if wanted in "\n".join((total.speaker.name or "", *total.speaker.labels)).casefold()
    ]
    shown, part = cut_part(request, people)
    return render("people.html", items=shown, part=part, name=request.query_params.get("name", ""))


@router.get("/people/{speaker_id}")
def person_page(request: Request, speaker_id: str, state: Loaded) -> Response:
    """One person: every transcript that they speak in, the newest first, and what they say.

    `?document=…` shows all turns in one transcript.
    """
    only = request.query_params.get("document", "")
    try:
        store = state.index.store
        with store.snapshot():
            if now := former_ids(store).get(speaker_id):
                return RedirectResponse(f"/people/{quote(now)}", 301)
            speaker = store.speaker(speaker_id)
            found = all_documents(store, Wanted((speaker_id,), sort="-date"))
            if only:
                found = [one for one in found if one.document.document_id == only]
            shown, part = cut_part(request, found)
            most = MOST_TURNS_OF_ONE if only else MOST_TURNS
            items = [_spoken_in(store, listed, speaker, most) for listed in shown]
    except OnRecordError as error:
        return failure(error)
    return render("person.html", speaker=speaker, items=items, part=part, only=only)


@router.get("/mentions")
def mentions_page(request: Request, state: Loaded) -> Response:
    """Every turn that mentions the topic of a question, in order of the day, in pages."""
    form = read_form(request.query_params)
    newest = request.query_params.get("order") == "-date"
    try:
        question = make_question(form.asked(), state.settings)
        with state.searcher.mentions(question) as mentions:
            ordered = mentions.all[::-1] if newest else mentions.all
            shown, part = cut_part(request, ordered)
            hits: list[Hit] = [mentions.hit(mention, rank) for rank, mention in enumerate(shown, 1)]
            shown_in = [hit.citation.document for hit in hits]
            listed = list_documents(state.index.store, shown_in)
    except OnRecordError as error:
        return failure(error)
    labels = {item.document.document_id: item.labels for item in listed}
    return render("mentions.html", form=form, hits=hits, part=part, newest=newest, labels=labels)


@router.get("/passages")
def passages_page(request: Request, state: Loaded) -> Response:
    """All that was found for a question, best first, without a decision; in pages."""
    form = read_form(request.query_params)
    cursor = request.query_params.get("cursor", "")
    try:
        question = replace(make_question(form.asked(), state.settings), limit=PAGE)
        after = read_hit_cursor(question, cursor) if cursor else None
        found = state.searcher.search(question, after)
        shown_in = [hit.citation.document for hit in found.hits]
        listed = list_documents(state.index.store, shown_in)
    except OnRecordError as error:
        return failure(error)
    following = hit_cursor(question, found)
    address = "/passages?" + form.query(more="", order="")
    return render(
        "passages.html",
        form=form,
        hits=found.hits,
        first=address if cursor else "",
        following=f"{address}&{urlencode({'cursor': following})}" if following else "",
        labels={item.document.document_id: item.labels for item in listed},
    )


@router.get("/timeline")
def timeline_page(request: Request, state: Loaded) -> Response:
    """Who mentions the topic of a question in which month, as bars and as a table."""
    form = read_form(request.query_params)
    try:
        question = make_question(form.asked(), state.settings)
        with state.searcher.mentions(question) as mentions:
            found = timeline_of(mentions, form)
    except OnRecordError as error:
        return failure(error)
    return render("timeline.html", form=form, timeline=found)


def cut_part(request: Request, items: Sequence[Item]) -> tuple[Sequence[Item], Part]:
    """The page of a list that is asked for; a number that is none is the first."""
    given = request.query_params.get("page", "1")
    last = max(1, -(-len(items) // PAGE))
    number = min(int(given), last) if given.isdecimal() and 0 < len(given) < 7 and int(given) else 1

    def address(other: int) -> str:
        if not 1 <= other <= last:
            return ""
        kept = {name: value for name, value in request.query_params.items() if name != "page"}
        return f"{request.url.path}?{urlencode({**kept, 'page': other})}"

    part = Part(number, len(items), address(number - 1), address(number + 1))
    return items[part.first - 1 : part.last], part


def _spoken_in(store: Store, listed: ListedDocument, speaker: Speaker, most: int) -> SpokenIn:
    voices = {
        voice.voice.voice_id
        for voice in listed.voices
        if voice.speaker is not None and voice.speaker.speaker_id == speaker.speaker_id
    }
    document = listed.document
    turns = [turn for turn in store.turns(document.document_id) if turn.voice_id in voices]
    text = store.text(document.source_id)
    shown = tuple(
        SpokenTurn(one.ordinal, wording.excerpt(text[one.start : one.end], EXCERPT))
        for one in turns[:most]
    )
    return SpokenIn(listed, shown, len(turns))
