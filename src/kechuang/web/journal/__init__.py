"""The journal (留痕): who did what, when, from where, values before and after, and why; nothing in it can be changed."""
