"""Turns to passages, and stretches of them."""
