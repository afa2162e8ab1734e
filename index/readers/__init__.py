"""Readers: the bytes of one file to one `Source`, one module per format."""
