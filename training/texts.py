"""The texts of the public corpora by name, as stand-off annotations count their code points."""

import json
import re
from pathlib import Path
from xml.etree import ElementTree

__all__ = ["texts_of"]


def texts_of(data: Path) -> dict[str, dict[str, str]]:
    """Return corpus → document → text for the corpora that have stand-off annotations."""
    return {
        "muc34": _muc(data / "muc34/train.json"),
        "wikievents": _tokens(data / "wikievents/train.jsonl"),
        "re3d": _re3d(data / "re3d"),
        "geowebnews": _geowebnews(data / "geowebnews/GWN.xml"),
        "ecbplus": _ecbplus(data / "ecbplus"),
    }


def _muc(path: Path) -> dict[str, str]:
    return {each["docid"]: each["doctext"] for each in map(json.loads, path.read_text(encoding="utf-8").splitlines())}


def _tokens(path: Path) -> dict[str, str]:
    articles = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return {each["docid"]: " ".join(each["tokens"]) for each in articles}


def _re3d(folder: Path) -> dict[str, str]:
    found = {}
    for path in sorted(folder.glob("*/documents.json")):
        if path.parent.name == "BBC Online":
            continue
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip():
                document = json.loads(line)
                found[document["_id"]] = document["text"]
    return found


def _geowebnews(path: Path) -> dict[str, str]:
    articles = ElementTree.parse(path).getroot().iter("article")
    return {str(number): article.findtext("text") or "" for number, article in enumerate(articles)}


def _ecbplus(folder: Path) -> dict[str, str]:
    """Join the tokens of an article's sentences with blanks, one sentence a line."""
    found = {}
    for path in sorted(folder.glob("*/*.xml")):
        lines: dict[str, list[str]] = {}
        for token in ElementTree.parse(path).getroot().iter("token"):
            lines.setdefault(token.get("sentence", "0"), []).append(token.text or "")
        found[path.stem] = re.sub(r" +", " ", "\n".join(" ".join(words) for words in lines.values()))
    return found
