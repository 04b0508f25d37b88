#!/usr/bin/env bash
# mammoth + pandas, html2text: the figures 10 and 2 under each other in a cell become 102
#
# One would guess:
#   Two paragraphs in a cell are two lines. pandas.read_html sets a blank for <br>, so 10<br>2 is
#   "10 2"; it will do so for <p>10</p><p>2</p>, which mammoth writes for such a cell of a .docx.
# What happens:
#   pandas joins the paragraphs without anything between, and then takes the cell for a number: 102,
#   in a column of integers. html2text writes 102 too.
# Why it matters:
#   Cells of annual reports hold two lines ("新收, 结转" in one row), and pages made with an office
#   program have a <p> in every cell. The joined figure is a number like any other.
# Versions:
#   mammoth 1.13.0, pandas 3.1.1, lxml 6.1.3, html2text 2025.4.15 from PyPI.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check mammoth==1.13.0 pandas==3.1.1 lxml==6.1.3 html2text==2025.4.15
PYTHONWARNINGS=ignore venv/bin/python - <<'PY'
import io
import sys
import zipfile

import html2text
import mammoth
import pandas

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
WML = "application/vnd.openxmlformats-officedocument.wordprocessingml."


def write_docx(name, body):
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{WML}document.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}relationships"><Relationship Id="r1" '
        f'Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{W}" xmlns:r="{OFFICE}"><w:body>'
        f"{body}<w:sectPr/></w:body></w:document>",
    }
    with zipfile.ZipFile(name, "w") as package:
        for path, xml in parts.items():
            package.writestr(path, '<?xml version="1.0" encoding="UTF-8"?>' + xml)


def row(*cells):
    cells = ("".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines) for lines in cells)
    return "<w:tr>" + "".join(f"<w:tc><w:tcPr/>{cell}</w:tc>" for cell in cells) + "</w:tr>"


write_docx(
    "a.docx",
    '<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="2000"/><w:gridCol w:w="2000"/></w:tblGrid>'
    + row(["新收", "结转"], ["10", "2"]) + row(["合计"], ["12"]) + "</w:tbl><w:p/>",
)
with open("a.docx", "rb") as source:
    html = mammoth.convert_to_html(source).value


def figures(html):
    column = pandas.read_html(io.StringIO(html), flavor="lxml")[0][1]
    return str(column.dtype), list(map(str, column))


seen = [figures(html), figures(html.replace("</p><p>", "<br>"))]
text = [line.replace(" ", "") for line in html2text.html2text(html).split("\n") if "新收" in line]
if "<p>10</p><p>2</p>" not in html or text != ["新收结转|102"]:
    sys.exit(f"changed: {html} {text}")
if seen[0] != ("int64", ["102", "12"]) or seen[1][1] != ["10 2", "12"]:
    sys.exit(f"changed: {seen}")
print(f"pandas 3.1.1: paragraphs {seen[0]}, with <br> {seen[1][1]}; html2text 2025.4.15: {text[0]}")
PY
