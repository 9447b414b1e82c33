"""Dated data that an officer may correct: indicators, official rules, wordings, words of the reading grammar. No code."""
