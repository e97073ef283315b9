"""On whose word: the verdict under every admissible reading of the account."""
