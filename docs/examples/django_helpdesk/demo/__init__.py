"""A project of one helpdesk, on SQLite: enough to run the plugin, its tests and a look at its pages."""
