"""The journal (留痕): who did what, when, from where, what was before and after, and why; nothing in it can be changed."""
