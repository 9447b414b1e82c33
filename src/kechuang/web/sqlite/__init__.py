"""Django's SQLite, with one thing more: each transaction knows which changes of rows were there before it."""
