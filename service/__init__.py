"""What people and programs touch: HTTP, the page and the command line."""
