#!/usr/bin/env bash
# mammoth + markdownify: under a cell merged downwards, figures move to another column
#
# One would guess:
#   mammoth turns a cell merged over two rows (w:vMerge) into rowspan="2", markdownify turns the
#   table into a pipe table; as it pads for colspan, it will pad for rowspan.
# What happens:
#   markdownify pads for colspan alone. The row under the merged cell is written with one cell
#   less and begins at the first column, so each figure stands one column to the left of its
#   heading. (markitdown joins these two libraries for .docx, and does the same.)
# Why it matters:
#   Tables of an annual report are full of labels merged downwards. A program that reads the
#   Markdown adds figures of different columns and still gets numbers.
# Versions:
#   mammoth 1.13.0, markdownify 1.2.3 from PyPI.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check mammoth==1.13.0 markdownify==1.2.3
PYTHONWARNINGS=ignore venv/bin/python - <<'PY'
import sys
import zipfile

import mammoth
from markdownify import markdownify

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


def cell(text, properties=""):
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


write_docx(
    "a.docx",
    '<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="2000"/><w:gridCol w:w="2000"/><w:gridCol w:w="2000"/></w:tblGrid>'
    + "<w:tr>" + cell("予以公开", '<w:vMerge w:val="restart"/>') + cell("公民") + cell("10") + "</w:tr>"
    + "<w:tr>" + cell("", "<w:vMerge/>") + cell("法人") + cell("20") + "</w:tr>"
    + "<w:tr>" + cell("合计", '<w:gridSpan w:val="2"/>') + cell("30") + "</w:tr></w:tbl><w:p/>",
)
with open("a.docx", "rb") as source:
    html = mammoth.convert_to_html(source).value
lines = markdownify(html).split("\n")
seen = [line.replace(" ", "") for line in lines if any(n in line for n in ("10", "20", "30"))]
if 'rowspan="2"' not in html or seen != ["|予以公开|公民|10|", "|法人|20|", "|合计||30|"]:
    sys.exit(f"changed: {seen}")
print(f"markdownify 1.2.3: rows read {seen}: padded for colspan, not for rowspan")
PY
