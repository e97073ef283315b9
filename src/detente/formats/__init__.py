"""Other programs' files: reading them in and writing ours out."""
