"""Lists and forms of HSDS objects, built on sqladmin."""
