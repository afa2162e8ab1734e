"""What is derived from the store to find passages: by words and by nearness."""
