"""Options that say what runs the reading and coding of many articles."""

from typing import Annotated

import typer

from recount.settings import EngineName, ReaderName

__all__ = ["Engine", "Master", "Processes", "Reader"]

Processes = Annotated[
    int | None,
    typer.Option("--processes", min=1, max=256, help="How many read and code at once; default: all processors."),
]
Engine = Annotated[
    EngineName, typer.Option("--engine", help="processes: those of this machine; spark: tasks of Apache Spark.")
]
Master = Annotated[
    str | None,
    typer.Option("--master", metavar="MASTER", help="For spark: local[2], spark://host:7077; default: local[*]."),
]
Reader = Annotated[
    ReaderName, typer.Option("--reader", help="rules: word lists and rules; model: the trained network.")
]
