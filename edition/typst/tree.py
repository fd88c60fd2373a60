"""What the builder leaves beside the modules of a tree, and the books look for."""

MANIFEST = "manifest.json"
"""The documents of the tree, in their order, with its pictures."""

IMAGES = "_images"
"""The folder of the pictures."""
