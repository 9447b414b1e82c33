"""Personal data as those see it who have no need of it (个人信息脱敏): of a name, its first character."""

_HIDDEN = "＊"


def masked_name(name: str) -> str:
    """A name with all but its first character hidden.

    >>> masked_name("王小明"), masked_name("李"), masked_name(""), masked_name("Anna Li")
    ('王＊＊', '李＊', '', 'A＊＊')
    """
    if not name:
        return ""
    return name[0] + _HIDDEN * min(max(len(name) - 1, 1), 2)
