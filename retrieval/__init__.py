"""Everything that happens to a question: understanding, candidates, ranking, quotes, answer."""
