from __future__ import annotations

from dataclasses import FrozenInstanceError, fields
from pathlib import Path
from typing import get_args

import pytest

from index.errors import SettingsError
from index.readers import DEFAULT_MAX_BYTES
from retrieval.bounds import MAX_QUESTION_CHARS
from retrieval.ranking import RANKINGS, Ranking
from service.opening import ranking_of
from service.settings import (
    MAX_SOURCE_BYTES,
    RULES,
    RankingName,
    Settings,
    read_settings,
    variable,
)
from tests.service.manual import manual


def test_nothing_set_gives_the_defaults() -> None:
    settings = read_settings({"PATH": "/bin", "HOME": "/"})
    assert settings == Settings()
    assert (settings.data, settings.host, settings.port) == (Path("data"), "127.0.0.1", 8000)


def test_a_flag_wins_over_the_variable_and_the_variable_over_the_default() -> None:
    environment = {"ONRECORD_PORT": "9000", "ONRECORD_DATA": "there"}
    settings = read_settings(environment, {"port": "9001", "data": None})
    assert (settings.port, settings.data) == (9001, Path("there"))


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("ONRECORD_PORT", "abc", "from 0 to 65535"),
        ("ONRECORD_PORT", "70000", "from 0 to 65535"),
        ("ONRECORD_PRECISION", "int8", "auto, bf16, fp32"),
        ("ONRECORD_RANKING", "quick", "best, fast"),
        ("ONRECORD_DATA", " ", "a path"),
        ("ONRECORD_LOG_LEVEL", "loud", "debug, info"),
        ("ONRECORD_MAX_QUESTION_CHARS", "2001", "from 1 to 2_000"),
        ("ONRECORD_ALLOWED_HOSTS", " , ", "separated by commas"),
        ("ONRECORD_CORS_ORIGINS", "https://a.example/", "origins such as"),
        ("ONRECORD_RATE", "-1", "from 0 to 1_000_000"),
    ],
)
def test_a_bad_value_names_key_value_and_expectation(key: str, value: str, expected: str) -> None:
    with pytest.raises(SettingsError, match=f"^{key} is {value!r}, but must be .*{expected}"):
        read_settings({key: value})


def test_a_bad_flag_is_named_as_a_flag() -> None:
    with pytest.raises(SettingsError, match=r"^--max-source-bytes is 'much', but"):
        read_settings({}, {"max_source_bytes": "much"})


@pytest.mark.parametrize("key", ["ONRECORD_PROT", "ONRECORD_", "ONRECORD_port"])
def test_an_unknown_key_is_an_error_that_lists_the_known_ones(key: str) -> None:
    with pytest.raises(SettingsError, match=f"^{key} is not a setting.*ONRECORD_PORT"):
        read_settings({key: "1"})


def test_settings_are_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        Settings().port = 1  # type: ignore[misc]


def test_each_setting_has_a_rule_and_its_default_passes_it() -> None:
    assert [field.name for field in fields(Settings)] == list(RULES)
    defaults = Settings()
    for name, rule in RULES.items():
        value = getattr(defaults, name)
        if value is not None:
            assert rule.read(str(value)) == value


def test_each_ranking_can_be_set_and_the_best_is_the_default() -> None:
    for name, ranking in RANKINGS.items():
        assert ranking_of(read_settings({"ONRECORD_RANKING": name})) == ranking
        assert f"{name}" in RULES["ranking"].expected
    assert ranking_of(Settings()) == Ranking()
    assert get_args(RankingName) == tuple(RANKINGS)


def test_settings_only_tighten_what_the_inner_rooms_keep() -> None:
    assert Settings().max_question_chars == MAX_QUESTION_CHARS
    assert MAX_SOURCE_BYTES == DEFAULT_MAX_BYTES


def test_each_setting_stands_in_the_manual(project: Path) -> None:
    text = manual(project)
    missing = [variable(name) for name in RULES if f"`{variable(name)}`" not in text]
    assert not missing, f"the manual does not name the settings {missing}"
