"""The start page and everything that spans the rooms: inbox, monitoring, lineage, search."""
