"""Peers: chunks become spans, results are read strictly and scored as ours are."""

from __future__ import annotations

import ast
import json
import math
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from eval.command import read_texts
from eval.peers import __main__ as program
from eval.peers.configurations import (
    CONFIGURATIONS,
    OURSELVES,
    Configuration,
    PeerMissing,
    peer_python,
)
from eval.peers.contract import (
    Answered,
    Asked,
    Built,
    Chunk,
    Job,
    PeerAnswer,
    PeerHit,
    Ranked,
    Text,
    place_chunks,
    read_answered,
    read_built,
    read_job,
    write_json,
)
from eval.peers.driving import drive, places_of
from eval.peers.measuring import Bench, Measured, driver_folder, measure
from eval.running.loading import load
from eval.running.systems import OURS
from tests.eval.fiction import HARBOUR, LOCKS, write_fiction
from tests.eval.test_turnsets import write_turn_set
from tests.fakes import HashingEncoder

CALLS = "𝄞 Ferry. Ferry sails. The ferry is late.\nFerry sails."
OPENS = "It opens on the ninth of May."
ASKS = "Commissioner, is the old sluice"
QUERIES = ("F1", "F2", "F3", "F4", "F5")


@pytest.fixture(autouse=True)
def _no_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program, "load_reader", lambda: None)


def job(folder: Path, documents: Mapping[str, str], questions: Sequence[Asked]) -> Job:
    texts = tuple(Text(name, text) for name, text in documents.items())
    return Job("hybrid", "model", str(folder / "index"), 3, 1, texts, tuple(questions))


def test_a_driver_is_given_one_folder_or_finds_several_itself(tmp_path: Path) -> None:
    collection = load(write_fiction(tmp_path))
    assert Path(driver_folder(collection)) == collection.documents_folders[0]
    several = replace(collection, documents_folders=(tmp_path, *collection.documents_folders))
    assert driver_folder(several) == ""
    assert load(several.folder).paths() == several.paths()


def test_a_peers_own_offset_counts_where_its_words_stand() -> None:
    # Code points: the clef is one of them, so the first "Ferry sails." is 9 to 21.
    assert CALLS[9:21] == "Ferry sails."
    assert place_chunks([Chunk("a", "Ferry sails.", 9)], {"a": CALLS}) == [(9, 21)]
    assert place_chunks([Chunk("a", "Ferry sails.", 41)], {"a": CALLS}) == [(41, 53)]


def test_a_wrong_or_missing_offset_is_looked_up_word_for_word() -> None:
    chunks = [Chunk("a", "Ferry sails.", 10), Chunk("a", "Ferry sails."), Chunk("a", "Ferry sails")]
    assert place_chunks(chunks, {"a": CALLS}) == [(9, 21), (41, 53), None]


def test_chunks_may_overlap_and_documents_do_not_mix() -> None:
    chunks = [Chunk("a", "one two", 0), Chunk("b", "two three"), Chunk("a", "two three", 5)]
    texts = {"a": "one two three", "b": "two three"}
    assert place_chunks(chunks, texts) == [(0, 7), (0, 9), (4, 13)]


def test_words_inside_the_chunk_before_are_not_taken_for_the_next_one() -> None:
    chunks = [Chunk("a", "No.\nYes."), Chunk("a", "Yes."), Chunk("a", "Yes.")]
    assert place_chunks(chunks, {"a": "No.\nYes.\n\nYes.\n\nYes."}) == [(0, 8), (10, 14), (16, 20)]


def test_words_that_do_not_stand_there_are_counted_and_never_nearly_placed() -> None:
    chunks = {"1": Chunk("a", "one  two"), "2": Chunk("a", ""), "3": Chunk("a", "three")}
    placed, unplaced = places_of(chunks, {"a": "one two three"})
    assert placed == {"1": ("a", None, None), "2": ("a", None, None), "3": ("a", 8, 13)}
    assert unplaced == {"a": 2}


