# Copy to .env and change what you need. There are no secrets to set.
# The port the app listens on:
PORT=8000
# The folder for lasting data; it will hold one file, app.sqlite3:
DATA_DIR=data
