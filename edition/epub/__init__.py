"""The e-books: EPUB 3, one for each language and a parallel one."""
