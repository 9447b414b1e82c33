"""Django's PostgreSQL, with one thing more: statements are planned once."""
