"""Where figures come from: commit, versions, machine. Names no user, host or folder."""

from __future__ import annotations

import os
import platform
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
PACKAGES = (
    "faiss-cpu",
    "ir-measures",
    "numpy",
    "pytrec-eval-terrier",
    "scipy",
    "sentence-transformers",
    "sqlalchemy",
    "tantivy",
    "tiktoken",
    "torch",
)


def environment() -> dict[str, object]:
    """Commit, package versions, processor, cores and memory, as JSON values."""
    return {
        "commit": commit(),
        "python": platform.python_version(),
        "versions": {name: _version(name) for name in PACKAGES},
        "machine": machine(),
    }


def commit() -> str | None:
    """The commit of this checkout, with `+` where files differ from it; None outside of git."""
    hashed = _git("rev-parse", "HEAD")
    if hashed is None:
        return None
    return hashed + ("+" if _git("status", "--porcelain", "--untracked-files=no") else "")


def machine() -> dict[str, object]:
    """Processor, usable cores and memory in GiB."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_gib": round(memory, 1),
        "system": f"{platform.system()} {platform.release()}",
    }


def _git(*arguments: str) -> str | None:
    command = ["git", "-C", str(PROJECT), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout.strip()


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
