"""Measuring: collections, runs, measures, significance, reports."""
