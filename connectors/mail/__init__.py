"""What every reader of mail needs: header blocks, addresses, dates, folders, and the text in them."""
