"""What could be agreed: packages, their frontier, and fallback bargaining."""
