"""A plain indicator table, and what is read of it."""

TITLE = "表1 某县“十四五”科技创新主要指标"
