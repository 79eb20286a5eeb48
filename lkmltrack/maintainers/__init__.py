"""MAINTAINERS text to sections, and paths, contents and patches to the people of sections."""
