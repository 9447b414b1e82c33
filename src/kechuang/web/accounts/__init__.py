"""Accounts: signing in and out, second factors, sessions, who opens and closes an account, who stands in for whom."""
