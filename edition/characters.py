"""Characters that deceive: those that nobody sees, letters of another alphabet that look alike, and how to show them."""

from __future__ import annotations

import json
import re
import unicodedata

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
"""Characters that command a terminal or end a text, and have no place in any file of ours."""

UNSEEN = re.compile("[\u00ad\u061c\u180e\u200b\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]")
"""Characters without a width, which hide in a word or turn the order in which it is shown."""

_BLANKS = "\u00a0\u2009\u202f"
"""What Python does not call printable, but is a blank with a width."""

MIXED = re.compile(
    "[A-Za-z\u00c0-\u024f][\u0370-\u03ff\u0400-\u052f]|[\u0370-\u03ff\u0400-\u052f][A-Za-z\u00c0-\u024f]"
)
"""Two letters side by side of which one is Latin and the other Greek or Cyrillic."""


def visible(text: str) -> str:
    """*text* on one line, with every character that a terminal would obey, or nobody would see, written as its number."""
    if text.isprintable():
        return text
    return "".join(character if _is_harmless(character) else _numbered(character) for character in text)


def in_json(text: str) -> str:
    """A text of JSON that means the same, with these characters written as JSON writes them."""
    return "".join(
        character if character == "\n" or _is_harmless(character) else json.dumps(character)[1:-1] for character in text
    )


def _is_harmless(character: str) -> bool:
    return character.isprintable() or character in _BLANKS


def _numbered(character: str) -> str:
    # Bytes of a name that are no UTF-8 are kept by Python as U+DC80 to U+DCFF.
    code = ord(character)
    code = code - 0xDC00 if 0xDC80 <= code <= 0xDCFF else code
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def of_two_alphabets(word: str) -> str:
    """A letter of *word* that stands beside one of another alphabet, with its name; empty where all are of one."""
    match = MIXED.search(word)
    if match is None:
        return ""
    letter = max(match[0])
    return f"{letter} ({unicodedata.name(letter, 'without a name').lower()})"
