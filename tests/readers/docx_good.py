"""A sound Word file."""

from tests.readers.docx_builder import abstract, build, level, note, num, p, r, tbl, tc, tr

GOOD = build(
    p("背景", numbered=(1, 0))
    + p("达到", r("44", "<w:b/>"), '<w:r><w:footnoteReference w:id="1"/></w:r>', "家")
    + tbl(tr(tc("类别", down="restart"), tc("值", span=2)), tr(tc(down="continue"), "1", "2")),
    numbering=abstract(1, level(0, "chineseCounting", "%1、")) + num(1, 1),
    footnotes=note("footnote", 1, "注"),
)
