"""What CDKTF and Pulumi programs have in common."""
