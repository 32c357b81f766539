"""The pages with which staff keep the directory true; `app.make_staff` puts them together."""
