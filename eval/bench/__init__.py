"""Speed and memory, measured: `python -m eval.bench`. Never a part of a test's verdict."""
