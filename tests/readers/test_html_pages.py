"""Whole pages as bureaus publish them: whatever the template, the document is read and the site is not."""

import pytest

from kechuang.readers.web.html import read_html

TITLE = "山川县“十四五”科技创新规划"
SENTENCES = [
    "为加快推进创新驱动发展，根据上级规划，结合本县实际，制定本规划。",
    "“十三五”时期，全县高新技术企业由26家增加到94家，技术合同成交额达到2.62亿元。",
    "到2025年，全社会研发经费投入强度达到0.65%以上，高新技术企业突破120家。",
    "建设县级创新平台18个，引进高层次人才100名，培育科技型中小企业200家以上。",
]
HEADINGS = ["一、发展基础", "二、发展目标", "三、重点任务"]
BODY = [HEADINGS[0], *SENTENCES, HEADINGS[1], *SENTENCES, HEADINGS[2], *SENTENCES]
ROWS = [
    ["指标", "单位", "2020年", "2025年"],
    ["研发经费投入强度", "%", "0.30", "0.65"],
    ["高新技术企业", "家", "94", "120"],
]
LINKS = "".join(f"<li><a href='/c{index}/'>栏目名称{index}</a></li>" for index in range(12))
NEWS = "".join(
    f"<p>· <a href='/n{index}'>全市科技工作会议召开之{index}</a> <span>2022-03-1{index}</span></p>"
    for index in range(9)
)
TABLE = (
    "<table border=1>"
    + "".join("<tr>" + "".join(f"<td><p>{cell}</p></td>" for cell in row) + "</tr>" for row in ROWS)
    + "</table>"
)
PARAGRAPHS = "".join(f"<p>　　{line}</p>" for line in BODY)
BREAKS = "<br>".join(f"&nbsp;&nbsp;&nbsp;&nbsp;{line}" for line in BODY)
FOOT = "<div class='footer'>版权所有：山川县人民政府 网站标识码：0000000000<br>地址：某路1号 电话：0000-1234567</div>"

SITE = f"""<!DOCTYPE html><html><head><title>{TITLE}_山川县人民政府</title></head><body>
<div class="header"><div class="logo">山川县人民政府</div><form><input type=text value=搜索></form></div>
<div class="nav"><ul>{LINKS}</ul></div><div class="position">您的位置：<a href=/>首页</a> &gt; <a href=/g>规划计划</a></div>
<div class="main clearfix"><div class="left_side"><h3>政府信息公开</h3><ul>{LINKS}</ul></div>
<div class="content"><div class="article-title">{TITLE}</div><div class="info">发布时间：2022-03-15　来源：县科技局</div>
<div class="TRS_Editor">{PARAGRAPHS}{TABLE}</div><div class="share">分享到：<a href=#1>微信</a></div>
<div class="pagenav"><p>上一篇：<a href=/1>关于申报项目的通知</a></p></div></div></div>{FOOT}</body></html>"""

TABLES = f"""<html><head><title>{TITLE}</title></head><body><center>
<table width=1000><tr><td><img src=logo.gif></td><td><a href=/>首页</a></td><td><a href=/b>政务</a></td><td><a href=/c>服务</a></td></tr></table>
<table width=1000><tr><td width=200 valign=top><table><tr><td>{NEWS}</td></tr></table></td>
<td valign=top><table width=100%><tr><td align=center><b>{TITLE}</b></td></tr>
<tr><td align=center>发布时间：2022-03-15　点击数：120</td></tr><tr><td>{PARAGRAPHS}{TABLE}</td></tr></table></td></tr></table>
<table width=1000><tr><td>主办单位：山川县人民政府　备案号：ICP备00000号</td></tr></table></center></body></html>"""

SOUP = f"""<html><head><title>{TITLE} - 山川县科技局</title></head><body><div id=top><a href=/1>首页</a>|<a href=/2>公开</a>|<a href=/3>互动</a></div>
<div id=box><div>{TITLE}</div><div>　　{BREAKS}</div><div>{TABLE}</div></div>
<div id=bottom>主办：山川县科技局　技术支持：某公司</div></body></html>"""