def test_a_job_and_results_read_as_they_were_written(tmp_path: Path) -> None:
    path = tmp_path / "file.json"
    given = job(tmp_path, {"a": CALLS}, [Asked("q1", "Is it late?", None), Asked("q1", "x", "a")])
    write_json(path, given)
    assert read_job(path) == given
    built = Built({"splitter": "lines"}, {"peer": "1.0"}, 4, 1.5, 200.0, {"a": 1})
    write_json(path, built)
    assert read_built(path) == built
    hits = (PeerHit("a", 9, 21, 0.5), PeerHit("a", None, None, 0.25))
    answered = Answered(2.5, 300.0, (PeerAnswer("q1", None, 12.0, hits),))
    write_json(path, answered)
    assert read_answered(path) == answered


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "cannot be read as JSON"),
        ("[1]", "must hold an object, holds list"),
        ('{"cold_start_s": 1.0}', "does not hold a peer's answers"),
        (
            '{"cold_start_s": 1, "peak_mib": 1, "answers": [{"query_id": "q7", "document": null, '
            '"ms": 1, "hits": [{"document": "a", "start": 9, "end": 9, "score": 1}]}]}',
            "q7: no place 9:9",
        ),
        (
            '{"cold_start_s": 1, "peak_mib": 1, "answers": [{"query_id": "q7", "document": null, '
            '"ms": 1, "hits": [{"document": "a", "start": 9, "end": null, "score": 1}]}]}',
            "q7: no place 9:None",
        ),
    ],
)
def test_a_broken_result_is_refused_with_its_file(
    tmp_path: Path, content: str, message: str
) -> None:
    path = tmp_path / "answered.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ValueError, match=rf"answered\.json .*{message}"):
        read_answered(path)


class Lines:
    """A peer that indexes lines and ranks them by the words they share with the question."""

    settings: Mapping[str, object] = {"splitter": "lines"}
    packages: Sequence[str] = ("pytest", "no-such-package")

    def __init__(self, given: Job) -> None:
        self.job = given
        self.rows: dict[str, Chunk] = {}

    def build(self) -> None:
        for document in self.job.documents:
            for line in document.text.splitlines():
                self.rows[str(len(self.rows))] = Chunk(document.name, line)

    def chunks(self) -> Mapping[str, Chunk]:
        return self.rows

    def save(self, folder: Path) -> None:
        rows = {key: [chunk.document, chunk.text] for key, chunk in self.rows.items()}
        (folder / "rows.json").write_text(json.dumps(rows), encoding="utf-8")

    def load(self, folder: Path) -> None:
        rows = json.loads((folder / "rows.json").read_text(encoding="utf-8"))
        self.rows = {key: Chunk(*row) for key, row in rows.items()}

    def search(self, question: str, document: str | None) -> Sequence[Ranked]:
        asked = set(question.lower().split())
        scores = {
            key: len(asked & set(chunk.text.lower().split()))
            for key, chunk in self.rows.items()
            if document in (None, chunk.document)
        }
        best = sorted(scores, key=lambda key: -scores[key])[: self.job.depth]
        return [Ranked(key, float(scores[key])) for key in best]


def test_a_driver_builds_then_answers_with_spans(tmp_path: Path) -> None:
    texts = {"a": "the pier is closed\nthe goat is old", "b": "a goat\nthe goat eats the pier"}
    asked = [Asked("q1", "is the goat old", None), Asked("q1", "is the goat old", "b")]
    given, paths = job(tmp_path, texts, asked), [tmp_path / name for name in ("j", "b", "a")]
    write_json(paths[0], given)
    assert drive(Lines, ["build", str(paths[0]), str(paths[1]), "0"]) == 0
    write_json(paths[0], replace(given, documents=()))
    assert drive(Lines, ["ask", str(paths[0]), str(paths[2]), "0"]) == 0
    built, answered = read_built(paths[1]), read_answered(paths[2])
    assert (built.chunks, built.unplaced) == (4, {})
    assert built.versions["pytest"] == pytest.__version__
    assert built.versions["no-such-package"] == "not installed"
    assert answered.cold_start_s > 0
    assert answered.peak_mib > 1
    whole, inside = answered.answers
    assert whole.hits[0] == PeerHit("a", 19, 34, 4.0)
    assert [(hit.document, hit.start) for hit in inside.hits] == [("b", 7), ("b", 0)]


def hit(document: str, text: str, words: str, score: float) -> PeerHit:
    start = text.index(words)
    return PeerHit(document, start, start + len(words), score)


def written(configuration: Configuration) -> Measured:
    """A result by hand: F1 right, F4 answered by the reporter's question, the rest nothing."""
    hits: dict[str, tuple[PeerHit, ...]] = {
        "F1": (PeerHit("harbour.txt", None, None, 9.0), hit("harbour.txt", HARBOUR, OPENS, 3.0)),
        "F4": (hit("locks.txt", LOCKS, ASKS, 2.0),),
    }
    answers = tuple(
        PeerAnswer(name, None, 10.0 + place, hits.get(name, ()))
        for place, name in enumerate(QUERIES)
    )
    built = Built({"splitter": "by hand"}, {"peer": "1.2.3"}, 7, 1.5, 210.0, {"harbour.txt": 1})
    return Measured(configuration, built, Answered(4.5, 320.0, answers))


