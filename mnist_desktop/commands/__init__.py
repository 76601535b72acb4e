"""The command line's subcommands, one file each: ``add`` declares it, ``run`` does it."""
