"""The house's own rules: which room may import which, no cycles, no file with two names."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOMS = ("index", "retrieval", "eval", "service")
MAY_IMPORT = {
    "index": {"index"},
    "retrieval": {"index", "retrieval"},
    "eval": {"index", "retrieval", "eval"},
    "service": {"index", "retrieval", "service"},
}
# The command line alone may reach the measuring room.
ALSO_EVAL = {"service/cli_evaluation.py", "service/cli_training.py"}
MAX_LINES = 400


def python_files(project: Path) -> Iterator[Path]:
    for room in ROOMS:
        yield from sorted((project / room).rglob("*.py"))


def module_name(project: Path, path: Path) -> str:
    parts = path.relative_to(project).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def imported(path: Path, package: str) -> frozenset[str]:
    """Full names of modules (and of names taken from them) that a file imports."""
    names: set[str] = set()
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parents = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*parents, base]).strip(".")
            names.add(base)
            names.update(f"{base}.{alias.name}" for alias in node.names)
    return frozenset(names)


def test_rooms_import_only_what_they_may(project: Path) -> None:
    wrong = []
    for path in python_files(project):
        place = path.relative_to(project).as_posix()
        room = place.split("/")[0]
        allowed = MAY_IMPORT[room] | ({"eval"} if place in ALSO_EVAL else set())
        for name in imported(path, module_name(project, path)):
            head = name.split(".")[0]
            if head in ROOMS and head not in allowed:
                wrong.append(f"{place} imports {name}")
    assert not wrong, "against the table of rooms: " + "; ".join(wrong)


def test_the_import_graph_has_no_cycle(project: Path) -> None:
    modules = {module_name(project, path): path for path in python_files(project)}
    graph: dict[str, set[str]] = {}
    for name, path in modules.items():
        package = name if path.name == "__init__.py" else name.rpartition(".")[0]
        graph[name] = {target for target in imported(path, package) if target in modules} - {name}
    state: dict[str, int] = {}

    def visit(name: str, trail: tuple[str, ...]) -> None:
        if state.get(name) == 2:
            return
        assert state.get(name) != 1, "import cycle: " + " -> ".join([*trail, name])
        state[name] = 1
        for target in sorted(graph[name]):
            visit(target, (*trail, name))
        state[name] = 2

    for name in sorted(graph):
        visit(name, ())


# Inner rooms from the ground up: each may import what stands on a floor below, and itself. What
# stands in no folder is a room of its own.
FLOORS = {
    "index": (
        {"errors", "records"},
        {"files", "language", "locks"},
        {"cutting", "encoding", "parsing", "persons", "readers", "storing"},
        {"correcting", "finding", "prepare", "teaching", "upgrading"},
        {"listing", "reuse"},
        {"live"},
        {"correctionsfile", "opening"},
        {"build", "keeping", "training"},
    ),
    "eval": (
        {"collections"},
        {"running"},
        {"measuring"},
        {"judging", "runs"},
        {"comparing", "gate", "reading", "report"},
        {"command", "trend"},
        {"ablation", "bench", "fitting", "peers"},
    ),
}


def inner_room(name: str) -> str:
    return name.split(".")[1]


@pytest.mark.parametrize("house", sorted(FLOORS))
def test_inner_rooms_import_only_from_floors_below(project: Path, house: str) -> None:
    floor = {room: at for at, rooms in enumerate(FLOORS[house]) for room in rooms}
    wrong = []
    for path in sorted((project / house).rglob("*.py")):
        name = module_name(project, path)
        if name == house:
            continue
        here = inner_room(name)
        for target in imported(path, name):
            if not target.startswith(f"{house}."):
                continue
            there = inner_room(target)
            if there != here and floor[there] >= floor[here]:
                wrong.append(f"{name} imports {target}")
    assert not wrong, "against the floors: " + "; ".join(sorted(set(wrong)))


# Records never change once they are made, but for those that a step fills while it works.
FILLED = {
    "index/build.py": {"IndexReport"},
    "index/parsing/header.py": {"Header"},
    "index/parsing/talk.py": {"_Question"},
    "index/persons/corrections.py": {"Rule", "_Group"},
    "index/persons/known.py": {"Known", "Person"},
    "index/readers/voices.py": {"_Segment"},
    "index/storing/aliases.py": {"_Before"},
    "index/storing/ledger.py": {"_Replay"},
    "service/idempotency.py": {"_Kept"},
}


def test_records_are_frozen(project: Path) -> None:
    changing: dict[str, set[str]] = {}
    for path in python_files(project):
        for node in ast.walk(parsed(path)):
            given = dataclass_options(node) if isinstance(node, ast.ClassDef) else None
            if isinstance(node, ast.ClassDef) and given is not None and not given.get("frozen"):
                place = path.relative_to(project).as_posix()
                changing.setdefault(place, set()).add(node.name)
    assert changing == FILLED


def test_no_record_says_that_it_is_not_frozen_or_has_no_slots(project: Path) -> None:
    wrong = [
        f"{path.relative_to(project).as_posix()}: {node.name}"
        for path in python_files(project)
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ClassDef) and not all((dataclass_options(node) or {}).values())
    ]
    assert not wrong, f"an option of a dataclass is left out, not denied: {wrong}"


def dataclass_options(node: ast.ClassDef) -> dict[str, object] | None:
    """The options of a class's `@dataclass` by name; None where it has none."""
    for decorator in node.decorator_list:
        call = decorator if isinstance(decorator, ast.Call) else None
        name = call.func if call else decorator
        if isinstance(name, ast.Name) and name.id == "dataclass":
            return {
                option.arg or "": ast.literal_eval(option.value)
                for option in (call.keywords if call else ())
            }
    return None


