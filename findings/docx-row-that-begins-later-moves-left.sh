#!/usr/bin/env bash
# pandoc, mammoth, docx2python: a table row that begins at the second column is read from the first
#
# One would guess:
#   A row of a .docx may leave out columns before its first cell (w:gridBefore); on the page its
#   figures stand under the second and third heading, and a converter puts an empty cell before
#   them.
# What happens:
#   pandoc, mammoth and docx2python do not look at w:gridBefore: the figure of 2022 is under the
#   label, that of 2023 under 2022. pandoc fills up the row at its end, so that it looks whole.
# Why it matters:
#   Every figure of the row is that of its neighbour, and sums over a column still come out as
#   numbers.
# Versions:
#   pypandoc_binary 1.17 (pandoc 3.9), mammoth 1.13.0, docx2python 3.7.1 from PyPI.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pypandoc_binary==1.17 mammoth==1.13.0 docx2python==3.7.1
PYTHONWARNINGS=ignore venv/bin/python - <<'PY'
import re
import sys
import zipfile

import mammoth
import pypandoc
from docx2python import docx2python

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


write_docx(
    "a.docx",
    '<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="2000"/><w:gridCol w:w="2000"/><w:gridCol w:w="2000"/></w:tblGrid>'
    + row(*(paragraph(run(text)) for text in ("项目", "2022", "2023")))
    + row(
        *(paragraph(run(text)) for text in ("10", "11")),
        properties='<w:trPr><w:gridBefore w:val="1"/><w:wBefore w:w="2000" w:type="dxa"/></w:trPr>',
    )
    + "</w:tbl><w:p/>",
)


def second_row(html):
    return re.findall(r"<t[dh][^>]*>(?:<p>)?([^<]*)", html)[3:]


with open("a.docx", "rb") as source:
    seen = {"mammoth 1.13.0": second_row(mammoth.convert_to_html(source).value)}
seen["pandoc " + str(pypandoc.get_pandoc_version())] = second_row(pypandoc.convert_file("a.docx", "html"))
with docx2python("a.docx") as document:
    seen["docx2python 3.7.1"] = ["".join(cell) for cell in document.body[0][1]]
if list(seen.values()) != [["10", "11"], ["10", "11", ""], ["10", "11"]]:
    sys.exit(f"changed: {seen}")
print(f"under 项目, 2022, 2023 the row of (nothing), 10, 11: {seen}")
PY
