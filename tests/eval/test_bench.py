from __future__ import annotations

import os
import socket
import subprocess
import tempfile
import threading
from pathlib import Path
from typing import cast

import pytest

from eval.bench import asking, serving
from eval.bench.__main__ import main
from eval.bench.asking import ask_all
from eval.bench.building import build_speed, transcripts
from eval.bench.questions import questions, shorten
from eval.bench.timing import Stopwatch, memory, size_mib, spread
from index.build import Index
from index.errors import StoreMissing
from tests.eval.fiction import TEXTS, write_fiction
from tests.fakes import HashingEncoder


@pytest.fixture(autouse=True)
def _no_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "load_reader", lambda: None)


def test_a_reporters_turn_is_shortened_to_its_last_real_question() -> None:
    turn = "Thank you.  Is the old harbour bridge\nstill closed today? Right? And Hallam. Why?"
    assert shorten(turn) == "Is the old harbour bridge still closed today?"
    assert shorten("Follow up on that.") is None


def test_questions_come_from_the_record_and_stay_the_same(opened: Index) -> None:
    found = questions(opened.store, 10, None)
    assert found == questions(opened.store, 10, None)
    assert "Commissioner, is the old sluice at Hallam going to be rebuilt?" in found
    assert len(found) == 4


def test_judged_questions_go_first(opened: Index, tmp_path: Path) -> None:
    found = questions(opened.store, 7, tmp_path / "set" / "queries.jsonl")
    assert found[0] == "When does the ferry terminal at Corran open?"
    assert len(found) == 7


def test_every_part_of_a_question_is_measured(opened: Index) -> None:
    found = ask_all(opened, questions(opened.store, 4, None))
    assert list(found.parts) == ["encode", "dense", "keywords", "rank", "quote"]
    assert all(part.count == 4 for part in found.parts.values())
    assert found.parts["encode"].median > 0
    assert found.parts["keywords"].median > 0
    assert found.whole.median > 0


def test_building_is_measured_against_the_encoder_alone(tmp_path: Path) -> None:
    write_fiction(tmp_path)
    speed = build_speed(transcripts(tmp_path / "documents", None), HashingEncoder(), rounds=2)
    assert speed.files == len(TEXTS)
    assert speed.passages > 0
    assert speed.ratio.count == 2
    assert speed.processor_ratio.median > 0


def test_files_are_spread_over_the_folder(tmp_path: Path) -> None:
    for number in range(10):
        (tmp_path / f"{number}.txt").write_text("x", encoding="utf-8")
    assert [path.stem for path in transcripts(tmp_path, 3)] == ["0", "3", "6"]
    assert len(transcripts(tmp_path, None)) == 10
    with pytest.raises(StoreMissing, match="no transcripts"):
        transcripts(tmp_path / "nowhere", None)


def test_a_spread_by_hand() -> None:
    found = spread([4.0, 1.0, 2.0, 3.0, 10.0], "ms")
    assert (found.median, found.low, found.high, found.count) == (3.0, 1.0, 10.0, 5)
    # Linear between the last two: position 0.99·4 = 3.96, 4 + 0.96·(10 - 4).
    assert found.p99 == pytest.approx(9.76)


def test_memory_and_size_are_read_from_the_system(tmp_path: Path) -> None:
    ours = memory()
    assert 1 < ours.now_mib <= ours.peak_mib
    assert memory(os.getpid()).peak_mib == pytest.approx(ours.peak_mib, rel=0.2)
    (tmp_path / "file").write_bytes(b"x" * 2**20)
    assert size_mib(tmp_path) == 1.0


def test_a_stopwatch_adds_up() -> None:
    watch = Stopwatch()
    with watch.running():
        pass
    first = watch.total_s
    with watch.running():
        pass
    assert watch.total_s > first > 0


def test_a_service_that_hung_up_after_a_pause_is_asked_again() -> None:
    """It answers one request on each connection and then closes it without a word."""
    asked: list[bytes] = []

    def serve(listening: socket.socket) -> None:
        for _ in range(3):
            connection, _ = listening.accept()
            with connection:
                request = b""
                while b"}" not in request:
                    request += connection.recv(4096)
                asked.append(request)
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")

    with socket.create_server((serving.HOST, 0)) as listening, tempfile.TemporaryFile() as log:
        thread = threading.Thread(target=serve, args=(listening,))
        thread.start()
        process = cast("subprocess.Popen[bytes]", None)
        server = serving._Server(process, listening.getsockname()[1], log, 0.0)
        for number in range(3):
            server.ask(f"question {number}")
        server.close()
        thread.join()
    assert [f"question {n}".encode() in one for n, one in enumerate(asked)] == [True] * 3


@pytest.mark.model
def test_a_folder_without_transcripts_is_a_message(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    assert main([str(empty), "--data", str(tmp_path / "data"), "--no-serve"]) == 1
    assert "no transcripts" in capsys.readouterr().err
