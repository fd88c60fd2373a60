"""The addresses of the repository at which something is proposed, made of the one that a file is edited at."""

from __future__ import annotations

import re
from dataclasses import dataclass

ISSUE_FORM = "annotation.yml"
"""The form of an issue that proposes an annotation: passage, quote, kind, note, sources, name."""

_EDIT = re.compile(r"(?P<base>https?://[^?#]+?)/(?P<edit>-/edit|_edit|edit)/(?P<branch>[^/?#]+)/")


@dataclass(frozen=True)
class Repository:
    """Where something is proposed.

    :ivar issue: the form of an issue; its fields are added as ``&field=value``.
    :ivar new: where a new file begins, up to its folder; ``?filename=…&value=…`` is added.
    """

    issue: str
    new: str

    @classmethod
    def of(cls, edit: str) -> Repository | None:
        """The addresses beside *edit*, such as ``https://…/edit/main/``; None where that is empty.

        :raises ValueError: where it is no such address.
        """
        if not edit:
            return None
        match = _EDIT.fullmatch(edit)
        if match is None:
            raise ValueError(f"no address of the form https://…/edit/main/: {edit}")
        new = match["edit"].replace("edit", "new")
        return cls(f"{match['base']}/issues/new?template={ISSUE_FORM}", f"{match['base']}/{new}/{match['branch']}/")
