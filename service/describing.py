"""What each field and parameter of the contract means, with an example: once, by its name.

The published schema takes a description from here where the field itself has none. A name that
means different things in different bodies stands here as `Body.name`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from service.filters import FILTERS

Words = tuple[str, object]

_TURN = "9f2c7d1a4b6e8035-d1-t4"
_DOCUMENT = "9f2c7d1a4b6e8035-d1"
_QUOTE = f"{_DOCUMENT}-2270-2622"
_SHA256 = "9f2c7d1a4b6e8035c1d2e3f4a5b6c7d8e9f0a1b2c3d4e5f60718293a4b5c6d7e"
_WORDS = "It has met five times, and what is missing is one signature on the rescue plan."
_CURSOR = "ZG9jdW1lbnRzOjlmMmM3ZDFhNGI2ZTgwMzUtZDE"
_FILE = "tide-town-hall.txt"
_CORRECTION = "5d3c0a9be17f"

FIELDS: Mapping[str, Words] = {
    "added": ("How many files are new on record.", 2),
    "after": ("The turns after it, nearest first.", None),
    "applied": ("Whether it counts: what it names is on record.", True),
    "answer": ("The answer, as `/v1/ask` gives it; null with a problem.", None),
    "answers": ("One item per question, in their order.", None),
    "before": ("The turns before it, in order.", None),
    "best": ("The words of this speaker that fit the topic best.", None),
    "by": ("Ids of the documents that took its place.", [_DOCUMENT]),
    "byline": ("Who is printed as the author.", "Ina Orla"),
    "code": ("Stable word that programs go by.", "unknown_filter"),
    "confidence": ("Probability that the words answer, from 0 to 1.", 0.93),
    "correction_id": ("A correction's id.", _CORRECTION),
    "context": ("What the words answer; null where they reply to no question.", None),
    "count": ("How many turns.", 3),
    "counts": ("How much is on record.", None),
    "cursor": ("`next_cursor` of the page before; opaque.", _CURSOR),
    "created": ("When it was kept.", "2032-04-01T09:30:00Z"),
    "date": ("Day of the talk; null where nothing gives it.", "2032-03-18"),
    "date_from": ("First day that counts, as YYYY-MM-DD; null for open.", "2032-01-01"),
    "date_to": ("Last day that counts, as YYYY-MM-DD; null for open.", "2032-12-31"),
    "date_raw": ("The date as the text prints it.", "March 18, 2032"),
    "date_status": (
        "How the date is known: given, inferred, that of the page, or missing.",
        "given",
    ),
    "dates": ("Ranges of days of which any will do, newest first.", None),
    "detail": ("One sentence for people: the value, what was expected, the cure.", "No speaker …"),
    "dim": ("Numbers in one embedding.", 384),
    "document": ("The document that the words stand in.", None),
    "document_id": ("A document's id, as lists and answers give it.", _DOCUMENT),
    "documents": ("How many documents.", 12),
    "end": ("First code point of the source's text behind the words.", 2622),
    "end_s": ("Second of the recording at which the words end.", 65.25),
    "errors": ("One entry per field that does not fit.", None),
    "feed": ("Address of the feed of its new mentions.", "/v1/feed?q=boats"),
    "field": ("Place of the field, with dots.", "body.limit"),
    "files": ("The files, each with its file name.", ["MR. HOLT: The mill is ours."]),
    "first": ("First day with such a turn; null where none has a date.", "2031-03-09"),
    "flags": ("What a reader should know of the words, such as `inaudible`.", ["inaudible"]),
    "former_ids": ("Ids that this speaker had once; they go on meaning this one.", ["mr-fenwold"]),
    "format": ("Format of the answer.", "markdown"),
    "from": ("First day; null for open.", "2032-03-01"),
    "generation": ("Number of the record's state; it grows with each change.", 12),
    "highlights": ("Spans of the quote with the sentences that answer best.", None),
    "given_by": ("Folder whose file gives it; null for one that came by call.", "transcripts"),
    "hits": ("What was found, best first.", None),
    "id": ("Stable id.", _DOCUMENT),
    "into": ("Whom the words go to.", "ilsabet-m-corran"),
    "items": ("This page of the list.", None),
    "kind": ("What is put right.", "merge"),
    "label": ("The label as printed; null for words whose speaker is not marked.", "MR FENWOLD"),
    "labels": ("Labels under which the speaker is printed.", ["MINISTER CORRAN"]),
    "language": ("Tag of the language, as it was supplied; null where it was not.", "en"),
    "last": ("Last day with such a turn; null where none has a date.", "2032-03-18"),
    "limit": ("How many at most.", 5),
    "location": ("Where the words stand in the source's text.", None),
    "max_tokens": ("Bound on the words of all quotes together, in cl100k_base.", 500),
    "media_type": ("Kind of the source.", "text/plain"),
    "message": ("What is wrong with it.", "Input should be less than or equal to 20"),
    "min_confidence": ("Confidence from which a quote counts as an answer.", 0.5),
    "model": ("The embedding model that made the index.", None),
    "month": ("A month as YYYY-MM.", "2032-03"),
    "months": ("The mentions of each month that has any, in order.", None),
    "name": ("The person's name; null where only a label is known.", "Ilsabet M. Corran"),
    "near": ("Values on record that look like the one that is not.", ["Ilsabet M. Corran"]),
    "nearest": ("The nearest passages that do not answer.", None),
    "next_cursor": ("Leads to the next page; null on the last.", _CURSOR),
    "notices": ("What could not be told of the file.", ["0 speakers in 812 characters"]),
    "order": ("By day, the oldest or (`-date`) the newest first.", "-date"),
    "ordinal": ("Place of the turn in its document, from 1.", 4),
    "passage_id": ("Id of the passage that was found.", _QUOTE),
    "passages": ("How many passages.", 214_995),
    "place": ("Where the talk was held.", "Corrow"),
    "problem": ("Why it was refused; null where it was not.", None),
    "q": ("A question in plain words.", "what did Corran say about the boats"),
    "question": ("The question.", "what did Corran say about the boats"),
    "questions": ("The questions, each with its own filters.", None),
    "quote": ("The words, exactly as the source has them.", _WORDS),
    "quote_id": ("A quote's or passage's id.", _QUOTE),
    "quotes": ("The quotes that answer, best first.", None),
    "rank": ("Place in the list, from 1.", 1),
    "reason": ("Why nothing answers; null where something does.", None),
    "refused": ("How many files were refused.", 1),
    "replaced": ("How many files replaced an older one of their name.", 0),
    "replies_to": ("Id of the question turn that this turn answers.", "9f2c7d1a4b6e8035-d1-t3"),
    "role": ("What the turn does.", "answer"),
    "saved_id": ("A saved question's id.", _CORRECTION),
    "score": ("Score of the ranking; higher is better, only to compare.", 1.27),
    "sha256": ("SHA-256 of the source's bytes.", _SHA256),
    "sort": ("Order of the list; undated documents come last.", "-date"),
    "source": ("Name of the file.", _FILE),
    "sources": ("How many files.", 12),
    "speaker_id": ("A speaker's id, also one that was this speaker's once.", "ilsabet-m-corran"),
    "speaker": ("Who speaks.", None),
    "speakers": ("How many speakers.", 22),
    "start": ("First code point of the words in the source's text.", 2270),
    "start_s": ("Second of the recording at which the words begin.", 4.5),
    "status": ("What came of it.", "answered"),
    "superseded": ("Null for what is on record; else it is of an earlier version.", None),
    "terms": ("The words looked for, as the index keeps them.", ["ferri"]),
    "text": ("The words, exactly as the source has them.", _WORDS),
    "time": ("When the words were spoken; null where the source has no times.", None),
    "title": ("Title of the document.", "Town hall on the tides"),
    "to": ("Last day; null for open.", "2032-03-31"),
    "took_ms": ("Milliseconds that the answer took.", 64.2),
    "topic": ("What was looked for.", "the boats"),
    "total": ("How many turns in all.", 14),
    "transcript": ("The turns, in order.", None),
    "turn": ("The turn that the words stand in.", None),
    "turn_id": ("A turn's id.", _TURN),
    "turns": ("How many turns.", 48),
    "type": ("Kind of the problem.", "urn:onrecord:problem:unknown_filter"),
    "unchanged": ("How many files were on record as they are.", 4),
    "undated": ("How many turns stand in documents without a date.", 0),
    "unplaced": (
        "Office asked for, of which the record does not tell whose it is.",
        "Norland's minister",
    ),
    "understood": ("How the question was read.", None),
    "unit": ("What offsets count.", "codepoint"),
    "url": ("Address of the words on this service.", f"/d/{_DOCUMENT}#s2270-2622"),
    "venue": ("The house or hall.", "Old ferry house"),
    "versions": ("Versions of the project and its libraries.", {"onrecord": "0.1.0"}),
    "via_interpreter": ("Whether the words are an interpreter's.", False),
    # What means something else in one place.
    "CorrectionBody.documents": ("In which documents.", [_FILE]),
    "CorrectionBody.id": ("The correction's id.", _CORRECTION),
    "CorrectionBody.speaker": ("Whom it is about.", "mr-fenwold"),
    "CorrectionBody.turn": ("The turn that it is about.", _TURN),
    "CorrectionListBody.items": ("All corrections, in the order in which they count.", None),
    "CorrectionRequest.documents": ("Document ids or source names.", [_FILE]),
    "CorrectionRequest.speaker": ("Id, name or label of a speaker.", "mr-fenwold"),
    "CorrectionRequest.turn": ("A turn's id, or `name of the file#t4`.", _TURN),
    "RemovedCorrectionBody.id": ("The correction's id.", _CORRECTION),
    "RemovedCorrectionBody.status": ("What came of it.", "removed"),
    "SupersededBody.replaced": ("When another version took its place.", "2032-04-01T09:30:00Z"),
    "compare_speakers.speakers": (
        "Two to five speakers: ids, names or labels.",
        ["Ilsabet M. Corran", "MR FENWOLD"],
    ),
    "CompareBody.items": ("The speakers, in the order asked for.", None),
    "RemovedSavedBody.id": ("The saved question's id.", _CORRECTION),
    "RemovedSavedBody.status": ("What came of it.", "removed"),
    "SavedBody.id": ("The saved question's id.", _CORRECTION),
    "SavedListBody.items": ("All of them, the newest first.", None),
    "query.after": ("How many turns after it.", 2),
    "query.before": ("How many turns before it.", 2),
    "query.quote": ("Only this quote of the answer, by its id.", _QUOTE),
    "query.url": ("Where it was published.", "https://example.org/town-hall"),
    "path.name": ("A source's name; slashes and dots are part of it.", _FILE),
    "DocumentBody.url": ("Where it was published.", "https://example.org/town-hall"),
    "PartBody.url": ("Where it was published.", "https://example.org/town-hall"),
    "TranscriptBody.url": ("Where it was published.", "https://example.org/town-hall"),
    "DocumentBody.speakers": ("Who speaks in it, those with the most turns first.", None),
    "DocumentItemBody.speakers": ("Who speaks in it, those with the most turns first.", None),
    "PartBody.speakers": ("Who speaks in it, those with the most turns first.", None),
    "TranscriptBody.speakers": ("Who speaks in it, those with the most turns first.", None),
    "MentionsBody.speakers": ("Who mentions it, those with the most turns first.", None),
    "MentionsBody.documents": ("Where it is mentioned, the most turns first.", None),
    "MentionsBody.items": ("The turns that mention it, in order.", None),
    "UnderstoodBody.speakers": ("Who should have spoken.", None),
    "SourceBody.documents": ("The documents in it, in order.", None),
    "PutBody.documents": ("The documents in it, in order.", None),
    "PutBody.status": ("What came of it.", "added"),
    "RemovedBody.status": ("What came of it.", "removed"),
    "UploadedBody.status": ("What became of the file.", "added"),
    "HealthBody.status": ("Whether the process lives, or is ready for questions.", "ready"),
    "ProblemBody.status": ("The HTTP status.", 422),
    "ProblemBody.title": ("The problem in words.", "A filter names what is not on record"),
    "ReasonBody.code": ("Stable word that programs go by.", "not_by_them"),
    "ReasonBody.text": ("One sentence for people.", "Nobody on the record said that."),
    "FieldErrorBody.type": ("Kind of the error.", "less_than_equal"),
    "AskedBody.speaker": ("Label of who asks; empty where none is marked.", "MR BUISINE"),
    "ContextBody.question": ("The question that the words answer.", None),
    "put_document.speakers": (
        "Who is meant by a label of this file, each as `LABEL=Name`.",
        ["MR HOLT=Bela Holt"],
    ),
    "InsertedBody.id": ("Id of the quote: its document and place.", _QUOTE),
    "InsertedBody.quote": ("The words that answer, a slice of the quote.", _WORDS),
    "SentenceBody.text": (
        "The sentence, without its citations; it is no quote.",
        "The minister named no day.",
    ),
    "cites": ("The quotes that the sentence cites.", None),
    "sentences": ("The sentences, in order.", None),
    "dropped": ("How many sentences were dropped, by the reason.", None),
    "left_out": ("How many quotes that answer did not fit into `max_tokens`.", 0),
    "shortened": ("How many quotes that answer lost sentences to `max_tokens`.", 0),
    "uncited": ("Sentences that cite no quote.", 1),
    "unknown": ("Sentences that cite a quote that is not in the answer.", 0),
    "quoting": ("Sentences with quotation marks.", 0),
    "number": ("Sentences with a number that none of their quotes has.", 0),
    "long": ("Sentences that are too long, or too many.", 0),
    "synthesis": ("The text over the quotes, or why there is none.", None),
    "SynthesisBody.detail": ("Why there is no text; empty where there is one.", ""),
    "SynthesisBody.model": ("Name of the model that wrote it; null where it is off.", "small"),
    "SynthesisBody.status": (
        "`written`, `nothing` to cite, `failed`, or `off` where no model is set up.",
        "written",
    ),
    "SynthesisAnswerBody.answer": ("The answer, as `/v1/ask` gives it.", None),
    "ModelBody.name": ("The model's name.", "all-MiniLM-L6-v2"),
    "PersonBody.id": ("A speaker's id.", "ilsabet-m-corran"),
    "SpeakerBody.id": ("A speaker's id; null where it is not decided.", "ilsabet-m-corran"),
    "SpeakerItemBody.id": ("A speaker's id.", "ilsabet-m-corran"),
    "QuoteBody.id": ("Id of the quote: its document and place.", _QUOTE),
    "QuoteContextBody.id": ("Id of the quote: its document and place.", _QUOTE),
    "TranscriptTurnBody.id": ("The turn's id.", _TURN),
    "TurnBody.id": ("The turn's id.", _TURN),
    "TurnRefBody.id": ("The turn's id.", _TURN),
    "SpanBody.start": ("First code point inside the quote.", 0),
    "SpanBody.end": ("First code point inside the quote behind it.", 26),
    "TranscriptBody.text": (
        "The source's text from `start` to `end`.",
        "MINISTER CORRAN: It has …",
    ),
} | {
    f"{where}.{filter_.name}": (filter_.tells, [filter_.example])
    for where in ("AskRequest", "SearchRequest", "SavedRequest", "SavedBody", "query")
    for filter_ in FILTERS
    if filter_.kind == "names"
}

SUMMARIES: Mapping[str, str] = {
    "ask": "Ask",
    "ask_by_link": "Ask by a link",
    "ask_batch": "Ask several questions",
    "ask_synthesis": "Ask, with a text over the quotes",
    "ask_events": "Ask, answered as events",
    "ask_events_by_link": "Ask by a link, answered as events",
    "export_answer": "Export an answer's citations",
    "search": "Search",
    "list_documents": "List documents",
    "put_documents": "Put many files on record",
    "get_document": "Get a document or a source",
    "put_document": "Put a file on record",
    "delete_document": "Take a file off the record",
    "get_transcript": "Get a whole transcript",
    "get_turns": "Get a transcript's turns in pages",
    "get_quote": "Get a quote with its context",
    "list_mentions": "Who mentions a topic, when and where",
    "list_speakers": "List speakers",
    "get_speaker": "Get a speaker",
    "get_turn": "Get a turn",
    "list_corrections": "List corrections",
    "add_correction": "Correct who speaks",
    "remove_correction": "Take a correction off",
    "list_saved": "List saved questions",
    "save_question": "Save a question",
    "remove_saved": "Remove a saved question",
    "question_feed": "Feed of a question's mentions",
    "compare_speakers": "Compare speakers",
    "info": "What runs here",
    "health": "Whether the process lives",
    "ready": "Whether questions are answered",
}


def describe(schema: dict[str, Any]) -> None:
    """Give every property and parameter of an OpenAPI document its description and example."""
    for name, body in schema["components"]["schemas"].items():
        for field, value in body.get("properties", {}).items():
            _describe(value, value, (f"{name}.{field}", field))
            _say_default(value)
    for operation in operations(schema):
        operation["summary"] = SUMMARIES.get(operation["operationId"], operation["summary"])
        for parameter in operation.get("parameters", ()):
            name = parameter["name"]
            names = (f"{operation['operationId']}.{name}", f"{parameter['in']}.{name}", name)
            _describe(parameter, parameter["schema"], names)


def operations(schema: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """All operations of an OpenAPI document."""
    for methods in schema["paths"].values():
        yield from methods.values()


def _say_default(value: dict[str, Any]) -> None:
    """Tell a default in words: openapi-typescript takes a field that has one for required."""
    default = value.pop("default", None)
    if default not in (None, [], "") and "const" not in value:
        value["description"] += f" If left out: {default}."


def _describe(described: dict[str, Any], value: dict[str, Any], names: tuple[str, ...]) -> None:
    words, example = next((FIELDS[name] for name in names if name in FIELDS), ("", None))
    described["description"] = described.get("description") or words
    value.pop("title", None)
    if described is not value:
        value.pop("description", None)
    if example is not None:
        value["examples"] = [example]
