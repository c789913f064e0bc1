"""`python -m recount` is `recount`."""

from recount.cli import main

__all__: list[str] = []

if __name__ == "__main__":
    main()
