"""Bytes to domain values: one file or folder per format (Word, PDF, web page, text, picture), and the rulebooks."""