WORD = f"""<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta name=Generator content="Microsoft Word 15 (filtered)">
<title>{TITLE}</title><style><!-- p.MsoNormal {{margin:0cm}} --></style></head><body lang=ZH-CN><div class=WordSection1>
<p class=MsoTitle align=center><b><span>{TITLE}</span></b></p>
{"".join(f"<p class=MsoNormal style='text-indent:32.0pt'><span lang=EN-US>&nbsp;</span><span style='font-family:仿宋'>{line[:9]}<o:p></o:p>{line[9:]}</span></p>" for line in BODY)}
<div align=center><table class=MsoTableGrid border=1><thead>{TABLE.partition(">")[2].replace("</tr>", "</tr></thead>", 1)}</div></div></body></html>"""

FRAGMENT = f"<h1>{TITLE}</h1>{PARAGRAPHS}{TABLE}"

ONE_CELL = f"<html><body><table><tr><td><p>{TITLE}</p>{PARAGRAPHS}{TABLE}</td></tr></table></body></html>"

FORM = f"<html><head><title>山川县人民政府门户网站 {TITLE}</title></head><body><form id=aspnetForm><ul>{LINKS}</ul><h1>{TITLE}</h1><div>{PARAGRAPHS}</div><div>{TABLE}</div><div>{NEWS}</div></form></body></html>"


def lines(document):
    return [document.text[paragraph.start : paragraph.end] for paragraph in document.paragraphs]


PAGES = {
    "site": SITE,
    "tables": TABLES,
    "soup": SOUP,
    "word": WORD,
    "fragment": FRAGMENT,
    "one cell": ONE_CELL,
    "form": FORM,
}


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_all_of_the_document_is_read_and_nothing_of_the_site(page):
    document = read_html(page.encode(), name="规划.html")
    read = lines(document)
    assert [line for line in read if line in BODY] == BODY
    assert read.count(TITLE) == 1
    assert read.index(TITLE) < read.index(BODY[0])
    assert [[cell.text for cell in row] for row in document.tables[0].grid] == ROWS
    assert len(document.tables) == 1
    extra = [line for line in read if line not in BODY and line != TITLE]
    assert not [line for line in extra if not line.startswith("发布时间")], extra


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_no_paragraph_of_the_body_stands_in_a_box(page):
    document = read_html(page.encode(), name="规划.html")
    assert {paragraph.frame for paragraph in document.paragraphs} == {None}


def test_the_title_of_the_window_is_the_title_where_the_page_shows_none():
    page = f"<html><head><title>{TITLE}_规划计划_山川县人民政府</title></head><body>{PARAGRAPHS}</body></html>"
    document = read_html(page.encode(), name="规划.html")
    assert (lines(document)[0], document.paragraphs[0].level) == (TITLE, 1)


def test_a_page_of_nothing_but_links_is_read_as_it_is():
    document = read_html(f"<html><body><ul>{LINKS}</ul></body></html>".encode(), name="目录.html")
    assert lines(document)[0] == "栏目名称0"


def test_a_paragraph_that_cites_by_links_is_kept():
    cited = "根据<a href=/1>《上级科技创新规划》</a><a href=/2>《市级科技创新规划》</a><a href=/3>《县国民经济纲要》</a>，制定本规划。"
    document = read_html(f"<html><body><p>{cited}</p>{PARAGRAPHS}</body></html>".encode(), name="规划.html")
    assert lines(document)[0] == "根据《上级科技创新规划》《市级科技创新规划》《县国民经济纲要》，制定本规划。"


def test_a_second_part_beside_the_main_one_is_kept():
    page = f"<html><body><div><div>{PARAGRAPHS * 4}</div><div><p>附件</p>{TABLE}</div><div><p>本规划由县科技局负责解释，自发布之日起施行，有效期五年整。</p></div></div></body></html>"
    document = read_html(page.encode(), name="规划.html")
    assert lines(document)[-2:] == ["附件", "本规划由县科技局负责解释，自发布之日起施行，有效期五年整。"]
    assert len(document.tables) == 1


def test_the_name_of_the_site_is_no_title_though_it_is_set_as_one():
    page = f"<html><head><title>{TITLE}_山川县人民政府</title></head><body><header><h1>山川县人民政府</h1></header><div><div>{PARAGRAPHS}</div></div></body></html>"
    assert lines(read_html(page.encode(), name="规划.html"))[0] == TITLE


def test_the_title_of_the_article_goes_before_that_of_the_window():
    head = f'<title>某网</title><meta name="ArticleTitle" content="{TITLE}">'
    document = read_html(f"<html><head>{head}</head><body>{PARAGRAPHS}</body></html>".encode(), name="规划.html")
    assert lines(document)[0] == TITLE
