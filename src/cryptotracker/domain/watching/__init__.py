"""What somebody keeps an eye on, whether they hold it or not."""
