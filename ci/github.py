"""The few things that are asked of GitHub, with nothing but Python."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator, Mapping
from typing import Any

_PAGE = 100
_PAGES = 20
"""How many pages of a list are read."""


class GitHub:
    """One repository.

    :param api: the address of the interface, as ``https://api.github.com``.
    :param repository: ``owner/name``.
    """

    def __init__(self, api: str, repository: str, token: str) -> None:
        self.api = api.rstrip("/")
        self.repository = repository
        self._token = token

    def all(self, path: str) -> Iterator[dict[str, Any]]:
        """The items of a list.

        :raises urllib.error.HTTPError: where GitHub refuses.
        """
        for page in range(1, _PAGES + 1):
            found = self.send("GET", f"{path}?per_page={_PAGE}&page={page}")
            yield from found
            if len(found) < _PAGE:
                return

    def send(self, method: str, path: str, data: Mapping[str, object] | None = None) -> Any:
        """Ask or tell something of the repository.

        :raises urllib.error.HTTPError: where GitHub refuses.
        """
        body = None if data is None else json.dumps(data).encode()
        return json.loads(
            self._open(method, f"{self.api}/repos/{self.repository}/{path}", "application/vnd.github+json", body)
        )

    def file(self, address: str) -> bytes:
        """A file that belongs to a release, by the address that GitHub gave."""
        return self._open("GET", address, "application/octet-stream")

    def _open(self, method: str, address: str, kind: str, body: bytes | None = None) -> bytes:
        headers = {"Accept": kind, "X-GitHub-Api-Version": "2022-11-28", "User-Agent": "edition"}
        request = urllib.request.Request(address, body, headers, method=method)
        # It would go with the redirection to where the file is kept.
        request.add_unredirected_header("Authorization", f"Bearer {self._token}")
        with urllib.request.urlopen(request, timeout=60) as answer:
            return bytes(answer.read())
