"""Measuring: collections, systems, measures, significance, runs and reports."""
