"""Notices (通知、催办): what to tell whom, queued with the deed and delivered by the worker; the outbox."""
