"""Opening: the engine of the shipped graph, of files beside it, or of the server that is named."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kg.build import open_store
from kg.engine import OxigraphEngine, account_iri, in_memory
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.remote import RemoteEngine

__all__ = ["open_engine"]


def open_engine(
    files: Sequence[str | Path] = (),
    *,
    account: str | None = None,
    base: str | None = None,
    memory: bool = False,
    endpoint: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> OxigraphEngine | RemoteEngine:
    """Open the engine that a graph is asked through.

    Args:
        files: RDF files of the caller's own, beside what is shipped.
        account: The name of the account that they belong to; without it the one that a file says
            itself, else the facts.
        base: The IRI that relative ones in the files are of, where a file names none.
        memory: Whether to keep the graph in memory: a second or two to open, and then most is
            answered in a fraction of the time. For what lives long.
        endpoint: The address of a server; without it the one that ``KG_ENDPOINT`` names, where no
            files are given.
        headers: Headers for every request to the server.

    Raises:
        UsageError: A file is missing, both files and a server are given, or what belongs to files
            is given without any.
        DataError: A file is not well formed, or says what the model does not allow.
        EndpointError: The server cannot be reached, refuses, or holds no graph of ours.
    """
    if (account or base) and not files:
        what, mend = "base", "name the files"
        if account:
            what, mend = "account", "name its files, or say with accounts who answers"
        said = f"the {what} of files is given, and no file"
        raise UsageError(said, where=account or base or "", mend=mend)
    if endpoint and files:
        raise UsageError(
            "a server holds its own statements", where=endpoint, mend="kg push writes files to it"
        )
    named = endpoint or (os.environ.get("KG_ENDPOINT") if not files else None)
    if not named:
        built = open_store(files, account=account_iri(account) if account else None, base=base)
        return in_memory(built) if memory else built
    # The network's modules cost 40 ms to import, and only a server needs them.
    from kg.remote import open_endpoint  # noqa: PLC0415

    return open_endpoint(named, headers=headers)
