"""Django's PostgreSQL backend with one addition: statements are planned once."""
