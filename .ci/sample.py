#!/usr/bin/env python3
"""Holds the sample of output in a README to what the program prints, or writes it there.
Usage: sample.py [--check] README FILE_WITH_THE_OUTPUT"""
import pathlib
import re
import sys

check = sys.argv[1] == "--check"
readme, output = (pathlib.Path(p) for p in sys.argv[-2:])
text = readme.read_text(encoding="utf-8")
printed = output.read_text(encoding="utf-8").rstrip("\n")
block = f"<!-- sample:check -->\n```text\n{printed}\n```\n<!-- /sample -->"
new, found = re.subn(r"<!-- sample:check -->\n.*?<!-- /sample -->", lambda _: block, text, flags=re.S)
if found != 1:
    sys.exit(f"{readme}: no place for the sample")
if check and new != text:
    sys.exit(f"{readme}: the sample is not what the program prints; .ci/sample.py {readme} FILE writes it anew")
if not check:
    readme.write_text(new, encoding="utf-8")
