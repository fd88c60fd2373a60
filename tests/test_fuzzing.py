"""Inputs made by chance from real files, always the same ones; and what longer runs (``python -m bench.fuzzing``) found."""

from __future__ import annotations

import pytest
from conftest import ROOT

from bench import fuzzing
from edition import config, corpus, reporting
from edition.messages import say
from edition.model import Problem

SEEDS = range(1, 301)
FOUND = ("\u0378", "\ue000", "\U0010ffff", "\U000e0fff", "\u2fe0", "\u061c")
"""Characters that mean nothing in Unicode, or are for private use: a report once passed them on."""


@pytest.fixture(scope="module")
def known() -> fuzzing.Known:
    return fuzzing.parsers(ROOT, corpus.load(ROOT, config.read(ROOT))[0])


def test_no_input_is_too_much_for_the_parsers(known: fuzzing.Known) -> None:
    kinds = set()
    for seed in SEEDS:
        name, text, parse = fuzzing.case(known, seed)
        kinds.add(name)
        fault = fuzzing.fault_of(text, parse)
        # How long it takes depends on the machine, and is looked at by longer runs.
        assert not fault or fault.startswith("slow, "), f"{name}, seed {seed}: {fault}: {text!r}"
    assert kinds == set(known)


def test_a_parser_that_fails_is_found(known: fuzzing.Known) -> None:
    def fails(text: str, problems: list[Problem]) -> None:
        raise ValueError(text[:1])

    assert fuzzing.fault_of("x", fails) == "ValueError x"
    assert fuzzing.fault_of("x", lambda text, problems: problems.append(Problem("f", 99, "Y01", say("?")))).startswith(
        "AssertionError line 99"
    )


@pytest.mark.parametrize("character", FOUND)
def test_what_means_nothing_is_shown_as_a_number(character: str) -> None:
    problem = Problem("f", 1, "A04", say("unknown kind “{value}”", value=character))
    for form in reporting.FORMATS:
        assert character not in reporting.render([problem], form)
    assert character not in reporting.summary([problem])
