"""Doctrines as programs: positions compared, contradicted, and measured against decided cases."""
