"""Releases (公开): the public site, open data, webhooks."""