def test_a_peers_answers_are_scored_as_ours_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    collection = load(write_fiction(tmp_path))
    monkeypatch.setattr(program, "measure", lambda configuration, *_: written(configuration))
    report = program.compare_with_peers([collection], HashingEncoder(), tmp_path / "c", Bench())
    (run,) = report.runs
    names = [configuration.name for configuration in CONFIGURATIONS]
    assert [one.system for one in run.scores] == [OURS, *names]
    theirs = run.scores[1]
    # The chunk that stands nowhere is left out, and the one behind it moves up.
    assert theirs.per_question["hit@1"] == {"F1": 1.0, "F2": 0.0, "F3": 0.0, "F4": 0.0}
    assert theirs.figures["char F1"].value == 0.25
    assert theirs.rates["question as answer"].value == 0.25
    assert theirs.rates["verbatim"].value == 1.0
    assert {one.baseline for one in run.comparisons["nDCG@10"]} == set(names)
    text = report.text()
    row = next(line for line in text.splitlines() if line.startswith("txtai quick start"))
    # First hits of 29 and 31 characters; of 10, 11, 12, 13 and 14 ms the median is 12, and the
    # 99th percentile 0.04 below the slowest.
    assert row.split()[-9:-2] == ["30", "1.5", "12.0", "14.0", "210", "320", "4.5"]
    assert "1 of 7 chunks do not stand in their document word for word (1 hits on them)" in text


def test_where_turns_are_judged_a_peers_chunks_are_measured_by_turns_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    collection = load(write_turn_set(tmp_path))
    gold = collection.golds[0]
    # From the first word of the transcript's first turn to the last of its second, the gold one.
    chunk = PeerHit("pier", len("Ilse Adler: "), gold.end, 2.0)
    answers = tuple(
        PeerAnswer(query.query_id, document, 9.0, (chunk,) if query.query_id == "q1" else ())
        for query in collection.queries
        for document in (None, query.document)
    )
    result = Measured(
        CONFIGURATIONS[0], Built({}, {}, 3, 1.5, 210.0, {}), Answered(4.5, 320.0, answers)
    )
    monkeypatch.setattr(program, "measure", lambda one, *_: replace(result, configuration=one))
    report = program.compare_with_peers([collection], HashingEncoder(), tmp_path / "c", Bench())
    for run in report.runs:
        theirs = run.scores[1].per_question
        assert theirs["hit@1"] == {"q1": 1.0, "q2": 0.0}
        assert theirs["hit@1 by turns"] == {"q1": 0.0, "q2": 0.0}
        assert theirs["nDCG@10 by turns"]["q1"] == pytest.approx(1 / math.log2(3))
    markdown = report.markdown()
    assert "| nDCG@10 | hit@1 | nDCG@10 by turns | hit@1 by turns | R@10 |" in markdown
    assert "| p nDCG@10 | p hit@1 | p nDCG@10 by turns | p hit@1 by turns |" in markdown
    assert "| txtai quick start | nDCG@10 by turns |" in markdown


def test_the_run_folder_says_what_was_compared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    collection = load(write_fiction(tmp_path))
    monkeypatch.setattr(program, "measure", lambda configuration, *_: written(configuration))
    report = program.compare_with_peers([collection], HashingEncoder(), tmp_path / "c", Bench())
    folder = program.write_report(report, tmp_path / "runs")
    record = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    about = record["peers"]["fiction"]["llama-index hybrid"]
    assert about["versions"] == {"peer": "1.2.3"}
    assert about["settings"] == {"splitter": "by hand"}
    assert about["hits_unplaced"] == 1
    assert len(record["collections"][0]["systems"]) == 1 + len(CONFIGURATIONS)
    markdown = (folder / "report.md").read_text(encoding="utf-8")
    assert "### haystack hybrid" in markdown
    assert "- versions: peer 1.2.3" in markdown
    everything = "".join(p.read_text(encoding="utf-8") for p in folder.rglob("*") if p.is_file())
    assert "ninth of May" not in everything


def standing_in(home: Path, peer: str, results: Path) -> Path:
    """A peer's "Python" that notes each step and copies a result that was written before."""
    python = home / peer / "venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    steps = results / "steps"
    python.write_text(
        f'#!/bin/sh\necho "$3" >> "{steps}"\ncp "{results}/$3.json" "$5"\n', encoding="utf-8"
    )
    python.chmod(0o755)
    return steps


