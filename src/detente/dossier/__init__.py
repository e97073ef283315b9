"""The evidence-linked file: a conflict whose every element says what it rests on."""
