"""Open data in common formats: CSV, JSON, Excel, SDMX, a Frictionless data package, StratML."""
