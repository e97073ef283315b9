"""What a person reads: the one place that makes prose, tables and pages."""
