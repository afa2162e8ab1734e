"""Break the house's code on purpose, line by line, and count what the tests notice.

    python -m tests.mutate retrieval/threads.py index/storing/store.py
    make mutate

Cosmic Ray makes the mutants, one at a time, in a copy of the project. The tests of a file are those
of its room that import it, at first or at second hand, the nearest first; none needs a model, a
browser or `../shared`. A mutant that no test notices is shown as a diff.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.test_house import imported, module_name

PROJECT = Path(__file__).resolve().parent.parent
HANDS = 2
"""Tests that reach a file through more modules than that say little about it."""
CPU_S = 300
"""Processor time after which a mutant counts as killed: it loops."""
TIMEOUT_S = 3_600
# In annotations, which are never evaluated, `|` makes mutants that nothing can kill. Of the many
# ways to replace an operator one or two are enough.
LEFT_OUT = (
    "core/ReplaceBinaryOperator_BitOr_.*",
    "core/ReplaceBinaryOperator_(?!Add_Sub|Sub_Add|Mul_Div|Div_Mul|BitAnd_BitOr|FloorDiv_Mul|Mod_Mul).*",
    "core/ReplaceComparisonOperator_(?!Lt_LtE|LtE_Lt|Gt_GtE|GtE_Gt|Eq_NotEq|NotEq_Eq|Is_IsNot"
    "|IsNot_Is|In_NotIn|NotIn_In|Lt_Gt|Gt_Lt|LtE_Gt|GtE_Lt).*",
    "core/ReplaceUnaryOperator_(?!Delete_Not|USub_UAdd).*",
    "core/RemoveDecorator",
    "core/VariableReplacer",
    "core/VariableInserter",
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file's mutants; `survivors` are diffs."""

    file: str
    mutants: int
    killed: int
    survivors: tuple[str, ...]

    def line(self) -> str:
        """As the report shows it."""
        share = self.killed / self.mutants if self.mutants else 1.0
        return f"{self.file:32} {self.killed:5} of {self.mutants:5} killed  {share:6.1%}"


def nearest_tests(file: str, project: Path) -> list[str]:
    """The tests of a file's room that reach it by imports, the nearest first."""
    room = Path(file).parts[0]
    target = module_name(project, project / file)
    modules = {module_name(project, path): path for path in (project / room).rglob("*.py")}
    imports = {name: imported(path, name.rpartition(".")[0]) for name, path in modules.items()}
    reached, away = {target: 0}, 0
    while away < HANDS:
        away += 1
        near = {name for name, hands in reached.items() if hands == away - 1}
        for name in modules:
            if name not in reached and imports[name] & near:
                reached[name] = away
    found = {}
    for path in sorted((project / "tests" / room).rglob("test_*.py")):
        hands = [reached[name] for name in _used(path, project) & reached.keys()]
        if hands:
            found[path.relative_to(project).as_posix()] = min(hands)
    own = f"test_{Path(file).stem}"
    return sorted(found, key=lambda test: (Path(test).stem != own, found[test], test))


def _used(test: Path, project: Path) -> set[str]:
    """What a test imports, by itself or through what tests share."""
    names, read = imported(test, module_name(project, test.parent)), {test}
    while True:
        shared = {project / f"{name.replace('.', '/')}.py" for name in names}
        new = {path for path in shared - read if path.is_file() and "tests" in path.parts[-3:]}
        if not new:
            return set(names)
        for path in new:
            names = names | imported(path, module_name(project, path.parent))
        read |= new


