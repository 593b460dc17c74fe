"""The texts that people read, one YAML file per language; docs/languages.md says how to add one."""
