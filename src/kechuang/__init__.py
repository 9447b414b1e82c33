"""Kechuang (科创): innovation plans read, judged and run, every number with its source."""
