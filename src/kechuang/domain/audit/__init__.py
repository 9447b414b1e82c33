"""Audit of a plan (规划体检): does it add up? One file a family of checks, all of them listed in ``audit.py``."""
