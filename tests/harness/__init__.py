"""Stages, carriers and virtual users that tests share."""
