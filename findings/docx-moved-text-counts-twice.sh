#!/usr/bin/env bash
# docx2txt, docx2python, officeparser, word-extractor: moved text is read twice, in python-docx not at all
#
# One would guess:
#   With changes tracked, a sentence that was moved stands in w:moveFrom at its old place and in
#   w:moveTo at its new one. A reader that leaves out deleted text (w:del) leaves out w:moveFrom
#   too, and reads w:moveTo like inserted text.
# What happens:
#   docx2txt, docx2python, officeparser and word-extractor leave out the deleted figure and read
#   the moved one at both places. python-docx reads it at neither. (pandoc and mammoth read it once.)
# Why it matters:
#   A draft goes from hand to hand with tracked changes. The doubled sentence counts its cases
#   twice and looks like repetition; with python-docx the section has no figure.
# Versions:
#   docx2txt 0.9, docx2python 3.7.1, python-docx 1.2.0, mammoth 1.13.0, pypandoc_binary 1.17
#   (pandoc 3.9) from PyPI; officeparser 7.8.0, word-extractor 1.0.4 from npm.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check docx2txt==0.9 docx2python==3.7.1 python-docx==1.2.0 \
  mammoth==1.13.0 pypandoc_binary==1.17
npm install --silent --no-audit --no-fund --prefix . officeparser@7.8.0 word-extractor@1.0.4
PYTHONWARNINGS=ignore venv/bin/python - <<'PY'
import sys
import zipfile

import docx
import docx2txt
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


def mark(number):
    return f'w:id="{number}" w:author="甲" w:date="2024-01-10T09:00:00Z"'


def run(text, kind="t"):
    return f"<w:r><w:{kind}>{text}</w:{kind}></w:r>"


write_docx(
    "a.docx",
    "<w:p>" + run("一、")
    + f'<w:moveFromRangeStart {mark(1)} w:name="move1"/><w:moveFrom {mark(2)}>' + run("办结12件。")
    + '</w:moveFrom><w:moveFromRangeEnd w:id="1"/>'
    + f"<w:del {mark(3)}>" + run("结转99件。", "delText") + "</w:del></w:p><w:p>" + run("二、")
    + f'<w:moveToRangeStart {mark(4)} w:name="move1"/><w:moveTo {mark(5)}>' + run("办结12件。")
    + '</w:moveTo><w:moveToRangeEnd w:id="4"/></w:p>',
)
texts = {
    "docx2txt": docx2txt.process("a.docx"),
    "python-docx": "".join(paragraph.text for paragraph in docx.Document("a.docx").paragraphs),
    "pandoc": pypandoc.convert_file("a.docx", "plain"),
}
with docx2python("a.docx") as document:
    texts["docx2python"] = document.text
with open("a.docx", "rb") as source:
    texts["mammoth"] = mammoth.extract_raw_text(source).value
seen = {name: (text.count("办结12件。"), text.count("99")) for name, text in texts.items()}
wanted = {"docx2txt": (2, 0), "python-docx": (0, 0), "pandoc": (1, 0), "docx2python": (2, 0), "mammoth": (1, 0)}
if seen != wanted:
    sys.exit(f"changed: {texts}")
print(f"times that the moved and the deleted figure are read: {seen}", end=", ")
PY
cat > run.cjs <<'JS'
const { parseOffice } = require('officeparser');
const WordExtractor = require('word-extractor');

(async () => {
  const texts = [(await parseOffice('a.docx')).toText(), (await new WordExtractor().extract('a.docx')).getBody()];
  const seen = texts.map((text) => [text.split('办结12件。').length - 1, text.split('99').length - 1].join());
  if (seen.join(';') !== '2,0;2,0') {
    throw new Error(`changed: ${texts}`);
  }
  console.log(`officeparser ${seen[0]}, word-extractor ${seen[1]}`);
})();
JS
node run.cjs
