"""The languages of the bot and the staff pages: catalogues, checks and lookup."""
