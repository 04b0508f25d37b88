#!/usr/bin/env bash
# ofdkit: text that an OFD file declares invisible is read beside the visible text
#
# One would guess:
#   GB/T 33190 gives every graphic unit a Visible attribute; an object with Visible="false" is
#   not drawn, so it is no text of the page. (ofdkit does drop what lies outside the page, and
#   text drawn twice.)
# What happens:
#   ofdkit does not look at Visible: the hidden figure 99 stands in the same line as the printed
#   12, in the text and in the runs, which do not tell it apart.
# Why it matters:
#   A figure that was replaced and hidden, not deleted, comes back as a contradiction in the
#   report that no reader of the document can see.
# Versions:
#   ofdkit 0.2.0 from PyPI.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check ofdkit==0.2.0
PYTHONWARNINGS=ignore venv/bin/python - <<'PY'
import sys
import zipfile

import ofdkit

NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'
text = (
    '<ofd:TextObject ID="{}" Boundary="{} 20 60 10" Font="3" Size="5" Visible="{}">'
    '<ofd:TextCode X="0" Y="5" DeltaX="g {} 5">{}</ofd:TextCode></ofd:TextObject>'
)
objects = text.format(5, 20, "true", 4, "收到12件") + text.format(6, 60, "false", 2, "旧99")
parts = {
    "OFD.xml": f'<ofd:OFD {NS} Version="1.1" DocType="OFD"><ofd:DocBody><ofd:DocInfo>'
    "<ofd:DocID>00000000000000000000000000000999</ofd:DocID></ofd:DocInfo>"
    "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
    "Doc_0/Document.xml": f"<ofd:Document {NS}><ofd:CommonData><ofd:MaxUnitID>9</ofd:MaxUnitID><ofd:PageArea>"
    "<ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea><ofd:PublicRes>PublicRes.xml</ofd:PublicRes>"
    '</ofd:CommonData><ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages></ofd:Document>',
    "Doc_0/PublicRes.xml": f'<ofd:Res {NS} BaseLoc="Res"><ofd:Fonts><ofd:Font ID="3" FontName="宋体"/></ofd:Fonts>'
    "</ofd:Res>",
    "Doc_0/Pages/Page_0/Content.xml": f'<ofd:Page {NS}><ofd:Content><ofd:Layer ID="4">{objects}</ofd:Layer>'
    "</ofd:Content></ofd:Page>",
}
with zipfile.ZipFile("a.ofd", "w") as package:
    for path, xml in parts.items():
        package.writestr(path, '<?xml version="1.0" encoding="UTF-8"?>' + xml)
seen = ofdkit.extract_text("a.ofd").split()
if seen != ["收到12件", "旧99"]:
    sys.exit(f"changed: {seen}")
print(f"ofdkit 0.2.0: visible 收到12件 and invisible 旧99 are read as {seen}")
PY
