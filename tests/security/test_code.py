"""No code is ever made from data: neither in our files, nor while files and questions are read."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.build import Index
from retrieval.answer import Searcher
from service.app import build_app
from service.settings import Settings
from service.state import State
from tests.security.watching import watched
from tests.service.clients import local_client
from tests.service.conftest import own_index  # noqa: F401 (a fixture)
from tests.service.fiction import HARBOUR, MILL

ROOMS = ("index", "retrieval", "eval", "service")
CALLS = {
    "eval": "code from data",
    "exec": "code from data",
    "compile": "code from data",
    "__import__": "modules by name",
    "from_string": "a template from data",
    "os.system": "a shell",
    "os.popen": "a shell",
}
MODULES = (
    "pickle",
    "cPickle",
    "dill",
    "joblib",
    "shelve",
    "marshal",
    "cloudpickle",
    "yaml",
    "jsonpickle",
)


def dangers(place: str, source: str) -> Iterator[str]:
    """Calls and imports in a file of ours that can make code from data."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [alias.name for alias in node.names]
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            yield from (f"{place} imports {one}" for one in names if one.split(".")[0] in MODULES)
        elif isinstance(node, ast.Call):
            yield from _called(place, node)


def _called(place: str, node: ast.Call) -> Iterator[str]:
    name = ast.unparse(node.func)
    last = name.rpartition(".")[2]
    given = {one.arg: ast.unparse(one.value) for one in node.keywords}
    if name in CALLS or (last == "from_string" and name != last):
        yield f"{place}:{node.lineno} calls {name}: {CALLS.get(name) or CALLS[last]}"
    if name == "torch.load" and given.get("weights_only") != "True":
        yield f"{place}:{node.lineno} calls torch.load"
    if (
        last == "load"
        and name.startswith(("np.", "numpy."))
        and given.get("allow_pickle") == "True"
    ):
        yield f"{place}:{node.lineno} lets numpy unpickle"
    if given.get("shell") == "True" or given.get("trust_remote_code") == "True":
        yield f"{place}:{node.lineno} runs what others wrote"
    if name in ("Template", "jinja2.Template"):
        yield f"{place}:{node.lineno} makes a template from words"


def test_no_file_of_ours_makes_code_from_data(project: Path) -> None:
    files = [path for room in ROOMS for path in sorted((project / room).rglob("*.py"))]
    found = [
        one
        for path in files
        for one in dangers(path.relative_to(project).as_posix(), path.read_text(encoding="utf-8"))
    ]
    assert len(files) > 200
    assert not found


@pytest.mark.parametrize(
    "line",
    [
        "import pickle",
        "from joblib import load",
        "import yaml",
        "eval('1')",
        "exec(words)",
        "compile(words, '', 'exec')",
        "builtins.__import__(name) if 0 else __import__(name)",
        "torch.load(path)",
        "torch.load(path, weights_only=False)",
        "np.load(path, allow_pickle=True)",
        "subprocess.run(words, shell=True)",
        "AutoModel.from_pretrained(name, trust_remote_code=True)",
        "environment.from_string(words)",
        "jinja2.Template(words)",
        "os.system(words)",
    ],
)
def test_each_danger_is_seen(line: str) -> None:
    assert list(dangers("a.py", line))


def test_templates_are_files_of_ours(project: Path) -> None:
    """Jinja reads from one folder; no route names a template from a request."""
    for path in sorted((project / "service").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("get_template"):
                assert isinstance(node.args[0], ast.Constant | ast.Name), path


EVIL = "{{ 7 * 7 }} {% import os %} __import__('os').system('x') !!python/object/apply:os.system"


def test_nothing_is_run_or_reached_while_the_record_is_filled_and_asked(
    own_index: Index,  # noqa: F811
) -> None:
    data = own_index.store.path.parent
    app = build_app(State(Settings(data=data), own_index, Searcher(own_index)))
    with local_client(app) as client:

        def work(name: str, words: str) -> None:
            put = client.put(f"/v1/documents/{name}?title={EVIL[:60]}", content=words)
            assert put.status_code == 201
            answer = client.post("/v1/ask", json={"question": f"lighthouse at Fenn {EVIL[:90]}"})
            assert answer.status_code == 200
            page = client.get("/", params={"q": f"the lighthouse {EVIL[:90]}"})
            assert page.status_code == 200
            assert "{{ 7 * 7 }}" in page.text
            assert client.get("/documents").status_code == 200
            assert client.delete(f"/v1/documents/{name}").status_code == 200

        work("first.txt", MILL + f"\n\nMR. HOLT: {EVIL}\n")  # templates and queries are compiled
        with watched() as seen:
            work("talk.txt", HARBOUR + f"\n\nMS. ORLA: {EVIL}\n")
    assert not seen.network
    assert not seen.programs
    assert not [one for one in seen.code if os.sep + "jinja2" not in one]
    ours = Path(__file__).resolve().parents[2]
    assert not [one for one in seen.outside(data, ours) if not one.startswith("/dev/")]
