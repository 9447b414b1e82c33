"""Figures of five real plans (facts only) and one invented plan in every format. No code."""
