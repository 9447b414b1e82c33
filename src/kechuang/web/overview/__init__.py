"""The first page: what waits for whoever is looking."""
