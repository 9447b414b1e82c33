"""The interface for other programs (接口): the same actions as the pages."""
