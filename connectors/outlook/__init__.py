"""What the readers of Outlook's own files need: the file system in a file, and the properties of an item."""
