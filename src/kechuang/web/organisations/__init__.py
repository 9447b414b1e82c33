"""Organisations, people and roles (单位、人员与角色): a dated tree, who may do what in which part of it, and signing in."""
