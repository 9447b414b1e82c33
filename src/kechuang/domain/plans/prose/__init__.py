"""Quantified promises and claims in running text."""
