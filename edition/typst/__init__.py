"""The print half: doctrees → Typst documents (a Sphinx builder) → PDF books (the Typst compiler)."""
