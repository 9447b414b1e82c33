"""Recipes of composite indices and their data."""
