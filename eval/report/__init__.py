"""A run as a page, as Markdown and as text."""
