"""What a market looks like, told from daily prices that are kept and from what is quoted now."""
