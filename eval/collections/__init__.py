"""Judged questions, in the forms in which they come."""
