"""Indicators (指标) as they are followed: path, targets of counties and departments, values, and whether the target will be reached."""
