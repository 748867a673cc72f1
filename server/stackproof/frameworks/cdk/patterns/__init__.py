"""The ready-made services of ``aws-ecs-patterns``."""
