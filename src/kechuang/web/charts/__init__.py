"""Charts on pages: the picture, its interactive twin, the table behind it, and the files to take away."""
