#!/usr/bin/env bash
# pandoc, mammoth, python-docx: a total that the document computes is an empty cell, or not, by its spelling
#
# One would guess:
#   A field (=SUM(ABOVE) in a cell of totals) holds its last result as text; a reader that takes the
#   result takes it from both spellings that ECMA-376 has: w:fldSimple, with the result inside it,
#   and the marks w:fldChar around it.
# What happens:
#   pandoc, mammoth and python-docx read the result between w:fldChar marks and drop that of
#   w:fldSimple without a word: the cell is empty. docx2txt reads both.
# Why it matters:
#   The total of a table is what its rows are checked against. An empty cell is read as "not filled
#   in", or as 0.
# Versions:
#   pypandoc_binary 1.17 (pandoc 3.9), mammoth 1.13.0, python-docx 1.2.0, docx2txt 0.9 from PyPI.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pypandoc_binary==1.17 mammoth==1.13.0 python-docx==1.2.0 \
  docx2txt==0.9
PYTHONWARNINGS=ignore venv/bin/python - <<'PY'
import re
import sys
import zipfile

import docx
import docx2txt
import mammoth
import pypandoc

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


def paragraph(content):
    return f"<w:p>{content}</w:p>"


def run(text):
    return f"<w:r><w:t>{text}</w:t></w:r>"


def row(*cells, properties=""):
    return f"<w:tr>{properties}" + "".join(f"<w:tc><w:tcPr/>{cell}</w:tc>" for cell in cells) + "</w:tr>"


SUM = "=SUM(ABOVE)"
simple = f'<w:fldSimple w:instr="{SUM}">{run("12")}</w:fldSimple>'
marked = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    f"<w:r><w:instrText>{SUM}</w:instrText></w:r>"
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + run("34")
    + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
write_docx(
    "a.docx",
    '<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="2000"/><w:gridCol w:w="2000"/><w:gridCol w:w="2000"/></w:tblGrid>'
    + row(paragraph(run("办结")), paragraph(run("12")), paragraph(run("34")))
    + row(paragraph(run("合计")), paragraph(simple), paragraph(marked)) + "</w:tbl><w:p/>",
)


def last_row(html):
    return re.findall(r"<td[^>]*>(?:<p>)?([^<]*)", html)[-3:]


with open("a.docx", "rb") as source:
    seen = {"mammoth 1.13.0": last_row(mammoth.convert_to_html(source).value)}
seen["pandoc " + str(pypandoc.get_pandoc_version())] = last_row(pypandoc.convert_file("a.docx", "html"))
seen["python-docx 1.2.0"] = [cell.text for cell in docx.Document("a.docx").tables[0].rows[1].cells]
if any(cells != ["合计", "", "34"] for cells in seen.values()):
    sys.exit(f"changed: {seen}")
other = docx2txt.process("a.docx").split()
if other != ["办结", "12", "34", "合计", "12", "34"]:
    sys.exit(f"changed: {other}")
print(f"totals 12 (fldSimple) and 34 (fldChar): {seen}, docx2txt 0.9 {other[-3:]}")
PY
