"""Words, names, lines, sentences and tokens: what every step of reading leans on."""
