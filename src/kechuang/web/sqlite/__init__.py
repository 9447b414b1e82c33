"""Django's SQLite backend with one addition: each transaction knows which row changes preceded it."""
