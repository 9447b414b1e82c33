"""Tables of a plan: flattened ones put together again, and what indicator, statistics and project tables hold."""
