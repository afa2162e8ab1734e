"""Which versions serve here."""

from __future__ import annotations

import platform
import sqlite3
from importlib.metadata import PackageNotFoundError, version

PACKAGES = (
    "faiss-cpu",
    "fastapi",
    "numpy",
    "sentence-transformers",
    "sqlalchemy",
    "tantivy",
    "tiktoken",
    "torch",
)


def onrecord_version() -> str:
    """The version that is installed, `unknown` when the project runs from its folder alone."""
    try:
        return version("onrecord")
    except PackageNotFoundError:
        return "unknown"


def all_versions() -> dict[str, str]:
    """Versions of the project, of Python, of SQLite and of the libraries that decide answers."""
    return {
        "onrecord": onrecord_version(),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        **{name: version(name) for name in PACKAGES},
    }
