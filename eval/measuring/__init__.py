"""Figures: of hits, of quotes, of decisions, and how sure they are."""
