"""The published statistics as the page shows them."""
