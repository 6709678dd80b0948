"""Downloads of documents, the package and the data room."""