def test_what_was_measured_is_kept_until_something_changes(tmp_path: Path) -> None:
    collection = load(write_fiction(tmp_path))
    texts = read_texts(collection)
    configuration = CONFIGURATIONS[0]
    result = written(configuration)
    results = tmp_path / "results"
    results.mkdir()
    write_json(results / "build.json", result.built)
    write_json(results / "ask.json", result.answered)
    bench = Bench(tmp_path / "peers")
    steps = standing_in(bench.home, configuration.peer, results)

    def run(bench: Bench, texts: Mapping[str, str]) -> int:
        found = measure(configuration, collection, texts, bench, lambda words: None)
        assert found == result
        return len(steps.read_text(encoding="utf-8").split())

    assert run(bench, texts) == 2
    assert run(bench, texts) == 2
    assert run(replace(bench, fresh="answers"), texts) == 3
    assert run(replace(bench, fresh="all"), texts) == 5
    assert run(bench, texts | {"harbour.txt": texts["harbour.txt"] + " "}) == 7
    assert run(replace(bench, threads=2), texts) == 9


@pytest.mark.model
def test_ours_is_measured_in_the_same_frame(tmp_path: Path) -> None:
    collection = load(write_turn_set(tmp_path))
    texts = read_texts(collection)
    found = measure(OURSELVES, collection, texts, Bench(tmp_path / "peers"), lambda words: None)
    assert found.built.unplaced == {}
    assert found.built.index_s > 0
    # Two questions about a document: each over the whole collection, then inside it.
    assert [(one.query_id, one.document) for one in found.answered.answers] == [
        ("q1", None),
        ("q2", None),
        ("q1", "pier"),
        ("q2", "kitchen"),
    ]
    for answer in found.answered.answers:
        assert answer.hits
        assert all(answer.document in (None, hit.document) for hit in answer.hits)
        best = answer.hits[0]
        words = texts[best.document][best.start : best.end]
        assert {"q1": "painted green", "q2": "eaten by the goat"}[answer.query_id] in words


def test_a_driver_that_fails_says_why(tmp_path: Path) -> None:
    collection = load(write_fiction(tmp_path))
    python = tmp_path / "txtai" / "venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text("#!/bin/sh\necho the index is full >&2\nexit 3\n", encoding="utf-8")
    python.chmod(0o755)
    message = "txtai quick start ended with 3 at build: the index is full"
    with pytest.raises(RuntimeError, match=message):
        measure(CONFIGURATIONS[0], collection, {}, Bench(tmp_path), lambda words: None)


def test_a_missing_environment_is_named_with_the_cure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(PeerMissing, match=r"haystack has no environment .* `make peers-install`"):
        peer_python("haystack", tmp_path)
    assert program.main(["--home", str(tmp_path), str(write_fiction(tmp_path))]) == 1
    assert "txtai has no environment" in capsys.readouterr().err


def test_each_peer_is_pinned_and_documented(project: Path) -> None:
    forms = [(one.peer, one.form) for one in CONFIGURATIONS]
    assert len(forms) == len(set(forms)) == 6
    makefile = (project / "Makefile").read_text(encoding="utf-8")
    (names,) = (line for line in makefile.splitlines() if line.startswith("PEERS :="))
    assert names.split()[2:] == list(dict.fromkeys(peer for peer, _ in forms))
    for configuration in CONFIGURATIONS:
        assert configuration.documented
        pinned = project / "eval" / "peers" / "requirements" / f"{configuration.peer}.txt"
        lines = pinned.read_text(encoding="utf-8").splitlines()
        asked = [line for line in lines if not line.startswith("#")]
        assert all("==" in line and "@" not in line for line in asked)
        assert not [line for line in asked if line.startswith("torch==")]


def test_what_runs_under_a_peers_python_needs_nothing_of_ours(project: Path) -> None:
    drivers = {one.driver for one in CONFIGURATIONS} - {OURSELVES.driver}
    allowed = {"eval.peers.contract", "eval.peers.driving"}
    theirs = {"txtai", "llama_index", "haystack", "haystack_integrations"}
    for name in (*sorted(drivers), "contract", "driving", "__init__"):
        tree = ast.parse((project / "eval" / "peers" / f"{name}.py").read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            modules = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if isinstance(node, ast.Import):
                modules = [alias.name for alias in node.names]
            for module in modules:
                head = module.split(".")[0]
                known = head in sys.stdlib_module_names or module in allowed or head in theirs
                assert known, f"{name} imports {module}"
