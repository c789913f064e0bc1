"""Write invented news articles, to measure with: `python tools/generate_articles.py 10000 --seed 7 > articles.jsonl`.

`--folder DIR` writes web pages, text files and one JSONL instead. The same seed gives the same articles.
"""

import argparse
import json
import sys
from pathlib import Path

from generating.newsroom import articles
from generating.pages import write_folder

__all__ = ["articles", "main", "write_folder"]


def main() -> None:
    """Print articles as JSON lines, or write them into a folder."""
    parser = argparse.ArgumentParser(description="Write invented news articles.")
    parser.add_argument("number", type=int, help="how many articles")
    parser.add_argument("--seed", type=int, default=7, help="the same seed gives the same articles (default 7)")
    parser.add_argument("--truth", action="store_true", help="say of each what it copies and what it is about")
    parser.add_argument("--folder", type=Path, help="write pages, text files and one JSONL into this folder")
    given = parser.parse_args()
    lines = articles(given.number, seed=given.seed, with_truth=given.truth)
    if given.folder:
        write_folder(lines, given.folder)
        return
    for line in lines:
        sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
