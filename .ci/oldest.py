#!/usr/bin/env python3
"""Holds `rust-version` to what the crates themselves ask for, and both READMEs to it. Standard input: `cargo metadata`."""
import json
import pathlib
import sys

packages = json.load(sys.stdin)["packages"]


def number(version):
    return [int(part) for part in version.split(".")]


own = next(p["rust_version"] for p in packages if p["name"] == "gouji")
newer = [p for p in packages if p["rust_version"] and number(p["rust_version"]) > number(own)]
for package in newer:
    print(f"{package['name']} {package['version']} asks for Rust {package['rust_version']}, Cargo.toml for {own}")
silent = [name for name in ("README.md", "README.zh-CN.md") if own not in pathlib.Path(name).read_text(encoding="utf-8")]
for name in silent:
    print(f"{name} does not name Rust {own}")
sys.exit(bool(newer or silent))
