"""Evaluation reports (评估报告): what to say about a plan's progress, every printed number citing what made it."""
