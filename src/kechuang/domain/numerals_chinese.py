"""Numbers written in Chinese (汉字数字): 一百二十, 三万五千, 一点二, 廿; a run that is no number, 一二三 or 十四五, is refused."""

from decimal import Decimal

_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_PLACES = {"十": 10, "百": 100, "千": 1000}
_SCALES = (("亿", Decimal(10**8)), ("万", Decimal(10**4)))

# no number of interest is longer, and a hostile text may be
_LONGEST = 24


def read_chinese_number(run: str) -> tuple[Decimal, str] | None:
    """The number a run of Chinese numerals stands for and the scale left at its end, None where it is not one number.

    >>> read_chinese_number("一点二亿"), read_chinese_number("三万五千"), read_chinese_number("一二三")
    ((Decimal('1.2'), '亿'), (Decimal('35000'), ''), None)
    """
    if len(run) > _LONGEST:
        return None
    body = run.rstrip("万亿")
    scale = run[len(body) :]
    if scale not in ("", "万", "亿", "万亿"):
        return None
    if scale == "万" and "亿" in body:
        body, scale = run, ""
    whole, point, fraction = body.partition("点")
    value = Decimal(0) if whole in ("零", "〇") and fraction else _whole(whole)
    if value is None or (point and not fraction):
        return None
    digits = [_DIGITS.get(character) for character in fraction]
    if None in digits:
        return None
    return Decimal(f"{value}.{''.join(map(str, digits))}") if digits else value, scale


def _whole(run: str) -> Decimal | None:
    """三万五千 and 一亿二千万: sections joined by 亿 and 万, each smaller than the one before."""
    total = Decimal(0)
    for scale, size in _SCALES:
        head, found, run = run.rpartition(scale)
        if found:
            section = _section(head, leading=not total)
            if section is None:
                return None
            total += section * size
    section = _section(run, leading=not total) if run else 0
    return None if section is None or not (total or section) else total + section


def _section(run: str, *, leading: bool) -> int | None:
    """A number below ten thousand, its places falling; a digit after 百 or 千 needs 零 or 十 (一百五 is not said)."""
    run = run if leading else run.lstrip("零〇")
    run = run.replace("廿", "二十").replace("卅", "三十")
    total, last, digit = 0, 10000, None
    zero = False
    for character in run:
        if character in _PLACES:
            place = _PLACES[character]
            if place >= last or (digit is None and (place != 10 or (total and not zero))):
                return None
            total += (1 if digit is None else digit) * place
            last, digit, zero = place, None, False
        elif digit is not None or character not in _DIGITS:
            return None
        elif _DIGITS[character] == 0:
            if not total or zero:
                return None
            zero = True
        else:
            digit = _DIGITS[character]
    if digit is None:
        return total if total and not zero else None
    return total + digit if last in (10, 10000) or zero else None
