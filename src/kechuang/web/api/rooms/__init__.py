"""The operations, one module or folder a room; ``kechuang.web.api.site`` lists their routers."""
