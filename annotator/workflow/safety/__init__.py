"""Keeping an installation's work safe: backups, comparing with Label Studio, putting back."""
