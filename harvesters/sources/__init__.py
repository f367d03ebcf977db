"""One kind of system a module. A source lists and hands over; it never decides."""
