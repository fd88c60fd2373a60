"""The steps of the workflows, as programs that run without GitHub too: tests run them on sample proposals.

A *proposal* is a pull request of somebody whom nobody knows. Nothing of it is ever executed here, nor checked out: its
files are read out of git's objects, and only those that are data of the edition.

``check`` and what it uses need the package of the edition; ``tell``, ``kept`` and ``pages`` need Python alone.
"""
