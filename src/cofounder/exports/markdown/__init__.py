"""Books as Markdown: readable for people, technical for whoever builds (EXPO-03)."""
