"""What more than one channel needs."""
