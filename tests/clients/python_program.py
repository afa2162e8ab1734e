"""Calls every operation of a running service through the client that openapi-python-client made.

It runs in the generator's own environment, with the generated package on the path: nothing of
ours is imported. Prints one line of JSON: the status of each operation that was called.
"""

from __future__ import annotations

import importlib
import io
import json
import pkgutil
import sys
from types import ModuleType
from typing import Any

PACKAGE = "on_the_record_client"


def main(address: str) -> None:
    client = importlib.import_module(PACKAGE).Client(base_url=address)
    models = importlib.import_module(f"{PACKAGE}.models")
    file = importlib.import_module(f"{PACKAGE}.types").File
    statuses: dict[str, int] = {}

    def call(operation: str, *path: str, **given: Any) -> Any:
        answer = modules[operation].sync_detailed(*path, client=client, **given)
        statuses[operation] = int(answer.status_code)
        if isinstance(answer.parsed, models.ProblemBody):
            raise SystemExit(f"{operation}: {answer.parsed.detail}")
        return answer.parsed

    modules = operations()
    talk = b"MR. HOLT: The ferry sails at noon.\n\nMS. ORLA: The ferry is late."
    call("put_document", "talk.txt", body=file(io.BytesIO(talk)), title="Talk", date="2031-03-01")
    part = file(io.BytesIO(talk + b"\n\nMR. HOLT: Once more."), "other.txt", "text/plain")
    call("put_documents", body=models.FilesForm(files=[part]))
    document = call("get_document", "talk.txt").documents[0].id
    asked = {"question": "when does the ferry sail"}
    body = models.AskRequest.from_dict(asked)
    quotes = call("ask", body=body)
    found = [*quotes.quotes, *quotes.nearest]
    call("ask_by_link", q=asked["question"], speakers=["MR. HOLT"])
    call("ask_synthesis", body=body)
    call("ask_batch", body=models.BatchRequest(questions=[body, body]))
    call("ask_events", body=body)
    call("ask_events_by_link", q=asked["question"])
    call("export_answer", q=asked["question"])
    first = call("search", body=models.SearchRequest.from_dict({**asked, "limit": 1}))
    more_of_it = {**asked, "limit": 1, "cursor": first.next_cursor}
    assert call("search", body=models.SearchRequest.from_dict(more_of_it)).hits[0].rank == 2
    call("list_documents", sort=models.ListDocumentsSort("-date"))
    turn = call("get_transcript", document).transcript[0].id
    call("get_turns", document, limit=1)
    call("get_turn", turn)
    call("get_quote", found[0].id)
    call("list_mentions", q="ferry")
    call("list_speakers")
    call("get_speaker", "mr-holt")
    more(call, models)
    call("delete_document", "other.txt")
    call("info")
    call("health")
    call("ready")
    sys.stdout.write(json.dumps(statuses))


def more(call: Any, models: ModuleType) -> None:
    """What changes who speaks and what is kept."""
    merge = {"kind": "merge", "speaker": "ms-orla", "into": "mr-holt"}
    correction = call("add_correction", body=models.CorrectionRequest.from_dict(merge))
    call("list_corrections")
    call("remove_correction", correction.id)
    kept = call("save_question", body=models.SavedRequest.from_dict({"question": "ferry"}))
    call("list_saved")
    call("remove_saved", kept.id)
    call("question_feed", q="ferry")
    call("compare_speakers", q="ferry", speakers=["mr-holt", "ms-orla"])


def operations() -> dict[str, ModuleType]:
    """The module of each operation, by its id."""
    api = importlib.import_module(f"{PACKAGE}.api")
    return {
        name.rpartition(".")[2]: importlib.import_module(name)
        for _, name, is_package in pkgutil.walk_packages(api.__path__, f"{PACKAGE}.api.")
        if not is_package
    }


if __name__ == "__main__":
    main(sys.argv[1])
