"""Notices: in the site always, and by e-mail through an outbox where a mail server is configured."""
