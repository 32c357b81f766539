"""Lists and forms of HSDS objects, drawn by sqladmin."""