def test_nobody_imports_the_name_eval(project: Path) -> None:
    wrong = [
        path.relative_to(project).as_posix()
        for path in python_files(project)
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Import) and any(alias.name == "eval" for alias in node.names)
    ]
    assert not wrong, f"`import eval` hides the builtin: {wrong}"


def test_no_file_is_too_long(project: Path) -> None:
    long = {
        path.relative_to(project).as_posix(): lines
        for path in python_files(project)
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > MAX_LINES
    }
    assert not long, f"files over {MAX_LINES} lines usually have two names: {long}"


OUTSIDE = {
    "faiss": "index/finding/vectors.py",
    "tantivy": "index/finding/keywords.py",
    "nupunkt": "index/language/sentences.py",
    "openvino": "index/encoding/bert.py",
    "tiktoken": "index/language/tokens.py",
    "trafilatura": "index/readers/html.py",
    "lxml": "index/readers/markup.py",
    "docx": "index/readers/docx.py",
    "ir_measures": "eval/measuring/measures.py",
    "scipy": "eval/measuring/significance.py",
    "tqdm": "service/progress.py",
    "rich": "service/tables.py",
    "mcp": "service/mcp.py",
    "prometheus_client": "service/metrics.py",
    "txtai": "eval/peers/drive_txtai.py",
    "llama_index": "eval/peers/drive_llama_index.py",
    "haystack": "eval/peers/drive_haystack.py",
    "haystack_integrations": "eval/peers/drive_haystack.py",
}


