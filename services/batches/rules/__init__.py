"""What a batch is made of, from values alone: columns, cells, harmless files, the bundle, and the results that come back."""
