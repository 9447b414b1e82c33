"""Domain values to bytes: JSON, Excel, Word, SARIF."""
