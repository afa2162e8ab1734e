"""Training of the reader: pairs of public sets and of transcripts, packed, learned, measured."""
