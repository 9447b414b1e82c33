"""Evaluations (评估): a frozen snapshot, the index, the report, opinions and signature."""
