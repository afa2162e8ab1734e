"""The bill of materials names every package of an installation, each as it is pinned."""

from __future__ import annotations

import re
from pathlib import Path

from packaging.utils import canonicalize_name

from tests.security.inventory import PROJECT, bill, packages


def pinned(project: Path) -> dict[str, str]:
    lines = (project / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pairs = [line.split("==") for line in lines if "==" in line]
    return {canonicalize_name(name): version for name, version in pairs}


def test_every_package_is_listed_once_and_as_pinned(project: Path) -> None:
    made = bill(packages())
    listed = {one["name"]: one["version"] for one in made["components"]}
    assert len(listed) == len(made["components"]) > 60
    assert {"fastapi", "torch", "lxml", "pypdf", "starlette", "h11"} <= set(listed)
    assert "pytest" not in listed
    assert PROJECT not in listed
    pins = pinned(project)
    wrong = [
        name
        for name, version in listed.items()
        if pins.get(name, "").partition("+")[0] != version.partition("+")[0]
    ]
    assert not wrong, f"not installed as in constraints.txt: {wrong}"


def test_what_tests_need_is_pinned_too(project: Path) -> None:
    found = packages(extra="dev")
    assert {"pytest", "hypothesis", "playwright"} <= set(found)
    assert set(found) - {PROJECT} <= set(pinned(project))


def test_references_hold() -> None:
    made = bill(packages())
    known = {one["bom-ref"] for one in made["components"]}
    known.add(made["metadata"]["component"]["bom-ref"])
    used = {one["ref"] for one in made["dependencies"]}
    used |= {ref for one in made["dependencies"] for ref in one["dependsOn"]}
    assert used == known
    assert all(re.fullmatch(r"pkg:pypi/[a-z0-9-]+@\S+", one) for one in known)
