"""Drawings in SVG, made of the data of the edition: the timeline and the maps."""
