from __future__ import annotations

import gzip
import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from eval.collections.collection import load_collection
from index.errors import CollectionError
from tests.eval.judged import write_collection

TEXTS = {"a.txt": "MS. ADLER: The bridge opens in May.\n", "b.txt": "Q: Why?\n"}
QUERIES: list[dict[str, object]] = [
    {
        "query_id": "q1",
        "text": "when does the bridge open",
        "kind": "direct",
        "speakers": ["MS. ADLER"],
        "date_from": "2014-03-01",
        "date_to": "2014-03-31",
        "note": "",
    },
    {
        "query_id": "q2",
        "text": "cost of the tunnel",
        "kind": "none",
        "speakers": None,
        "date_from": None,
        "date_to": None,
    },
]
QRELS = [["q1", "a.txt", 11, 35, 2, "MS. ADLER"]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_collection(tmp_path, TEXTS, QUERIES, QRELS)


def test_our_own_form(folder: Path) -> None:
    collection = load_collection(folder)
    assert collection.name == "fiction"
    assert [document.name for document in collection.documents] == ["a.txt", "b.txt"]
    query = collection.queries[0]
    assert query.speakers == ("MS. ADLER",)
    assert (query.date_from, query.date_to) == (date(2014, 3, 1), date(2014, 3, 31))
    assert [q.answerable for q in collection.queries] == [True, False]
    assert [g.relevance for g in collection.golds_of()["q1"]] == [2]
    assert "q2" not in collection.golds_of()
    assert all(path.is_file() for path in collection.paths())


def test_names_without_hashes_and_a_folder_given(folder: Path) -> None:
    (folder / "collection.json").unlink()
    (folder / "documents.txt").write_text("a.txt\nb.txt\n", encoding="utf-8")
    collection = load_collection(folder, documents=folder.parent / "documents")
    assert collection.name == "set"
    assert collection.documents[0].sha256 is None


def test_documents_of_several_folders(folder: Path) -> None:
    other = folder.parent / "other"
    other.mkdir()
    (folder.parent / "documents" / "b.txt").rename(other / "b.txt")
    name_folders(folder, ["../documents", "../other"])
    collection = load_collection(folder)
    assert [path.parent.name for path in collection.paths()] == ["documents", "other"]
    assert all(path.is_file() for path in collection.paths())
    with pytest.raises(CollectionError, match=r"1 of 2 documents are not in .*other: a\.txt"):
        load_collection(folder, documents=other)


def test_a_document_of_several_folders_that_is_in_none(folder: Path) -> None:
    (folder.parent / "documents" / "b.txt").unlink()
    name_folders(folder, ["../documents", "../other"])
    with pytest.raises(CollectionError, match=r"not in .*documents, .*other: b\.txt"):
        load_collection(folder)


@pytest.mark.parametrize("documents", [None, 3, [], ["../documents", 3]])
def test_folders_that_are_none(folder: Path, documents: object) -> None:
    name_folders(folder, documents)
    with pytest.raises(CollectionError, match=r"'documents' must be a folder or a list of"):
        load_collection(folder)


def name_folders(folder: Path, documents: object) -> None:
    about = {"name": "fiction", "documents": documents}
    (folder / "collection.json").write_text(json.dumps(about), encoding="utf-8")


def test_missing_documents_are_named(folder: Path) -> None:
    (folder.parent / "documents" / "b.txt").unlink()
    with pytest.raises(CollectionError, match=r"1 of 2 documents .*b\.txt.*--documents"):
        load_collection(folder)


def test_documents_that_differ_are_named(folder: Path) -> None:
    (folder.parent / "documents" / "a.txt").write_text("other words", encoding="utf-8")
    with pytest.raises(CollectionError, match=r"differ from those that were judged.*a\.txt"):
        load_collection(folder)


@pytest.mark.parametrize(
    ("name", "line", "message"),
    [
        ("qrels.tsv", "q1\ta.txt\t1\t2\t2", r"qrels\.tsv:3: expected 6 .* found 5"),
        ("qrels.tsv", "q9\ta.txt\t1\t2\t2\tQ", r"qrels\.tsv:3: no question 'q9'"),
        ("qrels.tsv", "q1\tc.txt\t1\t2\t2\tQ", r"qrels\.tsv:3: 'c\.txt' is not a document"),
        ("qrels.tsv", "q1\ta.txt\tx\t2\t2\tQ", r"qrels\.tsv:3: .*whole numbers"),
        ("qrels.tsv", "q1\ta.txt\t5\t5\t2\tQ", r"qrels\.tsv:3: the span 5:5"),
        ("qrels.tsv", "q1\ta.txt\t1\t2\t7\tQ", r"qrels\.tsv:3: relevance .* is 7"),
        ("qrels.tsv", "q1\ta.txt\t11\t35\t1\tQ", r"qrels\.tsv:3: q1 judges the span .*twice"),
        ("qrels.tsv", "q2\ta.txt\t1\t2\t2\tQ", r"kind 'none': q2"),
        ("queries.jsonl", "{", r"queries\.jsonl:3: not JSON"),
        ("queries.jsonl", "[]", r"queries\.jsonl:3: expected an object"),
        ("queries.jsonl", '{"query_id": "q3"}', r"queries\.jsonl:3: 'text' must be words"),
        (
            "queries.jsonl",
            '{"query_id": "q1", "text": "again", "kind": "direct"}',
            r"queries\.jsonl:3: query_id 'q1' stands twice",
        ),
        (
            "queries.jsonl",
            '{"query_id": "q3", "text": "x", "kind": "direct", "date_from": "May"}',
            r"queries\.jsonl:3: 'date_from' must be a date",
        ),
        (
            "queries.jsonl",
            '{"query_id": "q3", "text": "x", "kind": "direct"}',
            r"no relevant span for q3",
        ),
        ("documents.tsv", "one column", r"documents\.tsv:4: expected 2 .* found 1"),
    ],
)
def test_a_wrong_line_is_named(folder: Path, name: str, line: str, message: str) -> None:
    with (folder / name).open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    with pytest.raises(CollectionError, match=message):
        load_collection(folder)


def test_a_wrong_header_is_named(folder: Path) -> None:
    (folder / "qrels.tsv").write_text("q1\ta.txt\t1\t2\t2\tQ\n", encoding="utf-8")
    with pytest.raises(CollectionError, match=r"qrels\.tsv:1: expected the header query_id<TAB>"):
        load_collection(folder)


def test_blanks_in_place_of_tabs_are_named(folder: Path) -> None:
    qrels = folder / "qrels.tsv"
    good = qrels.read_text(encoding="utf-8")
    qrels.write_text(good.replace("\t", " "), encoding="utf-8")
    with pytest.raises(CollectionError, match=r"tsv:1: .*found 'query_id doc_id.* \(no tab in it"):
        load_collection(folder)
    qrels.write_text(good + "q1 a.txt 0 2 1 Q\n", encoding="utf-8")
    with pytest.raises(CollectionError, match=r"6 columns with a tab between them, found 1: 'q1 a"):
        load_collection(folder)
    qrels.write_text(good + "q1\ta.txt\t0 2\n", encoding="utf-8")
    with pytest.raises(CollectionError, match=r"found 3: 'q1<TAB>a.txt<TAB>0 2'$"):
        load_collection(folder)


def test_packed_files_are_read_and_broken_ones_named(folder: Path) -> None:
    before = load_collection(folder)
    plain = folder / "queries.jsonl"
    packed = folder / "queries.jsonl.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    plain.unlink()
    assert load_collection(folder) == before
    packed.write_bytes(packed.read_bytes()[:-9])
    with pytest.raises(CollectionError, match=r"queries\.jsonl\.gz is no whole gzip file"):
        load_collection(folder)
    packed.write_bytes(b"{}")
    with pytest.raises(CollectionError, match=r"queries\.jsonl\.gz is no whole gzip file"):
        load_collection(folder)


def test_a_folder_that_is_no_collection(tmp_path: Path) -> None:
    with pytest.raises(CollectionError, match="not a collection"):
        load_collection(tmp_path)
    with pytest.raises(CollectionError, match="no folder"):
        load_collection(tmp_path / "nowhere")


def test_the_hash_follows_what_is_judged(folder: Path) -> None:
    before = load_collection(folder).sha256
    assert before == load_collection(folder).sha256
    with (folder / "qrels.tsv").open("a", encoding="utf-8") as file:
        file.write("q1\tb.txt\t0\t2\t1\tQ\n")
    assert load_collection(folder).sha256 != before


@pytest.mark.shared
def test_the_shared_development_set(shared: Path) -> None:
    collection = load_collection(shared / "collections" / "press-dev")
    kinds = [query.kind for query in collection.queries]
    assert len(collection.documents) == 100
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {
        "direct": 20,
        "context": 14,
        "dated": 8,
        "multi": 4,
        "none": 14,
    }
    assert len(collection.golds) == 144
    assert len(collection.golds_of()) == 46


def test_grade_0_is_read_and_answers_nothing(tmp_path: Path) -> None:
    # For any kind, `none` too, and with fields of its own that nobody asks for.
    queries = [
        {**query, "kind": kind} for query, kind in zip(QUERIES, ("facet", "none"), strict=True)
    ]
    queries[0]["shared_stems"] = 0
    judged = [*QRELS, ["q1", "b.txt", 3, 7, 0, "Q"], ["q2", "a.txt", 11, 35, 0, "MS. ADLER"]]
    collection = load_collection(write_collection(tmp_path, TEXTS, queries, judged))
    assert [query.kind for query in collection.queries] == ["facet", "none"]
    assert [gold.relevance for gold in collection.golds] == [2, 0, 0]
    assert {q: len(golds) for q, golds in collection.golds_of().items()} == {"q1": 1}


@pytest.mark.shared
def test_the_hard_development_set_is_over_the_same_documents(shared: Path) -> None:
    folder = shared / "collections"
    hard, easy = (load_collection(folder / name) for name in ("press-hard", "press-dev"))
    kinds = Counter(query.kind for query in hard.queries)
    assert kinds == {
        "paraphrase": 52,
        "facet": 25,
        "context": 14,
        "multi": 6,
        "dated": 2,
        "none": 35,
    }
    assert len(hard.golds_of()) == 99
    assert sum(gold.relevance == 0 for gold in hard.golds) == 89
    assert hard.documents == easy.documents
