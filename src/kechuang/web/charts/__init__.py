"""Charts on pages: the picture, its interactive version, the table behind it, and the files to download."""
