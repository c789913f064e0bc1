# `just` runs what CI runs. Every recipe is one line that also works without just.
# The default recipe and .ci/run hold the same commands; tests/docs/test_readme.py compares them.

# Everything that CI checks.
default: check

check: lint types contracts test

# Style, and whether the code is formatted.
lint:
    uv run --frozen ruff check
    uv run --frozen ruff format --check

# Types, strictly.
types:
    uv run --frozen mypy

# Imports run down the list of the house only.
contracts:
    uv run --frozen lint-imports

# The README's test command.
test *arguments:
    uv run --frozen pytest {{arguments}}

# Mend what the linter and the formatter can mend.
format:
    uv run --frozen ruff check --fix
    uv run --frozen ruff format

# Build the packaged gazetteer from extracts: just gazetteer FOLDER
gazetteer folder:
    uv run --frozen --group gazetteer python tools/build_gazetteer.py {{folder}} src/recount/gazetteer/data/gazetteer.zip

# Build the packaged outlines of countries: just outlines package/countries-50m.json
outlines topology:
    uv run --frozen --group gazetteer python tools/build_base_map.py {{topology}}

# Run the documentation's examples only.
docs:
    uv run --frozen pytest tests/docs

# Write the pages that are generated.
pages:
    uv run --frozen python tools/write_cli_docs.py

# Take the README's pictures again; needs chromium.
pictures:
    uv run --frozen python tools/take_pictures.py examples/wire-story.html
