"""What the answer decision looks at, for every question of a collection; kept in a file if asked.

    {collection}.jsonl   first {"key": …}, then a line for each question: query_id, answerable and
                         its best quotes, each with its evidence by name and whether a judgment
                         marks it; none where there is nothing to decide

The key is of everything that the evidence rests on: questions, index, model and the code of the
retrieval room without the fitted constants. The questions are asked again
where a file has another key.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import asdict, fields
from pathlib import Path

import retrieval.answer
from eval.collections.collection import Collection, Gold
from eval.collections.lines import json_object, numbered_lines
from eval.fitting.fitting import Case, Weighed
from eval.running.prepared import index_key, open_prepared
from eval.running.systems import QUOTES
from index.cutting.passages import PassageBudget
from index.encoding.encoder import Encoder
from index.errors import CollectionError
from index.files import replaced
from retrieval.answer import Searcher
from retrieval.decision import Evidence
from retrieval.reader import Reader
from retrieval.results import Question, Quote

CONSTANTS = "decision.py"
_NUMBER = re.compile(rb"-?\d+\.\d+")


def cases_of(
    collection: Collection,
    encoder: Encoder,
    cache: Path,
    *,
    reader: Reader | None,
    kept: Path | None = None,
    tell: Callable[[str], None],
) -> list[Case]:
    """Every question with its evidence, in the collection's order.

    :param kept: The folder of evidence that was asked for before; None keeps none.
    :raises CollectionError: The collection's documents cannot be indexed, or its file in `kept` is
        no such file.
    """
    budget = PassageBudget()
    if kept is None:
        return _asked(collection, encoder, cache, budget, reader, tell)
    path = kept / f"{collection.name}.jsonl"
    key = evidence_key(collection, encoder, reader, budget)
    if path.is_file():
        cases = read_cases(path, collection.name, key)
        if cases is not None:
            return cases
        tell(f"{collection.name}: {path} is of other questions, documents or code")
    asked = _asked(collection, encoder, cache, budget, reader, tell)
    kept.mkdir(parents=True, exist_ok=True)
    write_cases(path, key, asked)
    return asked


def evidence_key(
    collection: Collection, encoder: Encoder, reader: Reader | None, budget: PassageBudget
) -> str:
    """What evidence depends on, as 24 hexadecimal digits; fitted constants are left out."""
    content = hashlib.sha256(f"{collection.sha256} {_names()}".encode())
    content.update(index_key(collection, encoder, budget).encode())
    content.update(("" if reader is None else reader.sha256).encode())
    room = Path(retrieval.answer.__file__).parent
    for file in sorted(room.rglob("*")):
        if file.is_file() and "__pycache__" not in file.parts:
            held = file.read_bytes()
            content.update(f"{file.relative_to(room)}\n".encode())
            content.update(_NUMBER.sub(b"", held) if file.name == CONSTANTS else held)
    return content.hexdigest()[:24]


def read_cases(path: Path, collection: str, key: str) -> list[Case] | None:
    """The cases of a file; None where it has another key.

    :raises CollectionError: A line is not what `write_cases` writes; file and line are named.
    """
    lines = numbered_lines(path)
    number, head = next(lines, (1, "{}"))
    if json_object(head, path, number).get("key") != key:
        return None
    cases = []
    for number, line in lines:
        record = json_object(line, path, number)
        try:
            quotes = tuple(Weighed(Evidence(**e), bool(marked)) for e, marked in record["quotes"])
            cases.append(Case(collection, record["query_id"], record["answerable"], quotes))
        except (KeyError, TypeError) as error:
            raise CollectionError(
                f"{path}:{number}: expected query_id, answerable and quotes with "
                f"{', '.join(_names())} ({error}); delete the file to have it written again"
            ) from error
    return cases


def write_cases(path: Path, key: str, cases: Sequence[Case]) -> None:
    """Write a file for `read_cases`; it is there as a whole or not at all."""
    records: list[dict[str, object]] = [{"key": key}]
    records += [
        {
            "query_id": case.query_id,
            "answerable": case.answerable,
            "quotes": [[asdict(quote.evidence), quote.marked] for quote in case.quotes],
        }
        for case in cases
    ]
    with replaced(path) as half:
        half.write_text("".join(f"{json.dumps(record)}\n" for record in records), encoding="utf-8")


def _names() -> list[str]:
    return [field.name for field in fields(Evidence)]


def _asked(
    collection: Collection,
    encoder: Encoder,
    cache: Path,
    budget: PassageBudget,
    reader: Reader | None,
    tell: Callable[[str], None],
) -> list[Case]:
    tell(f"{collection.name}: asking {len(collection.queries)} questions")
    opened = open_prepared(collection, encoder, cache, budget=budget)
    golds = collection.golds_of()
    try:
        searcher = Searcher(opened, reader=reader)
        cases = []
        for query in collection.queries:
            quoted = searcher.evidence(Question(text=query.text, limit=QUOTES))
            judged = golds.get(query.query_id, ())
            quotes = (Weighed(evidence, _marked(quote, judged)) for evidence, quote in quoted)
            cases.append(Case(collection.name, query.query_id, query.answerable, tuple(quotes)))
        return cases
    finally:
        opened.close()


def _marked(quote: Quote, golds: Sequence[Gold]) -> bool:
    """Whether a quote has words of a judged span that answers."""
    place = quote.citation
    return any(
        gold.relevance > 0
        and gold.document == place.source_name
        and gold.start < place.end
        and place.start < gold.end
        for gold in golds
    )
