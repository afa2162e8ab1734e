"""The published contract: described, exemplified, committed, and readable without another host."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from jsonschema import Draft202012Validator

from service.describing import FIELDS, SUMMARIES, operations
from service.reference import lay_out


@pytest.fixture(scope="module")
def contract(client: TestClient) -> dict[str, Any]:
    schema: dict[str, Any] = client.get("/openapi.json").json()
    return schema


def described(contract: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Name, description and schema of each property and parameter."""
    for name, body in contract["components"]["schemas"].items():
        for field, value in body.get("properties", {}).items():
            yield f"{name}.{field}", value.get("description", ""), value
    for operation in operations(contract):
        for one in operation.get("parameters", ()):
            place = f"{operation['operationId']}({one['name']})"
            yield place, one.get("description", ""), one["schema"]


def holds_bodies(value: dict[str, Any]) -> bool:
    """Whether the parts of a value are described where their body is."""
    return '"$ref"' in json.dumps(value)


def test_every_property_and_parameter_has_a_description(contract: dict[str, Any]) -> None:
    found = list(described(contract))
    assert len(found) > 200
    assert not [name for name, words, _ in found if not words]


def test_every_value_has_an_example_that_fits(contract: dict[str, Any]) -> None:
    wrong = []
    for name, _, value in described(contract):
        if holds_bodies(value):
            continue
        examples = value.get("examples", [])
        if not examples:
            wrong.append(f"{name} has none")
        for one in examples:
            wrong += [f"{name}: {e.message}" for e in Draft202012Validator(value).iter_errors(one)]
    assert not wrong, wrong


def test_nothing_is_described_that_is_not_there(contract: dict[str, Any]) -> None:
    names = {name.partition("(")[0].partition(".")[2] for name, _, _ in described(contract)}
    names |= {one["name"] for o in operations(contract) for one in o.get("parameters", ())}
    full = {name for name, _, _ in described(contract)}
    full |= {
        f"{where}.{one['name']}"
        for operation in operations(contract)
        for one in operation.get("parameters", ())
        for where in (one["in"], operation["operationId"])
    }
    assert not [name for name in FIELDS if name not in names | full]


def test_operations_have_clean_names_and_summaries(contract: dict[str, Any]) -> None:
    names = [operation["operationId"] for operation in operations(contract)]
    assert max(Counter(names).values()) == 1
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)*", name) for name in names)
    assert set(names) == set(SUMMARIES)
    assert all(operation["description"] for operation in operations(contract))


def test_the_committed_contract_is_the_one_that_is_served(
    contract: dict[str, Any], project: Path
) -> None:
    committed = json.loads((project / "docs" / "openapi.json").read_text(encoding="utf-8"))
    assert committed["info"].pop("version")
    served = {**contract, "info": {k: v for k, v in contract["info"].items() if k != "version"}}
    assert committed == served, "run: .venv/bin/onrecord openapi > docs/openapi.json"


def test_the_reference_names_everything_and_loads_nothing_from_elsewhere(
    client: TestClient, contract: dict[str, Any]
) -> None:
    response = client.get("/docs")
    assert response.status_code == 200
    page = response.text
    for path, methods in contract["paths"].items():
        for method in methods:
            assert f"<code>{method.upper()} {path}</code>" in page
    for body in lay_out(contract).bodies:
        assert f'id="{body.name}"' in page
        for field in body.fields:
            assert f"<code>{field.name}</code>" in page
    loaded = re.findall(r'(?:src|href|action)="([^"#][^"]*)"', page)
    assert loaded
    assert all(one.startswith("/") and not one.startswith("//") for one in loaded)
    anchors = set(re.findall(r'href="#([^"]+)"', page))
    assert anchors - set(re.findall(r'id="([^"]+)"', page)) == set()
