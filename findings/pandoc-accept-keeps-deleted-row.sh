#!/usr/bin/env bash
# pandoc: --track-changes=accept keeps a table row that was deleted
#
# One would guess:
#   With --track-changes=accept (the default) the result is what Word shows after "accept all":
#   deleted words are gone, and so is a deleted row.
# What happens:
#   Deleted words inside a line (w:del) go, but a row whose w:trPr has w:del stays with its
#   figures. mammoth leaves the row out; python-docx, docx2txt and docx2python, which know no
#   tracked changes of rows, read it too.
# Why it matters:
#   Draft reports pass through many hands with changes tracked. A row struck out by the office
#   counts again in the sum of its column.
# Versions:
#   pypandoc_binary 1.17 (pandoc 3.9), mammoth 1.13.0 from PyPI.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pypandoc_binary==1.17 mammoth==1.13.0
PYTHONWARNINGS=ignore venv/bin/python - <<'PY'
import sys
import zipfile

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


def row(label, figure, properties=""):
    cells = "".join(f"<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>" for text in (label, figure))
    return f"<w:tr>{properties}{cells}</w:tr>"


mark = 'w:id="{}" w:author="甲" w:date="2024-01-08T09:00:00Z"'
write_docx(
    "a.docx",
    f"<w:p><w:r><w:t>收到</w:t></w:r><w:del {mark.format(1)}><w:r><w:delText>12</w:delText></w:r></w:del>"
    f"<w:ins {mark.format(2)}><w:r><w:t>21</w:t></w:r></w:ins><w:r><w:t>件</w:t></w:r></w:p>"
    '<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="2000"/><w:gridCol w:w="2000"/></w:tblGrid>'
    + row("公民", "21") + row("法人", "99", f"<w:trPr><w:del {mark.format(3)}/></w:trPr>") + "</w:tbl><w:p/>",
)
text = pypandoc.convert_file("a.docx", "plain", extra_args=["--track-changes=accept"])
with open("a.docx", "rb") as source:
    other = mammoth.extract_raw_text(source).value
if "收到21件" not in text or "99" not in text or "99" in other:
    sys.exit(f"changed: {text!r} {other!r}")
print("pandoc 3.9: the deleted words are gone, the deleted row 法人 99 is still there; mammoth leaves it out")
PY
