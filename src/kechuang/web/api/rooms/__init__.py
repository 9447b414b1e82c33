"""The operations, one module or folder per room; ``kechuang.web.api.site`` lists their routers."""
