"""The invented plan as plain text and as a page of a government web site."""

from html import escape
from typing import Any

from tools.sample.content import Block, GridCell, blocks, grid, heads, notes_in, runs

CIRCLED = "①②③④⑤"


def text_lines(plan: dict[str, Any]) -> list[str]:
    """The lines of the text file: a contents page, tables as tabs, a merged cell empty where it goes on."""
    lines = [plan["title"], "", plan["issued"], plan["dated"], "", "目  录", ""]
    page = 1
    for block in blocks(plan):
        if block.kind in {"h1", "h2"}:
            lines.append(f"{block.number}{block.data[block.kind]}{'.' * 12}{page}")
            page += block.kind == "h1"
    lines.append("")
    for block in blocks(plan):
        lines += [*_text_block(block, plan), ""]
    return lines


def _text_block(block: Block, plan: dict[str, Any]) -> list[str]:
    if block.kind[0] == "h":
        return [block.number + block.data[block.kind]]
    if block.kind == "textbox":
        return [block.data["textbox"]]
    if block.kind == "box":
        return [*_box_title(block), *(_text_paragraph(one) for one in block.inside)]
    if block.kind == "table":
        return _text_table(block.data["table"], plan)
    noted = [f"{CIRCLED[number - 1]}{plan['notes'][number]}" for number in notes_in(block.data["p"])]
    return [_text_paragraph(block), *noted]


def _text_paragraph(block: Block) -> str:
    return "".join(CIRCLED[int(run.text) - 1] if run.kind == "note" else run.text for run in _visible(block.data["p"]))


def _visible(text: str) -> list[Any]:
    return [run for run in runs(text) if run.kind not in {"deleted", "hidden"}]


def _box_title(block: Block) -> list[str]:
    box = block.data["box"]
    return [f"专栏{box['number']} {box['title']}"] if box["number"] else []


def _text_table(table: dict[str, Any], plan: dict[str, Any]) -> list[str]:
    rows = grid(table)
    lines = ["\t".join("" if cell is None else _circled(cell.text) for cell in row) for row in rows]
    return [table["caption"], *lines, *_below(table, plan)]


def _below(table: dict[str, Any], plan: dict[str, Any]) -> list[str]:
    numbers = [number for row in table["rows"] for cell in row for number in notes_in(str(cell))]
    noted = [f"{CIRCLED[number - 1]}{plan['notes'][number]}" for number in numbers]
    return [*([table["below"]] if "below" in table else []), *noted]


def _circled(text: str) -> str:
    return "".join(CIRCLED[int(run.text) - 1] if run.kind == "note" else run.text for run in _visible(text))


def web_page(plan: dict[str, Any]) -> str:
    """A page as content systems write them: declared gb2312, full of navigation, headings that are only bold."""
    links = "".join(f'<li><a href="/zwgk/{n}.html">{name}</a></li>' for n, name in enumerate(_NAVIGATION))
    body = "\n".join(_web_block(block, plan) for block in blocks(plan))
    return f"""<!DOCTYPE html>
<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312">
<title>{plan["title"]}_{plan["issued"]}</title>
<style>.con p{{text-indent:2em;line-height:1.9}} table{{border-collapse:collapse}}</style>
<script>var visits = 20260318; document.cookie = "v=1";</script></head>
<body><div class="head"><ul class="nav">{links}</ul></div>
<div class="path">您现在的位置：<a href="/">首页</a> &gt; <a href="/zwgk/">政务公开</a> &gt; <a href="/gh/">规划计划</a></div>
<div class="main"><div class="con" id="zoom">
<h1 style="text-align:center">{plan["title"]}</h1>
<p style="text-align:center">{plan["issued"]}　{plan["dated"]}</p>
{body}
</div>
<div class="side"><h3>相关链接</h3><ul>{links}</ul></div></div>
<div class="foot"><p>主办：云岭县人民政府办公室　网站标识码：9900000000　联系电话：0000-0000000</p></div>
</body></html>
"""


_NAVIGATION = (
    "首页",
    "县情概况",
    "政务公开",
    "政务服务",
    "互动交流",
    "专题专栏",
    "数据开放",
    "规划计划",
    "财政信息",
    "人事信息",
    "应急管理",
    "网站地图",
)


def _web_block(block: Block, plan: dict[str, Any]) -> str:
    if block.kind[0] == "h":
        return f"<p><strong>{block.number}{escape(block.data[block.kind])}</strong></p>"
    if block.kind == "textbox":
        return f'<div class="tip"><p>{escape(block.data["textbox"])}</p></div>'
    if block.kind == "box":
        title = "".join(f"<p><strong>{escape(line)}</strong></p>" for line in _box_title(block))
        inside = "".join(f"<p>{_inline(one.data['p'])}</p>" for one in block.inside)
        return f'<table border="1"><tr><td>{title}{inside}</td></tr></table>'
    if block.kind == "table":
        return _web_table(block.data["table"], plan)
    noted = "".join(f"<p>{CIRCLED[n - 1]}{escape(plan['notes'][n])}</p>" for n in notes_in(block.data["p"]))
    return f"<p>{_inline(block.data['p'])}</p>{noted}"


def _inline(text: str) -> str:
    parts = []
    for run in runs(text):
        inner = escape(run.text)
        written = {
            "note": f"<sup>{CIRCLED[int(run.text) - 1]}</sup>" if run.kind == "note" else "",
            "hidden": f'<span style="display:none">{inner}</span>',
            "deleted": "",
        }
        parts.append(written.get(run.kind, inner))
    return "".join(parts)


def _web_table(table: dict[str, Any], plan: dict[str, Any]) -> str:
    rows = ["<tr>" + "".join(_web_cell(cell) for cell in row if cell) + "</tr>" for row in grid(table)]
    head, body = "".join(rows[: heads(table)]), "".join(rows[heads(table) :])
    after = "".join(f"<p>{escape(line)}</p>" for line in _below(table, plan))
    return (
        f'<p style="text-align:center"><strong>{escape(table["caption"])}</strong></p>'
        f'<table border="1"><thead>{head}</thead><tbody>{body}</tbody></table>{after}'
    )


def _web_cell(cell: GridCell) -> str:
    down = f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
    right = f' colspan="{cell.columns}"' if cell.columns > 1 else ""
    return f"<td{down}{right}>{_inline(cell.text)}</td>"
