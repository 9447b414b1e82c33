"""Composite indices (综合指数) in the order in which one is built."""
