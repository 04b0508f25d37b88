#!/usr/bin/env bash
# mammoth: 一、二、三、 of automatic numbering becomes 1, 1, 1
#
# One would guess:
#   The headings 一、二、三、 of one Word list (w:numFmt chineseCountingThousand) keep their numbers,
#   even if written 1. 2. 3., as they do in pandoc.
# What happens:
#   mammoth opens a new HTML list after every paragraph that stands between two headings, so
#   that each heading is number 1. docx2python writes -- for each with a warning; python-docx
#   gives the headings without any number; pandoc goes on to 2 and 3, in Arabic numerals.
# Why it matters:
#   Whether the six parts of the report stand there in order, and which one a sentence means
#   (见第二部分), hangs on numbers that the file has but the text lacks.
# Versions:
#   mammoth 1.13.0, docx2python 3.7.1, python-docx 1.2.0, pypandoc_binary 1.17 (pandoc 3.9) from
#   PyPI.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check \
  mammoth==1.13.0 docx2python==3.7.1 python-docx==1.2.0 pypandoc_binary==1.17
PYTHONWARNINGS=ignore venv/bin/python - <<'PY'
import re
import sys
import zipfile

import docx
import mammoth
import pypandoc
from docx2python import docx2python

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
WML = "application/vnd.openxmlformats-officedocument.wordprocessingml."
heading = '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>{}</w:t></w:r></w:p>'
text = "<w:p><w:r><w:t>本年情况如下。</w:t></w:r></w:p>"
body = "".join(heading.format(title) + text for title in ("总体情况", "主动公开情况", "依申请公开情况"))
parts = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{WML}document.main+xml"/>'
    f'<Override PartName="/word/numbering.xml" ContentType="{WML}numbering+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}relationships"><Relationship Id="r1" '
    f'Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
    "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}relationships"><Relationship Id="r1" '
    f'Type="{OFFICE}/numbering" Target="numbering.xml"/></Relationships>',
    "word/numbering.xml": f'<w:numbering {W}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
    '<w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>',
    "word/document.xml": f'<w:document {W} xmlns:r="{OFFICE}"><w:body>{body}<w:sectPr/></w:body></w:document>',
}
with zipfile.ZipFile("a.docx", "w") as package:
    for path, xml in parts.items():
        package.writestr(path, '<?xml version="1.0" encoding="UTF-8"?>' + xml)
with open("a.docx", "rb") as source:
    lists = re.findall("<ol>(.*?)</ol>", mammoth.convert_to_html(source).value)
seen = {
    "mammoth": [f"{item + 1}." for one in lists for item in range(one.count("<li>"))],
    "docx2python": re.findall(r"^(\S+)\t", docx2python("a.docx").text, re.M),
    "python-docx": [p.text for p in docx.Document("a.docx").paragraphs if p.text[0].isdigit() or "、" in p.text],
    "pandoc": re.findall(r"^(\S+) +\S", pypandoc.convert_file("a.docx", "plain"), re.M),
}
if list(seen.values()) != [["1."] * 3, ["--"] * 3, [], ["1.", "2.", "3."]]:
    sys.exit(f"changed: {seen}")
print(f"一、二、三、 are read as {seen}")
PY
