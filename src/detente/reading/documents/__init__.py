"""Formats: from the bytes of a file to its text, one module a format, and the text as it is read although it came in damaged."""
