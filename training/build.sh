#!/bin/sh
# Build the model file from corpora. Usage: sh training/build.sh DATA BASE (see training/README.md).
set -eu
data=$1 base=$2 out=local
mkdir -p "$out"
export PYTHONPATH=src:training
train() { uv run --group training python training/train.py --data "$data" --weights "$base/model.safetensors" --tokenizer "$base/tokenizer.json" "$@"; }
export_() { uv run --group training python training/export.py --tokenizer "$base/tokenizer.json" --roles "$data/wikievents/roles.json" "$@"; }
train --stage public --minutes 20 --out "$out/public.pt"
train --stage all --start "$out/public.pt" --minutes 50 --out "$out/all.pt"
train --stage last --start "$out/all.pt" --minutes 33 --out "$out/last.pt"
export_ --network "$out/last.pt" --out "$out/untuned.zip"
uv run python training/tune.py --model "$out/untuned.zip" --data "$data" --card "$out/card.json"
export_ --network "$out/last.pt" --card "$out/card.json" --out src/recount/encoder/data/reader.zip
uv run --group training python training/places.py --data "$data" --cache "$out/places" --out src/recount/encoder/data/places.npz
uv run --group training python training/figures.py --data "$data" --cache "$out/figures" --out src/recount/encoder/data/figures.npz
uv run --group training python training/sayings.py --data "$data" --cache "$out/sayings" --out src/recount/encoder/data/sayings.npz
uv run --group training python training/statements.py --data "$data" --out src/recount/encoder/data/statements.json
