"""Label Studio's JSON, in its whole form and its short one."""
