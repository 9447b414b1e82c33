"""What is made public (公开): data as others take it over, each number with its definition and its source."""
