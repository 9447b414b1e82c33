"""Open data in the forms others take over: CSV, JSON, Excel, SDMX, a Frictionless data package, StratML."""
