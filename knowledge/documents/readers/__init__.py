"""One reader a kind of file, each from bytes to lines. They run only in the process of `extraction`."""
