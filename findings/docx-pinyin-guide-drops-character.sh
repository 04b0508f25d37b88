#!/usr/bin/env bash
# pandoc, mammoth, python-docx: a character with a pinyin guide (拼音指南) disappears
#
# One would guess:
#   A phonetic guide is an addition: a reader that does not know w:ruby drops the small pinyin
#   and keeps the character under it.
# What happens:
#   Three readers drop both: 勾稽 with a guide over its first character is read as 稽. docx2txt
#   keeps both as running text (gōu勾稽).
# Why it matters:
#   Rare characters in the names of places and people are what a guide is for; the name of the
#   body that reports is then wrong, and nothing tells of it.
# Versions:
#   pypandoc_binary 1.17 (pandoc 3.9), mammoth 1.13.0, python-docx 1.2.0, docx2txt 0.9 from
#   PyPI.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check \
  pypandoc_binary==1.17 mammoth==1.13.0 python-docx==1.2.0 docx2txt==0.9
PYTHONWARNINGS=ignore venv/bin/python - <<'PY'
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


write_docx(
    "a.docx",
    '<w:p><w:r><w:ruby><w:rubyPr><w:rubyAlign w:val="center"/><w:hps w:val="10"/><w:hpsRaise w:val="18"/>'
    '<w:hpsBaseText w:val="21"/><w:lid w:val="zh-CN"/></w:rubyPr><w:rt><w:r><w:t>gōu</w:t></w:r></w:rt>'
    "<w:rubyBase><w:r><w:t>勾</w:t></w:r></w:rubyBase></w:ruby></w:r><w:r><w:t>稽</w:t></w:r></w:p>",
)
with open("a.docx", "rb") as source:
    raw = mammoth.extract_raw_text(source).value
seen = {
    "pandoc": pypandoc.convert_file("a.docx", "plain").strip(),
    "mammoth": raw.strip(),
    "python-docx": docx.Document("a.docx").paragraphs[0].text,
    "docx2txt": docx2txt.process("a.docx").strip(),
}
if seen != {"pandoc": "稽", "mammoth": "稽", "python-docx": "稽", "docx2txt": "gōu勾稽"}:
    sys.exit(f"changed: {seen}")
print(f"勾稽 with a guide over 勾 is read as {seen}")
PY