def mutate(file: str, copy: Path, sample: int | None) -> Outcome:
    """Make and test the mutants of one file.

    :param sample: Test only every so many-th, None for all.
    """
    config, session = copy / "mutants.toml", copy / "mutants.sqlite"
    session.unlink(missing_ok=True)
    config.write_text(_config(file, nearest_tests(file, copy)), encoding="utf-8")
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    # As modules: the scripts of an environment that was moved name a Python that is gone.
    cosmic = (sys.executable, "-m", "cosmic_ray.cli")
    left_out = (sys.executable, "-m", "cosmic_ray.tools.filters.operators_filter")

    def run(*command: str) -> str:
        done = subprocess.run(
            command, cwd=copy, env=environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise SystemExit(f"{' '.join(command)}:\n{done.stdout}{done.stderr}")
        return done.stdout

    run(*cosmic, "baseline", str(config))
    run(*cosmic, "init", str(config), str(session))
    run(*left_out, str(session), str(config))
    if sample:
        _thin(session, sample)
    run(*cosmic, "exec", str(config), str(session))
    return outcome_of(file, run(*cosmic, "dump", str(session)))


def _config(file: str, tests: list[str]) -> str:
    pytest = (
        f"{sys.executable} -m pytest -x -q --no-header --hypothesis-seed=0 "
        f"-m 'not model and not browser and not shared' {' '.join(tests)}"
    )
    command = f'bash -c "ulimit -t {CPU_S}; exec {pytest}"'
    return (
        "[cosmic-ray]\n"
        f"module-path = {json.dumps(file)}\n"
        f"timeout = {TIMEOUT_S}.0\n"
        "excluded-modules = []\n"
        f"test-command = {json.dumps(command)}\n"
        '[cosmic-ray.distributor]\nname = "local"\n'
        "[cosmic-ray.filters.operators-filter]\n"
        f"exclude-operators = {json.dumps(list(LEFT_OUT))}\n"
    )


def _thin(session: Path, sample: int) -> None:
    """Leave only every `sample`-th of the mutants that are still to be tested."""
    with sqlite3.connect(session) as raw:
        done = "SELECT job_id FROM work_results"
        jobs = [
            row[0]
            for row in raw.execute(
                "SELECT job_id FROM mutation_specs "
                f"WHERE job_id NOT IN ({done}) "
                "ORDER BY start_pos_row, start_pos_col, operator_name, occurrence"
            )
        ]
        for number, job in enumerate(jobs):
            if number % sample:
                raw.execute("DELETE FROM mutation_specs WHERE job_id = ?", (job,))
                raw.execute("DELETE FROM work_items WHERE job_id = ?", (job,))
    raw.close()


def outcome_of(file: str, dump: str) -> Outcome:
    """Count the results of a session, as Cosmic Ray gives it: one line a mutant.

    One that cannot run at all was noticed; one that was left out has no outcome.
    """
    results = list(_results(dump))
    tested = [one for one in results if one.get("worker_outcome") == "normal"]
    killed = [one for one in tested if one.get("test_outcome") in ("killed", "incompetent")]
    survivors = [str(one.get("diff")) for one in tested if one.get("test_outcome") == "survived"]
    return Outcome(file, len(tested), len(killed), tuple(survivors))


def _results(dump: str) -> Iterator[Mapping[str, object]]:
    for line in dump.splitlines():
        _, result = json.loads(line)
        if result is not None:
            yield result


def _copied() -> Path:
    """A fresh copy of the files that git knows or would."""
    copy = PROJECT / ".cache" / "mutants"
    shutil.rmtree(copy, ignore_errors=True)
    command = ("git", "ls-files", "--cached", "--others", "--exclude-standard", "-z")
    listed = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True)
    for name in filter(None, listed.stdout.split("\0")):
        if (PROJECT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(PROJECT / name, copy / name)
    return copy


def main() -> int:
    """Test the mutants of the files named; 3 where fewer are killed than is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, prog="python -m tests.mutate")
    parser.add_argument("files", nargs="+")
    parser.add_argument("--least", type=float, default=0.0, help="share to be killed, 0 to 1")
    parser.add_argument("--sample", type=int, help="test only every N-th mutant")
    given = parser.parse_args()
    copy = _copied()
    outcomes = []
    for file in given.files:
        outcome = mutate(file, copy, given.sample)
        outcomes.append(outcome)
        sys.stdout.write("\n".join([*outcome.survivors, outcome.line(), ""]))
        sys.stdout.flush()
    mutants = sum(one.mutants for one in outcomes)
    whole = Outcome("all", mutants, sum(one.killed for one in outcomes), ())
    sys.stdout.write("\n".join(["", *(one.line() for one in outcomes), whole.line(), ""]))
    return 3 if mutants and whole.killed / mutants < given.least else 0


if __name__ == "__main__":
    sys.exit(main())
