"""Other systems over the same documents and weights, each in an environment of its own."""