# What is touched in more than one file, since the files have different uses for it: to encode, to
# read, to read with somebody else's model, and to train each of them. No help text and no
# encoding should wait for what only training or reading needs.
SHARED_BY = {
    "torch": {
        "index/encoding/transformer.py",
        "index/training/training.py",
        "retrieval/reading/network.py",
        "retrieval/reading/crossencoder.py",
        "eval/reading/attention.py",
        "eval/reading/batches.py",
        "eval/reading/exported.py",
        "eval/reading/learner.py",
        "eval/reading/losses.py",
        "eval/reading/rounds.py",
        "eval/reading/training.py",
        "eval/reading/writing.py",
    },
    "transformers": {
        "index/encoding/transformer.py",
        "retrieval/reading/network.py",
        "eval/reading/exported.py",
    },
    "tokenizers": {"index/encoding/tokenizing.py", "retrieval/reading/tokenizing.py"},
    "sentence_transformers": {"index/encoding/transformer.py", "retrieval/reading/crossencoder.py"},
    # The adapter's numbers are numpy's, the reader's torch's; checkpoints are no weights.
    "safetensors": {
        "index/encoding/adapter.py",
        "index/encoding/compiled.py",
        "index/encoding/tensors.py",
        "retrieval/reading/weights.py",
        "eval/reading/rounds.py",
        "eval/reading/training.py",
        "eval/reading/writing.py",
    },
    # Flags and printing that several commands share, and the commands.
    "click": {
        "service/cli_corrections.py",
        "service/cli_labels.py",
        "service/cli.py",
        "service/cli_evaluation.py",
        "service/cli_service.py",
        "service/cli_training.py",
        "service/flags.py",
        "service/keeping.py",
        "service/terminal.py",
    },
    # The server, and one connection of it.
    "uvicorn": {"service/server.py", "service/connections.py"},
    # Questions and answers, the record itself, and the parameters of tools.
    "pydantic": {
        "service/mcp.py",
        "service/schemas.py",
        "service/schemas_people.py",
        "service/schemas_record.py",
        "service/schemas_saved.py",
        "service/schemas_requests.py",
        "service/schemas_synthesis.py",
    },
    # The report's page and the service's.
    "jinja2": {"eval/report/templates.py", "service/routes/pages.py"},
    # Judges are compared, confidences fitted, and near exchanges looked up to train with.
    "sklearn": {
        "eval/judging/agreement.py",
        "eval/measuring/confidences.py",
        "eval/reading/meetings.py",
        "eval/reading/spoken.py",
    },
}


@pytest.mark.parametrize(("library", "home"), sorted(OUTSIDE.items()))
def test_each_outside_library_is_touched_in_one_file(
    project: Path, library: str, home: str
) -> None:
    users = users_of(library, project)
    assert users in ([], [home]), f"{library} belongs in {home}, but is imported by {users}"


@pytest.mark.parametrize(("library", "homes"), sorted(SHARED_BY.items()))
def test_what_several_files_share_is_touched_in_no_other(
    project: Path, library: str, homes: set[str]
) -> None:
    assert set(users_of(library, project)) == homes


def test_asking_imports_no_network_before_one_is_loaded(project: Path) -> None:
    at_once = {
        name
        for path in (project / "retrieval").glob("*.py")
        for node in parsed(path).body
        if isinstance(node, ast.ImportFrom) and (name := node.module or "")
    }
    networks = {place for place in SHARED_BY["torch"] if place.startswith("retrieval/")}
    assert not at_once & {place.removesuffix(".py").replace("/", ".") for place in networks}


def test_each_package_is_installed(project: Path) -> None:
    about = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))
    tools = about["tool"]["setuptools"]
    there = {
        path.parent.relative_to(project).as_posix().replace("/", ".")
        for room in ROOMS
        for path in (project / room).rglob("__init__.py")
    }
    assert set(tools["packages"]) == there
    assert tools["package-data"]["retrieval"] == ["reading/weights/*"]
    assert tools["package-data"]["eval.report"] == ["templates/*"]


def test_the_licence_that_is_declared_comes_along(project: Path) -> None:
    about = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    (name,) = about["license-files"]
    text = (project / name).read_text(encoding="utf-8")
    assert about["license"] == "Apache-2.0"
    assert "Apache License" in text
    assert "Version 2.0, January 2004" in text


def test_the_changelog_knows_this_version(project: Path) -> None:
    about = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    headings = [
        line
        for line in (project / "CHANGELOG.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("## ")
    ]
    assert about["version"] in headings[0]


def users_of(library: str, project: Path) -> list[str]:
    return [
        path.relative_to(project).as_posix()
        for path in python_files(project)
        if any(name.split(".")[0] == library for name in imported(path, module_name(project, path)))
    ]
