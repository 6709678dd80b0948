"""JSON endpoints of builds."""
