"""Design plant-based foods: profiles, similarity, certified search, learning from panels."""
