"""`onrecord mcp` with an encoder that needs no model: the folder in the arguments has the files."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from index.build import open_index
from service import opening
from service.settings import Settings
from service.stdio import serve_stdio
from tests.fakes import HashingEncoder


def main(folder: Path) -> None:
    files: dict[str, str] = json.loads((folder / "files.json").read_text(encoding="utf-8"))
    with open_index(folder / "data", HashingEncoder(), create=True) as index:
        for name, text in files.items():
            index.put(name, text.encode())
    opening.encoder_of = lambda settings: HashingEncoder()
    serve_stdio(Settings(data=folder / "data", reader="none", ranking="fast"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
