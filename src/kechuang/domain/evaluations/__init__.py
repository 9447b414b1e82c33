"""Evaluations (评估): frozen facts of a plan, what is judged of them, and what the judgement says."""
