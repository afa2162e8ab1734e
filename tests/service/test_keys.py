"""API keys as they are kept: the file, the comparison, the commands."""

from __future__ import annotations

import hashlib
import hmac
import json
from pathlib import Path

import pytest

from index.errors import NotFound, SettingsError
from service.cli import run
from service.keys import KEYS, Keys, Scope


def test_the_file_holds_a_hash_and_never_the_key(tmp_path: Path) -> None:
    key, token = Keys(tmp_path).add("feed", ["write", "read"])
    path = tmp_path / KEYS
    secret = token.removeprefix(f"onrecord_{key.key_id}_")
    assert len(secret) == 43  # 32 bytes in base64
    assert secret not in path.read_text(encoding="utf-8")
    assert key.sha256 == hashlib.sha256(token.encode()).hexdigest()
    assert key.scopes == ("read", "write")
    assert path.stat().st_mode & 0o777 == 0o600


def test_only_the_whole_key_is_found(tmp_path: Path) -> None:
    keys = Keys(tmp_path)
    first, token = keys.add("one", ["read"])
    second, other = keys.add("two", ["read", "write"])
    assert keys.find(token) == first
    assert keys.find(other) == second
    for wrong in ("", token[:-1], token + "x", token.upper(), first.sha256, "\ud800"):
        assert keys.find(wrong) is None, wrong


def test_every_key_is_compared_in_constant_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = Keys(tmp_path)
    tokens = [keys.add(name, ["read"])[1] for name in ("a", "b", "c")]
    compared: list[str] = []

    def counted(ours: str, theirs: str) -> bool:
        compared.append(ours)
        return ours == theirs

    monkeypatch.setattr(hmac, "compare_digest", counted)
    for token in (*tokens, "wrong"):
        compared.clear()
        keys.find(token)
        assert len(compared) == 3


def test_another_process_change_counts_at_once(tmp_path: Path) -> None:
    serving, typing = Keys(tmp_path), Keys(tmp_path)
    assert serving.all() == ()
    _, token = typing.add("late", ["read"])
    assert serving.find(token) is not None
    typing.remove("late")
    assert serving.find(token) is None


@pytest.mark.parametrize("name", ["", "  ", "x" * 101, "a\nb", "taken"])
def test_a_name_that_cannot_be_used_is_refused(tmp_path: Path, name: str) -> None:
    keys = Keys(tmp_path)
    keys.add("taken", ["read"])
    with pytest.raises(SettingsError, match=r"name a key|named 'taken' already"):
        keys.add(name, ["read"])
    assert [key.name for key in keys.all()] == ["taken"]


def test_removing_names_those_that_there_are(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="'x'; there are: none"):
        Keys(tmp_path / "nowhere").remove("x")
    keys = Keys(tmp_path)
    key, _ = keys.add("feed", ["read"])
    with pytest.raises(NotFound, match="'x'; there are: feed"):
        keys.remove("x")
    assert keys.remove(key.key_id) == key
    assert keys.all() == ()


@pytest.mark.parametrize("scopes", [["read"], ["read", "write"]])
def test_a_file_that_is_gone_lets_nobody_in(tmp_path: Path, scopes: list[Scope]) -> None:
    data = tmp_path / "data"
    serving = Keys(data)
    _, token = serving.add("reader", scopes)
    assert serving.find(token) is not None
    (data / KEYS).unlink()
    for _ in range(2):
        with pytest.raises(SettingsError, match=r"keys\.json was there and is gone"):
            serving.all()
    Keys(data).add("new", ["read"])
    assert serving.find(token) is None
    assert [key.name for key in serving.all()] == ["new"]
    data.rename(tmp_path / "moved")
    with pytest.raises(SettingsError, match="is gone"):
        serving.all()
    (tmp_path / "moved").rename(data)
    serving.remove("new")
    assert serving.all() == ()
    assert Keys(data).all() == ()


@pytest.mark.parametrize("text", ["", "[]", '{"format": 2, "keys": []}', '{"format": 1}', "{"])
def test_a_file_that_cannot_be_read_lets_nobody_in(tmp_path: Path, text: str) -> None:
    (tmp_path / KEYS).write_text(text, encoding="utf-8")
    keys = Keys(tmp_path)
    for _ in range(2):
        with pytest.raises(SettingsError, match=r"keys\.json cannot be read"):
            keys.find("x")


def test_the_commands_make_list_and_remove(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = ["--data", str(tmp_path)]
    assert run(["keys", "list", *data]) == 0
    assert "There is no key" in capsys.readouterr().out
    assert run(["keys", "add", "feed", "--scope", "read", "--scope", "write", *data]) == 0
    told, token = capsys.readouterr().out.splitlines()
    assert "may read and write. It is shown this once:" in told
    assert Keys(tmp_path).find(token)
    assert run(["keys", "add", "reader", "--json", *data]) == 0
    made = json.loads(capsys.readouterr().out)
    assert made["scopes"] == ["read"]
    assert run(["keys", "list", "--json", *data]) == 0
    out = capsys.readouterr().out
    assert [item["name"] for item in json.loads(out)["items"]] == ["feed", "reader"]
    assert token not in out
    assert made["key"] not in out
    assert run(["keys", "remove", "feed", *data]) == 0
    assert run(["keys", "remove", "feed", *data]) == 2
    assert "there are: reader" in capsys.readouterr().err
    assert run(["keys", "add", "x", "--scope", "all", *data]) == 2
