"""The stock connectors of Rasa beside ours, case by case; see README.md."""
