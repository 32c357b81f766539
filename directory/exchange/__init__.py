"""Import and export of the directory: the NGOs' sheet, and HSDS as JSON and CSV."""
