"""Long transcripts of our own fiction that imitate real kinds, slips and page breaks included."""
