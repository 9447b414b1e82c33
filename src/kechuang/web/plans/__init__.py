"""Adopting a plan (规划): upload, reading in the background, review beside the document, adoption, versions."""
