"""The staff pages, mounted at `/staff`; `app.create_staff_app` builds them."""
