"""Other forms of the edition, made from the same model."""
