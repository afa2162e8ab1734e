"""The truth: everything on record, in one database."""
