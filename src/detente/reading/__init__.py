"""From a document's text to an account: the claims and positions found in it."""
