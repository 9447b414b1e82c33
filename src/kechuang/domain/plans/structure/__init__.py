"""The structure of a plan: what it says it is, headings, boxes, key tasks."""
