"""One module for each kind of promise: columns, values, formats, images, errors, what can be reached."""
