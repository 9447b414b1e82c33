"""Running the site (运维): the worker, starting it, and the demo data."""
