"""What is installed with the project, as CycloneDX 1.6: `python -m tests.security.inventory`.

Made from the metadata of the installed packages alone, without network. Advisories are not checked
here: that needs a database that is not part of an installation.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from importlib.metadata import Distribution, distribution
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PROJECT = "onrecord"


def packages(root: str = PROJECT, extra: str = "") -> dict[str, Distribution]:
    """Every package that an installation needs, by its name: the root, and what each asks for."""
    found: dict[str, Distribution] = {}
    waiting = [(root, {"", extra})]
    while waiting:
        name, extras = waiting.pop()
        one = distribution(name)
        known = canonicalize_name(one.metadata["Name"]) in found
        found[canonicalize_name(one.metadata["Name"])] = one
        for needed in _needed(one, extras):
            if canonicalize_name(needed.name) not in found or (needed.extras and not known):
                waiting.append((needed.name, {"", *needed.extras}))
    return found


def _needed(one: Distribution, extras: set[str]) -> Iterator[Requirement]:
    for line in one.requires or ():
        needed = Requirement(line)
        if needed.marker is None or any(needed.marker.evaluate({"extra": e}) for e in extras):
            yield needed


def bill(found: Mapping[str, Distribution]) -> dict[str, Any]:
    """The bill of materials, packages in order of their names."""
    main = found[PROJECT]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": _component(PROJECT, main) | {"type": "application"}},
        "components": [
            _component(name, one) for name, one in sorted(found.items()) if name != PROJECT
        ],
        "dependencies": [
            {"ref": _address(name, one), "dependsOn": _refs(one, found)}
            for name, one in sorted(found.items())
        ],
    }


def _component(name: str, one: Distribution) -> dict[str, Any]:
    made: dict[str, Any] = {
        "type": "library",
        "bom-ref": _address(name, one),
        "name": name,
        "version": one.version,
        "purl": _address(name, one),
    }
    licence = _licence(one)
    return made | ({"licenses": [{"license": {"name": licence}}]} if licence else {})


def _licence(one: Distribution) -> str:
    about = one.metadata.json
    if named := about.get("license_expression"):
        return str(named)
    classes = [str(line) for line in about.get("classifier", []) if "License ::" in line]
    named = ", ".join(line.rpartition(" :: ")[2] for line in classes)
    return named or re.sub(r"\s+", " ", str(about.get("license", "")))[:80]


def _refs(one: Distribution, found: Mapping[str, Distribution]) -> list[str]:
    names = {canonicalize_name(needed.name) for needed in _needed(one, {""})}
    return sorted(_address(name, found[name]) for name in names if name in found)


def _address(name: str, one: Distribution) -> str:
    return f"pkg:pypi/{name}@{one.version}"


if __name__ == "__main__":
    json.dump(bill(packages()), sys.stdout, indent=2)
    sys.stdout.write("\n")
