#!/usr/bin/env bash
# docx2txt, docx2python: two figures with a non-breaking hyphen between them become one
#
# One would guess:
#   The hyphen that Word writes for Ctrl+Shift+_ comes out as a hyphen, or at least as something
#   that keeps its two sides apart.
# What happens:
#   It is no character but an element (w:noBreakHyphen), which docx2txt and docx2python pass
#   over: 12-34 is read as 1234. python-docx gives 12-34 with U+002D, mammoth and pandoc with
#   U+2011.
# Why it matters:
#   Ranges of articles, months and documents (第12-34条) turn to one large and well-formed number.
# Versions:
#   docx2txt 0.9, docx2python 3.7.1, python-docx 1.2.0, mammoth 1.13.0 from PyPI.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check \
  docx2txt==0.9 docx2python==3.7.1 python-docx==1.2.0 mammoth==1.13.0
PYTHONWARNINGS=ignore venv/bin/python - <<'PY'
import sys
import zipfile

import docx
import docx2txt
import mammoth
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


write_docx("a.docx", "<w:p><w:r><w:t>第12</w:t><w:noBreakHyphen/><w:t>34条</w:t></w:r></w:p>")
with open("a.docx", "rb") as source:
    raw = mammoth.extract_raw_text(source).value
seen = {
    "docx2txt": docx2txt.process("a.docx").strip(),
    "docx2python": docx2python("a.docx").text.strip(),
    "python-docx": docx.Document("a.docx").paragraphs[0].text,
    "mammoth": raw.strip(),
}
if list(seen.values()) != ["第1234条", "第1234条", "第12-34条", "第12\u201134条"]:
    sys.exit(f"changed: {seen}")
print(f"第12(w:noBreakHyphen)34条 is read as {seen}")
PY
