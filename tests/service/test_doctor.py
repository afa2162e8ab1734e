"""What `onrecord doctor` finds."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest

from index.build import open_index
from index.errors import ModelChanged
from service import doctor
from service.doctor import examine, report
from service.settings import Settings
from tests.fakes import HashingEncoder
from tests.service.fiction import MILL


@pytest.fixture(autouse=True)
def _quick_models(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "encoder_of", lambda settings: HashingEncoder())
    monkeypatch.setattr(doctor, "reader_of", lambda settings: None)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    with open_index(tmp_path / "data", HashingEncoder(), create=True) as index:
        index.put("mill.txt", MILL.encode())
    return tmp_path / "data"


def states(settings: Settings) -> dict[str, str]:
    return {one.name: one.state for one in examine(settings)}


def test_a_sound_index_is_found_sound(data: Path) -> None:
    output = report(Settings(data=data, port=0))
    assert output.json["healthy"] is True
    assert output.complaints == ()
    text = "\n".join(output.lines)
    assert "1 files, 1 documents" in text
    assert "vectors, keywords, stretches are as the manifest says" in text
    assert json.dumps(output.json)


def test_no_index_yet_is_a_note_with_the_cure(tmp_path: Path) -> None:
    found = {one.name: one for one in examine(Settings(data=tmp_path, port=0))}
    assert found["index"].state == "note"
    assert "run `onrecord index PATH --data" in found["index"].words


def test_damage_is_found(data: Path) -> None:
    (data / "vectors.faiss").write_bytes(b"x")
    assert states(Settings(data=data, port=0))["derived"] == "note"
    (data / "onrecord.sqlite3").write_bytes(b"x" * 5_000)
    output = report(Settings(data=data, port=0))
    assert output.json["healthy"] is False
    assert output.complaints[0].startswith("index: ")


def test_a_changed_model_is_found_and_ends_nothing(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def changed(settings: Settings) -> None:
        raise ModelChanged("other weights")

    monkeypatch.setattr(doctor, "encoder_of", changed)
    found = states(Settings(data=data, port=0))
    assert (found["model"], found["index"], found["port"]) == ("wrong", "ok", "ok")


def test_a_host_without_a_key_and_a_taken_port_are_told(data: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert states(Settings(data=data, port=port))["port"] == "note"
    assert states(Settings(data=data, host="0.0.0.0", port=0))["keys"] == "wrong"
