"""Systems that are asked, and what they give."""
