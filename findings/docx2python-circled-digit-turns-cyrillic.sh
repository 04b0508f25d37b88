#!/usr/bin/env bash
# docx2python: the sign ① (w:sym 2460) turns into a Cyrillic letter
#
# One would guess:
#   w:sym with w:char="2460" is the character U+2460, ①; other readers keep it or leave it out.
# What happens:
#   Signs of symbol fonts are stored at F000 to F0FF, and docx2python undoes that by putting a 0
#   for the first digit, whatever it is: 2460 becomes U+0460 (Ѡ), written as an HTML reference
#   in a span amid the plain text. python-docx, mammoth and pandoc drop the sign.
# Why it matters:
#   Circled digits number the points of a notice and mark notes to figures. Four libraries, and
#   none gives ①.
# Versions:
#   docx2python 3.7.1, python-docx 1.2.0, mammoth 1.13.0, pypandoc_binary 1.17 (pandoc 3.9) from
#   PyPI.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check \
  docx2python==3.7.1 python-docx==1.2.0 mammoth==1.13.0 pypandoc_binary==1.17
PYTHONWARNINGS=ignore venv/bin/python - <<'PY'
import html
import re
import sys
import zipfile

import docx
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


write_docx("a.docx", '<w:p><w:r><w:sym w:font="宋体" w:char="2460"/></w:r><w:r><w:t>主动公开</w:t></w:r></w:p>')
with open("a.docx", "rb") as source:
    raw = mammoth.extract_raw_text(source).value
text = docx2python("a.docx").text
seen = {
    "docx2python": html.unescape(re.sub("<[^>]*>", "", text)).strip(),
    "python-docx": docx.Document("a.docx").paragraphs[0].text,
    "mammoth": raw.strip(),
    "pandoc": pypandoc.convert_file("a.docx", "plain").strip(),
}
rest = "主动公开"
if list(seen.values()) != ["\u0460" + rest, rest, rest, rest] or "&#x0460;" not in text:
    sys.exit(f"changed: {seen} {text!r}")
print(f"①主动公开 is read as {seen}")
PY
