"""Makes the invented plan of ``kechuang.samples.invented`` in four formats, with its truth; run ``python -m tools.sample``."""
