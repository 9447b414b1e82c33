"""The site (平台): Django, one app a room with the name its subject has in the domain."""
