"""Clients that others generate from the contract, made with default settings."""
