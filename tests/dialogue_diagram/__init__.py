"""The pages of the conversation for reviewers."""
