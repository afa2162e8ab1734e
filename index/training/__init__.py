"""From transcripts to an adapter of the encoder."""
