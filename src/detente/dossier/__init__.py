"""The evidence-linked file: where what was said meets who can do what."""
