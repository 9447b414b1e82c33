"""Indicators (指标): definitions, paces, odds of attainment."""
