"""What iCalendar files are made of: calendars, events, times in their zones, and when a series occurs."""
