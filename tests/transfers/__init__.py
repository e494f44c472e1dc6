"""Tests of transfers, of the residence contact and of the working calendar."""
