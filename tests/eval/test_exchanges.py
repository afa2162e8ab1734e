"""Labelled turns: what is read, what is counted, and what the parser reaches on ours."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from eval.collections.turnsets import load_turn_set
from eval.measuring.exchanges import ALL, BOTH, ExchangeReport, ExchangeScores, measure_exchanges
from eval.measuring.rolelabels import load_role_labels
from index.errors import CollectionError

SAID = [
    ("Ilse Adler", "Shall we start with the pier?"),
    ("Piet Berne", "The pier was painted green in April."),
    ("Nora Voss", "Mm-hmm."),
    ("Ilse Adler", "Then the budget for the lamps is next."),
]
# Where the words of each turn start: behind "Ilse Adler: ", and a line further on each time.
STARTS = (12, 54, 102, 122)
LABELS = ("question\t\t", "answer\t12\t", "statement\t\tbackchannel", "answer\t12\tdeflects")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_labels(
        tmp_path, [f"{at}\t{rest}" for at, rest in zip(STARTS, LABELS, strict=True)]
    )


def write_labels(tmp_path: Path, rows: list[str]) -> Path:
    """A turn set of four turns and a folder of labels beside it."""
    talk, home = tmp_path / "talk", tmp_path / "labels"
    talk.mkdir()
    home.mkdir()
    turns = [
        {"doc_id": "pier", "turn_id": number, "speaker": speaker, "text": words}
        for number, (speaker, words) in enumerate(SAID)
    ]
    (talk / "turns.jsonl").write_text("".join(json.dumps(turn) + "\n" for turn in turns))
    (talk / "queries.jsonl").write_text('{"qid": "q1", "text": "Which colour?"}\n')
    (talk / "qrels.tsv").write_text("q1\tpier\t1\t2\n")
    text = "".join(f"{speaker}: {words}\n" for speaker, words in SAID)
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    (home / "collections.tsv").write_text("name\tfolder\ntalk\t../talk\n")
    (home / "documents.tsv").write_text(
        f"collection\tdocument\tsha256\thalf\ntalk\tpier\t{sha256}\tdev\n"
    )
    lines = "".join(f"pier\t{row}\n" for row in rows)
    (home / "labels.tsv").write_text(f"document\tstart\trole\treplies_to\tnote\n{lines}")
    return home


def scores(report: ExchangeReport, collection: str, half: str) -> ExchangeScores:
    (one,) = [one for one in report.scores if (one.collection, one.half) == (collection, half)]
    return one


def test_the_starts_are_those_of_the_words(folder: Path) -> None:
    (pier,) = load_turn_set(folder.parent / "talk").parsed
    assert tuple(turn.start for turn in pier.turns) == STARTS


def test_roles_and_links_are_counted(folder: Path) -> None:
    report = measure_exchanges(folder)
    dev = scores(report, "talk", "dev")
    # The fourth turn is no answer to the parser: 3 of 4 roles, 1 of 2 answers, its link is right.
    assert (dev.role.value, dev.role.count) == (0.75, 4)
    assert (dev.answer_linked.value, dev.answer_linked.count) == (0.5, 2)
    assert (dev.link_right.value, dev.link_right.count) == (1.0, 1)
    assert (dev.lost.value, dev.lost.count) == (0.0, 3)
    assert dev.role.low < 0.75 < dev.role.high
    assert scores(report, ALL, BOTH).role == dev.role
    assert scores(report, "talk", "check").role.count == 0
    assert report.confusion["dev"]["answer", "statement"] == 1
    assert sum(report.confusion["dev"].values()) == 4


def test_either_of_two_roles_and_questions_is_right(tmp_path: Path) -> None:
    rows = ["12\tstatement|question\t\t", "54\tquestion|answer\t12\t", "122\tanswer\t54,12\t"]
    report = measure_exchanges(write_labels(tmp_path, rows))
    dev = scores(report, "talk", "dev")
    assert (dev.role.value, dev.answer_linked.value, dev.lost.count) == (2 / 3, 0.5, 1)
    assert report.confusion["dev"]["question", "question"] == 1


def test_the_report_gives_counts_and_intervals(folder: Path) -> None:
    report = measure_exchanges(folder)
    assert "3 of 4, 0.750 [" in report.text()
    markdown = report.markdown()
    assert "| labelled | found question | found answer |" in markdown
    assert "| answer | 0 | 1 | 1 | 0 |" in markdown
    body = json.dumps(report.json())
    assert '{"labelled": "answer", "found": "statement", "turns": 1}' in body


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("13\tstatement\t\t", r"labels\.tsv:2: no turn of this document starts at '13'"),
        ("12\tremark\t\t", r"labels\.tsv:2: role must be among question, answer"),
        ("54\tanswer\t\t", r"labels\.tsv:2: an answer, and nothing else, has the start"),
        ("54\tstatement\t12\t", r"labels\.tsv:2: an answer, and nothing else, has the start"),
        ("54\tanswer\t122\t", r"labels\.tsv:2: the turn replies to 122, which is not before it"),
        ("12\tquestion\t\t\nplum\t54\tanswer\t12\t", r"labels\.tsv:3: no document 'plum'"),
        ("12\tquestion\t\t\npier\t12\tquestion\t\t", r"labels\.tsv:3: .* labelled twice"),
        ("12\tquestion", r"labels\.tsv:2: expected 5 columns with a tab between them"),
    ],
)
def test_a_wrong_label_is_named(tmp_path: Path, row: str, message: str) -> None:
    with pytest.raises(CollectionError, match=message):
        load_role_labels(write_labels(tmp_path, [row]))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("\tdev", "\ttest", r"documents\.tsv:2: half must be dev or check, is 'test'"),
        ("talk\tpier", "walk\tpier", r"documents\.tsv:2: no collection 'walk'"),
        ("talk\tpier", "talk\tmole", r"documents\.tsv:2: \S+ has no document 'mole'"),
        ("pier\t", "pier\t0", r"documents\.tsv:2: 'pier' is not the document that was labelled"),
    ],
)
def test_a_wrong_document_is_named(folder: Path, old: str, new: str, message: str) -> None:
    path = folder / "documents.tsv"
    path.write_text(path.read_text().replace(old, new))
    with pytest.raises(CollectionError, match=message):
        load_role_labels(folder)


@pytest.mark.shared
def test_the_parser_holds_what_was_measured(project: Path, shared: Path) -> None:
    """Floors a little below what was reached: 0.892 and 0.939 of the roles are right."""
    report = measure_exchanges(project / "eval" / "sets" / "exchanges")
    floors = {
        # collection: role, answers linked, links right, over both halves
        "press-dev": (0.99, 0.98, 0.98),
        "state-department": (0.98, 0.98, 0.96),
        "explainmeetsum-train": (0.84, 0.72, 0.74),
        "friendsqa-dev": (0.91, 0.85, 0.85),
        ALL: (0.91, 0.884, 0.885),
    }
    for collection, (role, linked, right) in floors.items():
        both = scores(report, collection, BOTH)
        assert both.role.value >= role, collection
        assert both.answer_linked.value >= linked, collection
        assert both.link_right.value >= right, collection
    assert scores(report, ALL, BOTH).role.count == 879
    assert scores(report, ALL, "check").role.value >= 0.93
