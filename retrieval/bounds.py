"""Limits of what can be asked; light, so that settings and help texts read them at once."""

MAX_QUESTION_CHARS = 2_000
