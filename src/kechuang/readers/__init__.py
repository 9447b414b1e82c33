"""Bytes to domain values: one file a carrier (Word, PDF, web page, text, picture) and the rulebooks."""
