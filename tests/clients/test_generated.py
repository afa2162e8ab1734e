"""Every operation of the contract, called by clients that were generated with default settings.

The generators pin other versions than we do, so that each has an environment of its own, which
`make clients` makes; it sets `CLIENT_TOOLS`, without which these tests are reported as not run.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.build import Index, open_index
from retrieval.answer import Searcher
from service.app import build_app
from service.describing import SUMMARIES
from service.server import Server
from service.settings import Settings
from service.state import State
from tests.fakes import HashingEncoder

HERE = Path(__file__).resolve().parent
TOOLS = os.environ.get("CLIENT_TOOLS")

pytestmark = [
    pytest.mark.clients,
    pytest.mark.skipif(
        TOOLS is None, reason="GENERATED CLIENTS ARE NOT TESTED: run `make clients`"
    ),
]


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    with open_index(tmp_path / "data", HashingEncoder(), create=True) as opened:
        yield opened


@pytest.fixture
def address(index: Index, tmp_path: Path) -> Iterator[str]:
    """A real server on a free port."""
    settings = Settings(port=0, data=tmp_path / "data")
    server = Server(build_app(State(settings, index, Searcher(index))), settings)
    server.start()
    yield server.address.rstrip("/")
    server.stop()


def run(*command: str | Path, folder: Path, path: Path | None = None) -> str:
    tools = Path(command[0]).parent  # the generator looks for its formatter on the path
    environment = {**os.environ, "PYTHONPATH": str(path or "")}
    environment["PATH"] = f"{tools}{os.pathsep}{environment['PATH']}"
    done = subprocess.run(
        [str(one) for one in command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "warning" not in (done.stdout + done.stderr).lower(), done.stdout + done.stderr
    return done.stdout


def test_the_python_client_calls_every_route(address: str, tmp_path: Path, project: Path) -> None:
    tools = Path(str(TOOLS)).resolve() / "python" / "bin"
    contract = project / "docs" / "openapi.json"
    made = tmp_path / "made"
    generator = tools / "openapi-python-client"
    run(generator, "generate", "--path", contract, "--output-path", made, folder=tmp_path)
    program = HERE / "python_program.py"
    statuses = json.loads(run(tools / "python", program, address, folder=tmp_path, path=made))
    assert set(statuses) == set(SUMMARIES)
    assert {one for one in statuses.values() if not 200 <= one < 300} == set()


def test_the_typescript_client_calls_every_route(
    address: str, tmp_path: Path, project: Path
) -> None:
    modules = Path(str(TOOLS)).resolve() / "node" / "node_modules"
    node = shutil.which("node")
    assert node is not None, "the TypeScript client needs node"
    (tmp_path / "node_modules").symlink_to(modules)
    shutil.copy(HERE / "program.ts", tmp_path)
    contract = project / "docs" / "openapi.json"
    generator = modules / "openapi-typescript" / "bin" / "cli.js"
    run(node, generator, contract, "-o", "schema.d.ts", folder=tmp_path)
    flags = ["--strict", "--skipLibCheck", "--module", "commonjs", "--target", "es2022"]
    flags += ["--lib", "es2022,dom,dom.iterable", "--esModuleInterop"]
    (tmp_path / "node.d.ts").write_text(
        "declare const process: { argv: string[]; exit(code: number): never };", encoding="utf-8"
    )
    compiler = modules / "typescript" / "bin" / "tsc"
    run(node, compiler, *flags, "node.d.ts", "program.ts", folder=tmp_path)
    statuses = json.loads(run(node, "program.js", address, folder=tmp_path))
    assert set(statuses) == set(SUMMARIES)
    assert {one for one in statuses.values() if not 200 <= one < 300} == set()
