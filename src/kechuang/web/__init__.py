"""The site (平台): Django, one app per room, named after its subject in the domain."""
