"""The official layout of documents (GB/T 9704): paper, type sizes and typefaces, shared by the Word and the PDF writer."""

from dataclasses import dataclass

# Millimetres on A4: 37 above, 35 below, 28 left, 26 right leave the 156 × 225 mm the standard asks for.
PAGE = (210, 297)
MARGINS = {"top": 37, "bottom": 35, "left": 28, "right": 26}
# 22 lines of 28 characters: 三号 is 16 pt; 28 of them are 448 pt where the page is 442.2 pt wide.
BODY_POINTS = 16.0
LINE_POINTS = 28.95
TRACKING_POINTS = -0.25
TITLE_POINTS = 22.0
TITLE_LINE_POINTS = 36.0
TABLE_POINTS = 10.5
ANNEX_POINTS = 9.0
PAGE_NUMBER_POINTS = 14.0


@dataclass(frozen=True, slots=True)
class Typefaces:
    """The typefaces of title (小标宋), first (黑体), second (楷体) and body level (仿宋), of page numbers, and for Latin text."""

    title: str
    first: str
    second: str
    body: str
    folio: str
    latin: str


# What the standard and every office's machine have; they are named in the Word file, which carries no fonts.
OFFICIAL = Typefaces("方正小标宋简体", "黑体", "楷体_GB2312", "仿宋_GB2312", "宋体", "Times New Roman")
# What may be embedded in a PDF: both under the SIL Open Font License.
EMBEDDED = Typefaces(
    "Noto Serif SC", "Noto Sans SC", "Noto Serif SC", "Noto Serif SC", "Noto Serif SC", "Noto Serif SC"
)
