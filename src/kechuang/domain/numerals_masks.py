"""What looks like a number and is none: dates, years, document numbers, titles of documents, versions, list numbers.

All patterns are bounded, so that a hostile text costs no more than its length.
"""

import re

_YEAR = r"(?:19|20)\d{2}"
_TO = r"[ ]?[-—–~至到−‐]{1,2}[ ]?"
_MASKS = re.compile(
    "|".join(
        (
            r"《[^《》\n]{1,80}》",
            r"\[bookmark:[^\]\n]{0,80}\]",
            rf"[〔\[(【]{_YEAR}[〕\])】] ?第?\d{{1,5}} ?号",
            rf"(?<!\d){_YEAR} ?年?{_TO}(?:{_YEAR} ?年?|\d{{2}} ?年)(?!\d)",
            rf"(?<!\d){_YEAR} ?年(?: ?\d{{1,2}}(?:{_TO}\d{{1,2}})? ?月份?(?: ?\d{{1,2}} ?日)?)?",
            rf"(?<![\d.]){_YEAR}([-./])\d{{1,2}}\1\d{{1,2}}(?!\d)",
            r"(?<![\d.])\d{1,2} ?月(?:份| ?\d{1,2} ?日|底|初|末|中旬|上旬|下旬)",
            rf"(?<![\d.])\d{{1,2}}(?:{_TO}\d{{1,2}})? ?月(?!\d)",
            r"[一二][〇零○九O][〇零○一二三四五六七八九O]{2}(?:年|[-—至])?",
            r"(?:19|20)?[0-9]{2}年代",
            r"[一二三四五六七八九]{1,3}(?:五|五”)(?:规划|计划|期间|时期|末)",
            r"\[\d{1,3}(?:[-,]\d{1,3}){0,9}\]",
            r"(?:工业|制造|版本|Web|web) ?\d{1,2}\.0(?!\d)",
            r"https?://[!-~]{1,300}",
            r"(?<!\d)0\d{2,3}-\d{7,8}(?!\d)",
            r"(?<![\d.])\d{1,2}:\d{2}(?!\d)",
            r"(?:^[ \t\-—*·#>]{0,8}|[;。] {0,2})\d{1,3}(?:\.\d{1,2}){0,3}[.、)](?!\d)",
            r"^[ \t]{0,8}\d{1,2}(?:\.\d{1,2}){2,4}",
            r"\(\d{1,3}\)(?=[^\s\d])",
        )
    ),
    re.MULTILINE,
)


def masked_spans(shadow: str) -> list[tuple[int, int]]:
    """The stretches of a folded text in which no quantity stands, in order."""
    return [found.span() for found in _MASKS.finditer(shadow)]
