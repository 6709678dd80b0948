"""JSON endpoints of onboarding."""
