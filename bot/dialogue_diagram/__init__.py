"""Draws the dialogue for reviewers: Markdown pages with Mermaid charts, made from the rules, responses and actions."""
