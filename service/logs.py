"""Where log lines go: set once, by the program's entry and nobody else."""

from __future__ import annotations

import logging

from service.plain import plain
from service.progress import write_line
from service.settings import LogLevel

# Libraries that tell more than an operator wants to know below a warning.
CHATTY = (
    "faiss",
    "httpx",
    "httpx2",
    "mcp",
    "sentence_transformers",
    "transformers",
    "uvicorn",
)

# Libraries whose warnings repeat what stands in a file, or that say what our own errors say.
TELLTALE = ("pypdf", "trafilatura")


class BesideProgress(logging.Handler):
    """Writes lines to standard error, above a progress bar if there is one."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line."""
        write_line(plain(self.format(record)))


def set_up_logs(level: LogLevel) -> None:
    """Send our lines from `level` on to standard error, and of libraries only warnings."""
    handler = BesideProgress()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in CHATTY:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
    for name in TELLTALE:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
