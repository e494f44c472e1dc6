"""Sổ tay."""
