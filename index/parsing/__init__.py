"""From a decoded source to documents, turns and voices."""
