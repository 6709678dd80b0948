[pytest]
testpaths = tests
addopts = -p no:cacheprovider
