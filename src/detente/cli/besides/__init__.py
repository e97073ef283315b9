"""What ``detente solve`` is asked besides, one question a file: each is plain data first, by labels, and the same data told in words."""
