"""A newer revision of the article: what became of every line, and the edition that follows it."""
