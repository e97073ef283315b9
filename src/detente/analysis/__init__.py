"""Every question at once: one call from a dossier to its conclusions."""
