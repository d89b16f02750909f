"""Tests of the forms library."""
