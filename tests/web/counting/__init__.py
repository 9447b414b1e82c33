"""How often a page asks the database when it lists one thing and when it lists three: the things, the pages, the counting."""
