"""Voices of single documents joined to persons across documents."""
